import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connector, PushRecord, PushResult } from '../../../connectors/connector.js';
import { postgresConnector } from '../../../connectors/postgres/index.js';
import type { TableWrite } from '../../../connectors/shared/table-connector/spec.js';
import { makeDatabase, server, type TestDatabase } from './test-database.js';
import { testContext } from '../test-context.js';

let database: TestDatabase;
const opened: Connector[] = [];

beforeAll(async () => {
  database = await makeDatabase(`
    CREATE TABLE body (code text PRIMARY KEY);
    CREATE TABLE "处罚 ""2026""" (id text PRIMARY KEY, v int, "金额" numeric, note text DEFAULT 'none', state text, body text REFERENCES body);
    CREATE TABLE late (id text PRIMARY KEY, n int UNIQUE DEFERRABLE INITIALLY DEFERRED)`);
});
afterAll(async () => {
  await Promise.all(opened.map(async (one) => await one.close()));
  await database.drop();
});
beforeEach(async () => void (await database.run('TRUNCATE body, "处罚 ""2026""", late')));

function open(write: Partial<TableWrite> = {}, table = '处罚 "2026"'): Connector {
  const streams = { out: { table, write: { key: ['id'], fields: { recordKey: 'id', version: table === 'late' ? undefined : 'v' }, ...write } } };
  const context = testContext();
  const one = postgresConnector.create({ ...server, database: database.name, streams }, context);
  opened.push(one);
  return one;
}

async function push(connector: Connector, ...records: Partial<PushRecord>[]): Promise<PushResult[]> {
  const whole = records.map((record): PushRecord => ({ idempotencyKey: 'k', recordKey: 'a', version: 1, op: 'upsert', row: {}, ...record }));
  return (await connector.push?.({ stream: 'out', attemptId: 'attempt', records: whole }, AbortSignal.timeout(20_000))) ?? [];
}

const rows = async (): Promise<Record<string, unknown>[]> => await database.run('SELECT * FROM "处罚 ""2026""" ORDER BY id');

describe('pushing to a table', () => {
  it('replaces what it names, keeps what it does not name, and leaves defaults to the table', async () => {
    const connector = open();
    expect(await push(connector, { row: { 金额: '12345678901234567890.123456789' } })).toEqual([{ outcome: 'accepted' }]);
    await push(connector, { version: 2, row: { state: '有效' } });
    expect(await rows()).toEqual([{ id: 'a', v: 2, 金额: '12345678901234567890.123456789', note: 'none', state: '有效', body: null }]);
  });

  it('does not let an older version replace a newer one', async () => {
    const connector = open();
    await push(connector, { version: 3, row: { state: '3' } });
    expect(await push(connector, { version: 2, row: { state: '2' } })).toEqual([{ outcome: 'accepted' }]);
    expect((await rows()).map((row) => row['state'])).toEqual(['3']);
  });

  it('lets a version that is sent again replace itself', async () => {
    const connector = open();
    await push(connector, { version: 2, row: { state: '误' } });
    await push(connector, { version: 2, row: { state: '正' } });
    expect((await rows()).map((row) => row['state'])).toEqual(['正']);
  });

  it('deletes a withdrawn record’s row, or marks it where that is configured', async () => {
    const deleting = open();
    await push(deleting, { recordKey: 'a' }, { recordKey: 'b' });
    await push(deleting, { recordKey: 'a', op: 'withdraw', version: 2 });
    expect((await rows()).map((row) => row['id'])).toEqual(['b']);
    await push(open({ withdrawn: { column: 'state', value: '撤销' } }), { recordKey: 'b', op: 'withdraw', version: 2 });
    expect((await rows()).map((row) => [row['id'], row['state']])).toEqual([['b', '撤销']]);
  });

  it('takes two versions of one record in one batch, the later one last', async () => {
    const results = await push(open(), { version: 1, row: { state: '1' } }, { version: 2, row: { state: '2' } });
    expect(results).toEqual([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect((await rows()).map((row) => row['state'])).toEqual(['2']);
  });

  it('refuses for good what can never fit, and for now what refers to something not there yet', async () => {
    const results = await push(open(), { recordKey: 'a', row: { 金额: '一百' } }, { recordKey: 'b', row: { body: 'X1' } }, { recordKey: 'c', row: { note: 'U\u0000' } });
    expect(results.map((result) => (result.outcome === 'rejected' ? [result.code, result.permanent] : result.outcome))).toEqual([
      ['22P02', true],
      ['23503', false],
      ['22P05', true],
    ]);
  });

  it('lets the gateway halve a batch that only the commit refuses', async () => {
    await expect(push(open({}, 'late'), { recordKey: 'a', row: { n: 1 } }, { recordKey: 'b', row: { n: 1 } })).rejects.toMatchObject({
      code: 'CONNECTOR_BATCH_REFUSED',
      entry: { recovery: 'skipRecord' },
    });
    expect(await database.run('SELECT * FROM late')).toEqual([]);
  });

  it('says which column the table does not have', async () => {
    await expect(push(open(), { row: { 没有: 1 } })).rejects.toMatchObject({ code: 'CONNECTOR_COLUMN_MISSING' });
  });

  it('writes any text and any decimal so that a pull gives it back', async () => {
    const connector = open();
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }));
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ note: text, decimal }), { minLength: 1, maxLength: 30 }), async (values) => {
        await database.run('TRUNCATE body, "处罚 ""2026"""');
        const wanted = values.map(({ note, decimal: [whole, scale] }) => ({ note, 金额: decimalText(whole, scale) }));
        const results = await push(connector, ...wanted.map((row, place) => ({ recordKey: String(place).padStart(2, '0'), row })));
        expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true);
        const found = [];
        const request = { stream: 'out', key: ['id'], mode: 'full', cursorColumns: [], cursor: null } as const;
        for await (const { changes } of connector.pull?.(request, AbortSignal.timeout(20_000)) ?? []) {
          found.push(...changes.map(({ row }) => ({ note: row['note'], 金额: row['金额'] })));
        }
        expect(found).toEqual(wanted);
      }),
      { numRuns: 20 },
    );
  });
});

function decimalText(whole: bigint, scale: number): string {
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return whole < 0n ? `-${text}` : text;
}
