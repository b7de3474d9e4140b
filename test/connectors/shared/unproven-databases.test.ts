import { describe, expect, it } from '@jest/globals';
import type { Connector, PullBatch, PullRequest, PushRecord } from '../../../connectors/connector.js';
import type { Statement } from '../../../connectors/shared/sql/connection.js';
import { SqlDatabase } from '../../../connectors/shared/sql/database.js';
import type { SqlDialect } from '../../../connectors/shared/sql/dialect.js';
import { damengDialect, oracleDialect } from '../../../connectors/shared/oracle/dialect.js';
import { sqlServerDialect } from '../../../connectors/shared/sqlserver/dialect.js';
import type { OpenSession } from '../../../connectors/shared/sql/session.js';
import { tableConnector } from '../../../connectors/shared/table-connector/connector.js';
import { testContext } from '../test-context.js';
import { SessionDouble, type Answer } from './session-double.js';

/** Types whose servers cannot run where these tests do: a double of the driver answers in their place. */
const kinds = {
  sqlserver: {
    dialect: (open: OpenSession): SqlDialect => sqlServerDialect({ host: '127.0.0.1', database: 'd', user: 'u', statementTimeoutSeconds: 1 }, testContext(), open),
    types: ['bigint', 'decimal(10,2)', 'datetime2(7)'],
    refusal: Object.assign(new Error('Arithmetic overflow'), { number: 8115 }),
    deadlock: Object.assign(new Error('deadlock'), { number: 1205 }),
    isTransactionAlive: [{ state: 1 }],
    write: 'MERGE INTO [dbo].[T]',
    read: 'CONVERT(varchar(41), [AMOUNT]) AS [AMOUNT]',
    position: ['2026-01-01T00:00:00.1', '1'],
  },
  oracle: {
    dialect: (open: OpenSession): SqlDialect => oracleDialect({ host: '127.0.0.1', database: 'D', user: 'u', statementTimeoutSeconds: 1 }, testContext(), open),
    types: ['NUMBER(18,0)', 'NUMBER(10,2)', 'TIMESTAMP(6)'],
    refusal: Object.assign(new Error('value larger than specified precision'), { code: 'ORA-01438' }),
    deadlock: Object.assign(new Error('deadlock'), { code: 'ORA-00060' }),
    isTransactionAlive: [],
    write: 'MERGE INTO "U"."T"',
    read: `TO_CHAR("AMOUNT", 'TM9', 'NLS_NUMERIC_CHARACTERS=''.,''') AS "AMOUNT"`,
    position: ['2026-01-01T00:00:00.1', '1'],
  },
  dameng: {
    dialect: (open: OpenSession): SqlDialect => damengDialect({ host: '127.0.0.1', user: 'u', statementTimeoutSeconds: 1 }, testContext(), open),
    types: ['BIGINT', 'DECIMAL(10,2)', 'TIMESTAMP(6)'],
    refusal: Object.assign(new Error('长度超出定义'), { errCode: -6169 }),
    deadlock: Object.assign(new Error('deadlock'), { code: 'ORA-00060' }),
    isTransactionAlive: [],
    write: 'MERGE INTO "U"."T"',
    read: 'CAST("AMOUNT" AS VARCHAR(100)) AS "AMOUNT"',
    position: ['2026-01-01T00:00:00.1', '1'],
  },
} as const;

const streams = { penalties: { table: 'T', write: { key: ['ID'], fields: { recordKey: 'ID', version: 'VERSION' } } } };

describe.each(Object.entries(kinds))('a connector of the type %s, at its driver’s face', (_, kind) => {
  const [idType, amountType, timeType] = kind.types;
  const names = ['ID', 'AMOUNT', 'UPDATED_AT', 'VERSION'];
  /** What the catalogue says of the table; everything else is the test's. */
  const catalogue = ({ text }: Statement): Answer | undefined => {
    if (/snapshot_isolation_state/u.test(text)) return [{ state: 1 }];
    if (/XACT_STATE/u.test(text)) return kind.isTransactionAlive;
    if (/key_name/iu.test(text)) return [{ key_name: 'pk', name: 'ID' }];
    if (/AS .now\W/u.test(text)) return [{ now: '2026-01-02T00:00:00.000000Z' }];
    if (/all_tab_columns|sys\.columns/u.test(text)) {
      const types = [idType, amountType, timeType, idType];
      return names.map((name, place) => ({ name, type: types[place] ?? '', nullable: 0, collation: null }));
    }
    return undefined;
  };
  const openWith = (answer: (statement: Statement) => Answer, commit?: () => Error | undefined) => {
    const session = new SessionDouble((statement) => catalogue(statement) ?? answer(statement), commit);
    const connector = tableConnector(new SqlDatabase(kind.dialect(async () => session), () => new Date()), streams);
    return { session, connector };
  };
  const isPull = ({ text }: Statement): boolean => text.includes('ORDER BY') && text.includes('AMOUNT');
  const request: PullRequest = { stream: 'penalties', key: ['ID'], mode: 'incremental', cursorColumns: ['UPDATED_AT'], cursor: null };
  const row = (id: number) => ({ ID: String(id), AMOUNT: '12345678901234567890.01', UPDATED_AT: '2026-01-01T00:00:00.1', VERSION: '1' });
  const record = (place: number): PushRecord => ({ idempotencyKey: `k${place}`, recordKey: `${place}`, version: 1, op: 'upsert', row: { AMOUNT: place === 5 ? '999999999999' : '1.50' } });

  it('reads in one statement, numbers and times as texts, in pieces, and goes on behind the last row', async () => {
    const rows = Array.from({ length: 1_200 }, (_unused, place) => row(place + 1));
    const { session, connector } = openWith((statement) => (isPull(statement) ? rows : []));
    const batches = await pull(connector, request);
    expect(batches.flatMap(({ changes }) => changes).length).toBe(1_200);
    expect(Math.max(...batches.map(({ changes }) => changes.length))).toBeLessThanOrEqual(500);
    expect(Math.max(...session.asked)).toBeLessThanOrEqual(500);
    const sent = session.statements.filter(isPull);
    expect(sent.map(({ text }) => text)).toEqual([expect.stringContaining(kind.read)]);
    expect(batches[0]?.changes[0]?.row).toEqual(row(1));
    await pull(connector, { ...request, cursor: batches.find(({ changes }) => changes.length > 0)?.cursor ?? null });
    const [, again] = session.statements.filter(isPull);
    expect(again?.values).toEqual(expect.arrayContaining(['2026-01-01T00:00:00.1', String(batches[0]?.changes.length)]));
    expect(again?.values).toContain('2026-01-02T00:00:00.000000Z'.replace('Z', kind.types[2].startsWith('datetime2') ? 'Z' : '+00:00'));
  });

  it('replaces rows by their key in one statement for a batch, and leaves newer versions as they are', async () => {
    const { session, connector } = openWith(() => []);
    expect(await push(connector, [record(1), record(2)])).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    const writes = session.statements.filter(({ text }) => text.includes(kind.write));
    expect(writes.length).toBe(1);
    expect(writes[0]?.text).toMatch(/held\.\W?VERSION\W <= fresh\.\W?VERSION\W/u);
    expect(session.commits).toBe(1);
  });

  it('refuses a bad row alone, with the server’s number', async () => {
    const { session, connector } = openWith((statement) =>
      statement.text.includes(kind.write) && JSON.stringify(statement.values).includes('999999999999') ? kind.refusal : [],
    );
    const results = await push(connector, Array.from({ length: 9 }, (_unused, place) => record(place + 1)));
    expect(results.map(({ outcome }) => outcome)).toEqual([...Array<string>(4).fill('accepted'), 'rejected', ...Array<string>(4).fill('accepted')]);
    expect(results[4]).toMatchObject({ permanent: true, text: kind.refusal.message });
    expect(session.commits).toBe(1);
  });

  it('does not know what became of a batch whose commit was not answered, and does know it of a deadlock', async () => {
    const lost = openWith(() => [], () => Object.assign(new Error('cut'), { code: 'ECONNRESET' }));
    expect(await push(lost.connector, [record(1)])).toEqual([{ outcome: 'unknown', reason: 'COMMIT_ANSWER_LOST' }]);
    const undone = openWith(() => [], () => kind.deadlock);
    await expect(push(undone.connector, [record(1)])).rejects.toMatchObject({ code: 'CONNECTOR_BUSY' });
  });

  it('ends the statement at the server when it is cancelled or takes too long', async () => {
    const cancelled = openWith((statement) => (isPull(statement) ? 'never' : []));
    const stop = new AbortController();
    const running = pull(cancelled.connector, request, stop.signal);
    setTimeout(() => stop.abort(new Error('stopped')), 20);
    await expect(running).rejects.toThrow('stopped');
    expect(cancelled.session.cancels).toBeGreaterThan(0);
    const slow = openWith((statement) => (isPull(statement) ? 'never' : []));
    await expect(pull(slow.connector, request)).rejects.toMatchObject({ code: 'CONNECTOR_TIMED_OUT' });
    expect(slow.session.cancels).toBeGreaterThan(0);
  });

  it('names the table, the column and the right that are missing', async () => {
    const { connector } = openWith(() => []);
    await expect(pull(connector, { ...request, cursorColumns: ['CHANGED_ON'] })).rejects.toMatchObject({ code: 'CONNECTOR_COLUMN_MISSING' });
  });
});

async function pull(connector: Connector, request: PullRequest, signal = AbortSignal.timeout(60_000)): Promise<PullBatch[]> {
  const batches: PullBatch[] = [];
  for await (const batch of connector.pull?.(request, signal) ?? []) batches.push(batch);
  return batches;
}

async function push(connector: Connector, records: PushRecord[]) {
  return (await connector.push?.({ stream: 'penalties', records, attemptId: 'a' }, AbortSignal.timeout(60_000))) ?? [];
}
