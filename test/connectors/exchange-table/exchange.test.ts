import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change, Connector, PullBatch, PushRecord, PushResult, QueryResult, Receipt } from '../../../connectors/connector.js';
import { exchangeTableConnector } from '../../../connectors/exchange-table/index.js';
import type { ExchangeStream } from '../../../connectors/exchange-table/spec.js';
import { readToken, writeToken, type RowToken } from '../../../connectors/exchange-table/token.js';
import { makeDatabase, server, type TestDatabase } from '../postgres/test-database.js';
import { testContext } from '../test-context.js';

let database: TestDatabase;
let now = new Date();
const opened: Connector[] = [];

beforeAll(async () => {
  database = await makeDatabase(`
    CREATE TABLE national (cd_id varchar(100), cd_operation varchar(100), cd_time varchar(100), cd_source varchar(100), cd_batch varchar(100), title text);
    CREATE TABLE province (rowguid char(36), version text, versiontime timestamptz, sync_sign char(2), sync_error_desc text, title text);
    CREATE TABLE outbox (id text, oper_status int, title text);
    CREATE TABLE centre (dsc_biz_record_id text, dsc_biz_timestamp timestamp, opt_type text, delete_flag text, title text);
    CREATE TABLE keyed (seq serial, id text, op text, at text, sign text DEFAULT '0', words text, sign_time timestamptz, ikey text UNIQUE, title text)`);
});
afterAll(async () => {
  await Promise.all(opened.map(async (one) => await one.close()));
  await database.drop();
});
beforeEach(async () => {
  now = new Date('2026-11-22T17:30:00Z');
  await database.run('TRUNCATE national, province, outbox, centre, keyed');
});

const keyed: ExchangeStream = {
  table: 'keyed',
  columns: { id: 'id', operation: 'op', time: 'at', state: 'sign', message: 'words', stateTime: 'sign_time', idempotencyKey: 'ikey' },
  operations: { insert: 'i', update: 'u', withdraw: 'd' },
  states: { initial: '0', accepted: ['1', '2'], rejected: ['9'] },
};

function open(stream: ExchangeStream): Connector {
  const config = { database: { dialect: 'postgres', ...server, database: database.name } as const, streams: { s: stream } };
  const context = testContext({ name: 'office/front', now: () => now });
  const one = exchangeTableConnector.create(config, context);
  opened.push(one);
  return one;
}

const patience = (): AbortSignal => AbortSignal.timeout(20_000);
const record = (more: Partial<PushRecord> = {}): PushRecord => ({ idempotencyKey: 'r1.1', recordKey: 'r1', version: 1, op: 'upsert', row: { title: '甲' }, ...more });

async function push(connector: Connector, ...records: PushRecord[]): Promise<PushResult[]> {
  return (await connector.push?.({ stream: 's', records, attemptId: 'attempt' }, patience())) ?? [];
}

async function query(connector: Connector, ...keys: PushRecord[]): Promise<QueryResult['outcome'][]> {
  return ((await connector.query?.({ stream: 's', keys }, patience())) ?? []).map(({ outcome }) => outcome);
}

async function receipts(connector: Connector, results: PushResult[]): Promise<Receipt[]> {
  const tokens = results.flatMap((result) => (result.outcome === 'pending' ? [result.token] : []));
  const all: Receipt[] = [];
  for await (const some of connector.receipts?.({ stream: 's', tokens }, patience()) ?? []) all.push(...some);
  return all;
}

async function pull(connector: Connector): Promise<Change[]> {
  const changes: Change[] = [];
  const request = { stream: 's', key: [], mode: 'full', cursorColumns: [], cursor: null } as const;
  for await (const batch of connector.pull?.(request, patience()) ?? []) changes.push(...batch.changes);
  return changes;
}

describe('receipts of an exchange table', () => {
  it('are read from what the receiver wrote back; rows that wait or have vanished are left out', async () => {
    const connector = open({ ...keyed, temporaryCodes: ['G10'] });
    const results = await push(connector, ...['r1', 'r2', 'r3', 'r4', 'r5'].map((key) => record({ recordKey: key, idempotencyKey: `${key}.1` })));
    await database.run(`UPDATE keyed SET sign = '2', sign_time = '2026-11-23 10:00:00.5+08' WHERE id = 'r1'`);
    await database.run(`UPDATE keyed SET sign = '9', words = 'G03 uniscid 校验位错误' WHERE id = 'r2'`);
    await database.run(`UPDATE keyed SET sign = '9', words = 'G10：暂不受理' WHERE id = 'r3'`);
    await database.run(`DELETE FROM keyed WHERE id = 'r4'`);
    const found = await receipts(connector, results);
    expect(found.toSorted((a, b) => (a.token < b.token ? -1 : 1))).toEqual([
      { token: 'k:r1.1', outcome: 'accepted', code: '2', text: '', permanent: true, receivedAt: '2026-11-23T02:00:00.5Z', version: undefined },
      { token: 'k:r2.1', outcome: 'rejected', code: 'G03', text: 'G03 uniscid 校验位错误', permanent: true, receivedAt: undefined, version: undefined },
      { token: 'k:r3.1', outcome: 'rejected', code: 'G10', text: 'G10：暂不受理', permanent: false, receivedAt: undefined, version: undefined },
    ]);
  });

  it('are found among more rows than one look-up takes', async () => {
    const connector = open(keyed);
    const results: PushResult[] = [];
    for (let batch = 0; batch < 3; batch += 1) {
      results.push(...(await push(connector, ...Array.from({ length: 400 }, (_, at) => record({ recordKey: `r${batch}-${at}`, idempotencyKey: `k${batch}-${at}` })))));
    }
    await database.run(`UPDATE keyed SET sign = '1'`);
    expect(await receipts(connector, results)).toHaveLength(1_200);
  });
});

describe('a row that was refused for now', () => {
  it('is offered again in its place, with its new content and without the old answer', async () => {
    const connector = open({ ...keyed, temporaryCodes: ['G10'] });
    const first = await push(connector, record());
    await database.run(`UPDATE keyed SET sign = '9', words = 'G10 稍后', sign_time = now()`);
    expect(await push(connector, record({ row: { title: '乙' } }))).toEqual(first);
    expect(await database.run('SELECT sign, words, sign_time, title FROM keyed')).toEqual([{ sign: '0', words: null, sign_time: null, title: '乙' }]);
  });
});

describe('asking what a receiver knows', () => {
  it('tells waiting, accepted, rejected and never written apart', async () => {
    const connector = open(keyed);
    const keys = ['r1', 'r2', 'r3'].map((key) => record({ recordKey: key, idempotencyKey: key }));
    await push(connector, ...keys);
    await database.run(`UPDATE keyed SET sign = '1' WHERE id = 'r2'; UPDATE keyed SET sign = '9' WHERE id = 'r3'`);
    expect(await query(connector, ...keys, record({ idempotencyKey: 'r4' }))).toEqual(['pending', 'accepted', 'rejected', 'notKnown']);
  });

  it('never says "not known" where the receiver deletes what it has taken', async () => {
    expect(await query(open({ ...keyed, receiverDeletes: true }), record())).toEqual(['unknown']);
  });

  it('cannot tell versions of one record apart where no column does, and says so', async () => {
    const connector = open({ table: 'outbox', preset: 'outbox', columns: { id: 'id' } });
    await push(connector, record());
    expect(await query(connector, record({ version: 2 }), record({ recordKey: 'r2' }))).toEqual(['unknown', 'notKnown']);
  });
});

describe('the presets', () => {
  it('national: operation words, local time, source, and batch numbers that go on day by day', async () => {
    const stream: ExchangeStream = { table: 'national', preset: 'national', source: '623000gannan' };
    await database.run(`INSERT INTO national (cd_batch) VALUES ('2026112300041'), ('2026112299999')`);
    const connector = open(stream);
    const [first] = await push(connector, record());
    expect(first).toEqual({ outcome: 'pending', token: 'b:2026112300042:r1' });
    await push(connector, record({ version: 2 }));
    now = new Date('2026-11-23T16:00:00Z');
    await push(connector, record({ version: 3, op: 'withdraw', row: {} }));
    expect(await database.run('SELECT * FROM national WHERE cd_id IS NOT NULL ORDER BY cd_batch')).toEqual([
      { cd_id: 'r1', cd_operation: 'i', cd_time: '2026-11-23 01:30:00', cd_source: '623000gannan', cd_batch: '2026112300042', title: '甲' },
      { cd_id: 'r1', cd_operation: 'u', cd_time: '2026-11-23 01:30:00', cd_source: '623000gannan', cd_batch: '2026112300043', title: '甲' },
      { cd_id: 'r1', cd_operation: 'd', cd_time: '2026-11-24 00:00:00', cd_source: '623000gannan', cd_batch: '2026112400001', title: null },
    ]);
    expect(await receipts(connector, first ? [first] : [])).toEqual([]);
  });

  it('sync-sign: found by row and version, state left to the table, answers read', async () => {
    const connector = open({ table: 'province', preset: 'sync-sign' });
    const results = await push(connector, record(), record({ version: 2, idempotencyKey: 'r1.2' }));
    expect(results).toEqual([{ outcome: 'pending', token: 'v:1:r1' }, { outcome: 'pending', token: 'v:2:r1' }]);
    expect(await push(connector, record())).toEqual(results.slice(0, 1));
    expect(await database.run('SELECT version, versiontime::text AS at, sync_sign FROM province ORDER BY version')).toEqual([
      { version: '1', at: '2026-11-22 17:30:00+00', sync_sign: null },
      { version: '2', at: '2026-11-22 17:30:00+00', sync_sign: null },
    ]);
    await database.run(`UPDATE province SET sync_sign = '9', sync_error_desc = '事项编码不匹配' WHERE version = '2'`);
    expect(await receipts(connector, results)).toEqual([
      { token: 'v:2:r1', outcome: 'rejected', code: '9', text: '事项编码不匹配', permanent: true, receivedAt: undefined, version: 2 },
    ]);
    expect(await push(connector, record({ op: 'withdraw' }))).toMatchObject([{ outcome: 'rejected', code: 'CONNECTOR_WITHDRAWAL_IMPOSSIBLE', permanent: true }]);
  });

  it('outbox: 0 waiting, 1 sent, 2 failed, also in a number column', async () => {
    const connector = open({ table: 'outbox', preset: 'outbox', columns: { id: 'id' } });
    const results = await push(connector, record(), record({ recordKey: 'r2' }));
    expect(await database.run('SELECT id, oper_status FROM outbox ORDER BY id')).toEqual([{ id: 'r1', oper_status: 0 }, { id: 'r2', oper_status: 0 }]);
    await database.run(`UPDATE outbox SET oper_status = 1 WHERE id = 'r1'; UPDATE outbox SET oper_status = 2 WHERE id = 'r2'`);
    const found = await receipts(connector, results);
    expect(new Map(found.map(({ token, outcome }) => [token, outcome]))).toEqual(new Map([['i:r1', 'accepted'], ['i:r2', 'rejected']]));
  });

  it('data-centre: the word and the flag of a deletion are written, and read as one', async () => {
    await push(open({ table: 'centre', preset: 'data-centre' }), record(), record({ recordKey: 'r2', op: 'withdraw', row: {} }));
    const rows = await database.run('SELECT dsc_biz_timestamp::text AS at, opt_type, delete_flag FROM centre ORDER BY opt_type DESC');
    expect(rows).toEqual([
      { at: '2026-11-23 01:30:00', opt_type: 'I', delete_flag: '0' },
      { at: '2026-11-23 01:30:00', opt_type: 'D', delete_flag: '1' },
    ]);
    const changes = await pull(open({ table: 'centre', preset: 'data-centre', direction: 'receive' }));
    expect(changes.map(({ op, sourceKey }) => [op, sourceKey])).toEqual([['upsert', '["r1"]'], ['delete', '["r2"]']]);
  });
});

describe('reading as a receiver', () => {
  it('reads only rows in the first state, in the order of time and of the table', async () => {
    await database.run(`INSERT INTO keyed (id, op, at, sign, ikey) VALUES ('b', 'i', '2', '0', '1'), ('a', 'i', '1', '0', '2'), ('c', 'i', '1', '1', '3'), ('a', 'd', '2', '0', '4')`);
    const connector = open({ ...keyed, direction: 'receive', key: ['seq'] });
    const changes: Change[] = [];
    const request = { stream: 's', key: [], mode: 'incremental', cursorColumns: [], cursor: null } as const;
    for await (const batch of connector.pull?.(request, patience()) ?? []) changes.push(...batch.changes);
    expect(changes.map(({ op, sourceKey }) => [op, sourceKey])).toEqual([['upsert', '["a"]'], ['upsert', '["b"]'], ['delete', '["a"]']]);
  });
});

describe('marking what was taken', () => {
  const marking: ExchangeStream = {
    ...keyed, direction: 'receive', key: ['seq'],
    states: { initial: '0', taken: '1', accepted: ['1'], rejected: ['9'] },
  };
  const states = async (): Promise<unknown[]> => (await database.run('SELECT sign FROM keyed ORDER BY seq')).map((row) => row['sign']);

  it('marks stored rows with state and time, and leaves alone what the sender changed meanwhile', async () => {
    await database.run(`INSERT INTO keyed (id, op, at, sign, ikey) VALUES ('a', 'i', '1', '0', '1'), ('b', 'i', '2', '0', '2'), ('c', 'i', '3', '0', '3')`);
    const connector = open(marking);
    const changes = await pull(connector);
    await database.run(`UPDATE keyed SET sign = 'x' WHERE id = 'b'`);
    await connector.taken?.({ stream: 's', changes }, patience());
    expect(await database.run('SELECT id, sign, sign_time FROM keyed ORDER BY seq')).toEqual([
      { id: 'a', sign: '1', sign_time: now },
      { id: 'b', sign: 'x', sign_time: null },
      { id: 'c', sign: '1', sign_time: now },
    ]);
  });

  it('reads again what was left unmarked, wherever the cursor stands', async () => {
    await database.run(`INSERT INTO keyed (id, op, at, sign, ikey) VALUES ('a', 'i', '1', '0', '1'), ('b', 'i', '2', '0', '2')`);
    const connector = open(marking);
    const request = { stream: 's', key: [], mode: 'incremental', cursorColumns: [], cursor: null } as const;
    const read = async (cursor: string | null): Promise<PullBatch[]> => {
      const batches: PullBatch[] = [];
      for await (const batch of connector.pull?.({ ...request, cursor }, patience()) ?? []) batches.push(batch);
      return batches;
    };
    const first = await read(null);
    const again = await read(first.at(-1)?.cursor ?? null);
    expect(again.flatMap(({ changes }) => changes)).toHaveLength(2);
    await connector.taken?.({ stream: 's', changes: again.flatMap(({ changes }) => [...changes]) }, patience());
    expect(await read(again.at(-1)?.cursor ?? null)).toEqual([]);
  });

  it('changes nothing where no such state is configured, and needs one column to find rows by', async () => {
    await database.run(`INSERT INTO keyed (id, op, at, sign, ikey) VALUES ('a', 'i', '1', '0', '1')`);
    const reading = open({ ...marking, states: keyed.states });
    await reading.taken?.({ stream: 's', changes: await pull(reading) }, patience());
    expect(await states()).toEqual(['0']);
    const wide = open({ ...marking, key: ['id', 'at'] });
    await expect(pull(wide)).rejects.toMatchObject({ code: 'CONNECTOR_CONFIG_INVALID' });
  });
});

describe('a token', () => {
  it('is read as it was written, whatever stands in keys', () => {
    const value = fc.string({ unit: 'binary' });
    const plain = value.filter((text) => !text.includes(':'));
    const token: fc.Arbitrary<RowToken> = fc.oneof(
      fc.record({ by: fc.constant('idempotencyKey' as const), value }),
      fc.record({ by: fc.constantFrom('version' as const, 'batch' as const), value: plain, id: value }),
      fc.record({ by: fc.constant('id' as const), id: value }),
    );
    fc.assert(fc.property(token, (one) => expect(readToken(writeToken(one))).toEqual(one)));
  });

  it('of another connector is not known', () => {
    expect(['', 'x:1', 'v:1', 'k'].map(readToken)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
