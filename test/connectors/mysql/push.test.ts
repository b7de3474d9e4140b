import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connector, PushRecord, PushResult } from '../../../connectors/connector.js';
import { mysqlConnector } from '../../../connectors/mysql/index.js';
import type { TableWrite } from '../../../connectors/shared/table-connector/spec.js';
import { describeOnMysql } from '../../servers/mariadb.js';
import { makeMysqlDatabase, type MysqlTestDatabase } from './test-database.js';
import { testContext } from '../test-context.js';

let database: MysqlTestDatabase;
const opened: Connector[] = [];
const tableName = '处罚 `2026`?';
const quoted = '`处罚 ``2026``?`';

function open(write: Partial<TableWrite> = {}, table = tableName): Connector {
  const { host, port, user, password } = database.server;
  const streams = { out: { table, write: { key: ['id'], fields: { recordKey: 'id', version: 'v' }, ...write } } };
  const context = testContext();
  const one = mysqlConnector.create({ host, port, user, password, database: database.name, streams }, context);
  opened.push(one);
  return one;
}

async function push(connector: Connector, ...records: Partial<PushRecord>[]): Promise<PushResult[]> {
  const whole = records.map((record): PushRecord => ({ idempotencyKey: 'k', recordKey: 'a', version: 1, op: 'upsert', row: {}, ...record }));
  return (await connector.push?.({ stream: 'out', attemptId: 'attempt', records: whole }, AbortSignal.timeout(20_000))) ?? [];
}

async function rows(columns = 'id, v, 金额, note, state, body'): Promise<Record<string, unknown>[]> {
  return await database.run(`SELECT ${columns} FROM ${quoted} ORDER BY id`);
}

const accepted = { outcome: 'accepted' };
const refusalsOf = (results: PushResult[]): unknown[] =>
  results.map((result) => (result.outcome === 'rejected' ? [result.code, result.permanent] : result.outcome));

describeOnMysql('pushing to MySQL', () => {
  beforeAll(async () => {
    database = await makeMysqlDatabase(`
      CREATE TABLE body (code varchar(20) PRIMARY KEY);
      CREATE TABLE ${quoted} (id varchar(40) PRIMARY KEY, v int, 金额 decimal(60,20), note text, state varchar(10) DEFAULT 'none', body varchar(20) REFERENCES body (code),
        number varchar(20) UNIQUE, local_at datetime(3), at timestamp(3) NULL, fits bit(1), small tinyint, bytes varbinary(10), old varchar(20) CHARACTER SET gbk);
      CREATE TABLE numbered (id bigint, part int, v int, amount decimal(10,2), PRIMARY KEY (id, part))`);
  });
  afterAll(async () => {
    await Promise.all(opened.map(async (one) => await one.close()));
    await database.drop();
  });
  beforeEach(async () => void (await database.run(`DELETE FROM ${quoted}; DELETE FROM body; DELETE FROM numbered`)));

  it('replaces what it names, keeps what it does not name, and leaves defaults to the table', async () => {
    const connector = open();
    expect(await push(connector, { row: { 金额: '12345678901234567890.12345678901234567890', note: '甲' } })).toEqual([accepted]);
    await push(connector, { version: 2, row: { note: '乙' } });
    expect(await rows()).toEqual([{ id: 'a', v: 2, 金额: '12345678901234567890.12345678901234567890', note: '乙', state: 'none', body: null }]);
  });

  it('does not let an older version replace a newer one, in any of its columns', async () => {
    const connector = open();
    await push(connector, { version: 3, row: { note: '3', state: '3' } });
    expect(await push(connector, { version: 2, row: { note: '2', state: '2' } })).toEqual([accepted]);
    expect(await rows('v, note, state')).toEqual([{ v: 3, note: '3', state: '3' }]);
    await push(connector, { version: 3, row: { note: '改' } });
    expect(await rows('v, note, state')).toEqual([{ v: 3, note: '改', state: '3' }]);
  });

  it('never replaces another record that agrees in another unique index', async () => {
    const connector = open();
    await push(connector, { recordKey: 'a', row: { number: '甘住建罚〔2026〕1号', note: '甲' } });
    const results = await push(connector, { recordKey: 'b', row: { number: '甘住建罚〔2026〕1号', note: '乙' } }, { recordKey: 'c', row: { number: '2号' } });
    expect(refusalsOf(results)).toEqual([['1062', true], 'accepted']);
    expect(await rows('id, note')).toEqual([{ id: 'a', note: '甲' }, { id: 'c', note: null }]);
  });

  it('deletes a withdrawn record’s row, or marks it where that is configured', async () => {
    const deleting = open();
    await push(deleting, { recordKey: 'a' }, { recordKey: 'b' });
    await push(deleting, { recordKey: 'a', op: 'withdraw', version: 2 });
    await push(open({ withdrawn: { column: 'state', value: '撤销' } }), { recordKey: 'b', op: 'withdraw', version: 2 });
    expect(await rows('id, state')).toEqual([{ id: 'b', state: '撤销' }]);
  });

  it('finds rows by several key columns, numbers of eighteen digits among them', async () => {
    const connector = open({ key: ['id', 'part'], fields: { version: 'v' } }, 'numbered');
    const row = (id: string, part: number, amount: string) => ({ row: { id, part, amount } });
    await push(connector, row('900719925474099201', 1, '1.10'), row('900719925474099202', 1, '2.20'), row('900719925474099201', 2, '3.30'));
    await push(connector, { op: 'withdraw', row: { id: '900719925474099201', part: 1 } }, row('900719925474099202', 1, '4.40'));
    expect(await database.run('SELECT CAST(id AS char) AS id, part, amount FROM numbered ORDER BY numbered.id')).toEqual([
      { id: '900719925474099201', part: 2, amount: '3.30' },
      { id: '900719925474099202', part: 1, amount: '4.40' },
    ]);
  });

  it('takes two versions of one record in one batch, the later one last', async () => {
    const results = await push(open(), { version: 1, row: { state: '1' } }, { version: 2, row: { state: '2' } });
    expect(results).toEqual([accepted, accepted]);
    expect(await rows('state')).toEqual([{ state: '2' }]);
  });

  it('refuses for good what can never fit, and for now what refers to something not there yet', async () => {
    const results = await push(
      open(),
      { recordKey: 'a', row: { 金额: '一百' } },
      { recordKey: 'b', row: { body: 'X1' } },
      { recordKey: 'c', row: { state: '超过十个字的状态是写不下的' } },
      { recordKey: 'd', row: { old: '㐂' } },
      { recordKey: 'e', row: { small: 128 } },
      { recordKey: 'f', row: { note: 'U\u0000' } },
    );
    expect(refusalsOf(results)).toEqual([['1366', true], ['1452', false], ['1406', true], ['1366', true], ['1264', true], 'accepted']);
    expect(await rows('id, note')).toEqual([{ id: 'f', note: 'U\u0000' }]);
  });

  it('writes an instant as the time of the zone that the column keeps, bits and bytes as they are', async () => {
    const instant = '2026-11-22T17:30:00.250Z';
    await push(open(), { row: { local_at: instant, at: instant, fits: true, small: false, bytes: '0x00ff27', note: { 甲: ['1.10', null] } } });
    await database.run(`SET time_zone = '+00:00'`);
    expect(await rows(`CAST(local_at AS char) AS local_at, UNIX_TIMESTAMP(at) AS at, fits + 0 AS fits, small, HEX(bytes) AS bytes, note`)).toEqual([
      { local_at: '2026-11-23 01:30:00.250', at: '1795368600.250', fits: 1, small: 0, bytes: '00FF27', note: '{"甲":["1.10",null]}' },
    ]);
  });

  it('refuses a record that is longer than the server takes in one packet, and writes the others in several statements', async () => {
    const [limit] = await database.run('SELECT @@max_allowed_packet AS bytes');
    const bytes = Number(limit?.['bytes']);
    const long = (share: number): PushRecord['row'] => ({ note: 'x'.repeat(Math.floor(bytes * share)) });
    await database.run(`ALTER TABLE ${quoted} MODIFY note longtext`);
    const results = await push(open(), { recordKey: 'a', row: long(0.6) }, { recordKey: 'b', row: long(1.1) }, { recordKey: 'c', row: long(0.6) });
    expect(refusalsOf(results)).toEqual(['accepted', ['TOO_LONG', true], 'accepted']);
    expect(await rows('id')).toEqual([{ id: 'a' }, { id: 'c' }]);
  });

  it('says which column the table does not have', async () => {
    await expect(push(open(), { row: { 没有: 1 } })).rejects.toMatchObject({ code: 'CONNECTOR_COLUMN_MISSING' });
  });

  it('writes nothing where no unique index stands on the key', async () => {
    await expect(push(open({ key: ['note'] }), {})).rejects.toMatchObject({ code: 'CONNECTOR_KEY_NOT_UNIQUE' });
  });

  it('writes any text and any decimal so that a pull gives it back', async () => {
    const connector = open();
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 39n), max: 10n ** 39n }), fc.integer({ min: 0, max: 19 }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ note: fc.string({ unit: 'grapheme' }), decimal }), { minLength: 1, maxLength: 30 }), async (values) => {
        await database.run(`DELETE FROM ${quoted}`);
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

/** With 20 decimals, as the column keeps them. */
function decimalText(whole: bigint, scale: number): string {
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
  const text = `${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale).padEnd(20, '0')}`;
  return whole < 0n ? `-${text}` : text;
}
