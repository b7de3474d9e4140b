import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change, Connector, PullBatch, PullRequest } from '../../../connectors/connector.js';
import { postgresConnector } from '../../../connectors/postgres/index.js';
import type { PostgresConfig } from '../../../connectors/postgres/spec.js';
import { faultOf } from '../../../connectors/row-fault.js';
import { makeDatabase, server, type TestDatabase } from './test-database.js';
import { testContext } from '../test-context.js';

let database: TestDatabase;
let connector: Connector;
const opened: Connector[] = [];

beforeAll(async () => {
  database = await makeDatabase(`
    CREATE TABLE t (id int, at timestamptz, local_at timestamp, on_day date, serial bigint, filler text);
    CREATE VIEW slow AS SELECT i AS id, pg_sleep(0.05)::text AS slept FROM generate_series(1, 2000) i`);
});
afterAll(async () => {
  await Promise.all(opened.map(async (one) => await one.close()));
  await database.drop();
});
beforeEach(async () => {
  await database.run('TRUNCATE t');
  connector = open();
});

function open(more: Partial<PostgresConfig> = {}): Connector {
  const context = testContext();
  const one = postgresConnector.create({ ...server, database: database.name, ...more }, context);
  opened.push(one);
  return one;
}

async function pull(more: Partial<PullRequest>, from = connector, batchesMax = Infinity): Promise<PullBatch[]> {
  const request: PullRequest = { stream: 't', key: ['id'], mode: 'incremental', cursorColumns: ['at'], cursor: null, ...more };
  const batches: PullBatch[] = [];
  for await (const batch of from.pull?.(request, AbortSignal.timeout(20_000)) ?? []) {
    batches.push(batch);
    if (batches.length >= batchesMax) break;
  }
  return batches;
}

const changesOf = (batches: PullBatch[]): Change[] => batches.flatMap(({ changes }) => [...changes]);
const idsOf = (batches: PullBatch[]): unknown[] => changesOf(batches).map(({ row }) => row['id']);
const cursorOf = (batches: PullBatch[]): string | null => batches.at(-1)?.cursor ?? null;

describe('the look-back of an incremental pull', () => {
  it('finds a row that was committed late, before the last position', async () => {
    await database.run(`INSERT INTO t (id, at) VALUES (1, now() - interval '30 s'), (3, now() - interval '10 s')`);
    const first = await pull({});
    await database.run(`INSERT INTO t (id, at) VALUES (2, now() - interval '20 s')`);
    expect(idsOf(await pull({ cursor: cursorOf(first) }))).toEqual([1, 2, 3]);
  });

  it('reads nothing again that was older than itself when it was read', async () => {
    await database.run(`INSERT INTO t (id, at) VALUES (1, now() - interval '1 hour'), (2, now() - interval '30 s')`);
    const first = await pull({});
    expect(idsOf(await pull({ cursor: cursorOf(first) }))).toEqual([2]);
    expect(idsOf(await pull({ cursor: cursorOf(first) }, open({ lookBackSeconds: 0 })))).toEqual([]);
  });

  it('reads a whole day again where the cursor column only knows days', async () => {
    await database.run(`INSERT INTO t (id, on_day) SELECT i, current_date - 3 + i FROM generate_series(1, 3) i`);
    const first = await pull({ cursorColumns: ['on_day'] });
    await database.run(`INSERT INTO t (id, on_day) VALUES (0, current_date)`);
    const again = idsOf(await pull({ cursorColumns: ['on_day'], cursor: cursorOf(first) }));
    expect(again).toEqual(expect.arrayContaining([0, 3]));
    expect(again).not.toContain(1);
  });
});

describe('the settling time', () => {
  it('leaves rows for later that are younger by the clock of the source', async () => {
    await database.run(`INSERT INTO t (id, at) VALUES (1, now() - interval '10 s'), (2, now() - interval '1 s'), (3, now() + interval '1 h')`);
    expect(idsOf(await pull({}, open({ settleSeconds: 5 })))).toEqual([1]);
    expect(idsOf(await pull({}))).toEqual([1, 2]);
  });

  it('takes times without a zone in the zone that is configured, or else in the server’s own', async () => {
    await database.run(`ALTER DATABASE ${database.name} SET timezone = 'America/New_York'`);
    await database.run(`INSERT INTO t (id, local_at) VALUES (1, now() AT TIME ZONE 'Asia/Shanghai' - interval '1 min'),
      (2, now() AT TIME ZONE 'America/New_York' - interval '1 min')`);
    expect(idsOf(await pull({ cursorColumns: ['local_at'] }, open()))).toEqual([2]);
    expect(idsOf(await pull({ cursorColumns: ['local_at'] }, open({ timeZone: 'Asia/Shanghai' })))).toEqual([2, 1]);
    await database.run(`ALTER DATABASE ${database.name} RESET timezone`);
  });
});

describe('an incremental pull', () => {
  it('reads rows with an empty cursor column last, in every pull, and keeps its place', async () => {
    await database.run(`INSERT INTO t (id, at) VALUES (1, '2026-01-01'), (2, NULL), (3, '2026-01-02')`);
    const first = await pull({});
    expect(idsOf(first)).toEqual([1, 3, 2]);
    await database.run(`INSERT INTO t (id, at) VALUES (4, '2026-01-03')`);
    expect(idsOf(await pull({ cursor: cursorOf(first) }))).toEqual([4, 2]);
  });

  it('delivers a row without a key as a finding', async () => {
    await database.run(`INSERT INTO t (id, at) VALUES (NULL, '2026-01-01'), (1, '2026-01-02')`);
    const changes = changesOf(await pull({}));
    expect(changes.map(({ row }) => faultOf(row)?.fault.code)).toEqual(expect.arrayContaining([undefined, 'CONNECTOR_ROW_WITHOUT_KEY']));
    expect(changes).toHaveLength(2);
  });

  it('follows a number that only grows, with a column of the row’s own beside it', async () => {
    await database.run(`INSERT INTO t (id, serial) SELECT i, i / 3 FROM generate_series(1, 9) i`);
    const first = await pull({ cursorColumns: ['serial'] });
    await database.run(`INSERT INTO t (id, serial) VALUES (10, 3), (11, 4)`);
    expect(idsOf(await pull({ cursorColumns: ['serial'], cursor: cursorOf(first) }))).toEqual([10, 11]);
  });

  it('knows rows by their content where no key is named, and reads those of the last cursor value again', async () => {
    await database.run(`INSERT INTO t (id, serial) VALUES (1, 1), (2, 2), (3, 2)`);
    const first = await pull({ key: [], cursorColumns: ['serial'] });
    expect(new Set(changesOf(first).map(({ sourceKey }) => sourceKey)).size).toBe(3);
    const again = await pull({ key: [], cursorColumns: ['serial'], cursor: cursorOf(first) });
    expect(new Set(idsOf(again))).toEqual(new Set([2, 3]));
  });

  it('begins anew when the order of reading was changed', async () => {
    await database.run(`INSERT INTO t (id, at, serial) VALUES (1, '2026-01-01', 1), (2, '2026-01-02', 2)`);
    const first = await pull({});
    expect(idsOf(await pull({ cursorColumns: ['serial'], cursor: cursorOf(first) }))).toEqual([1, 2]);
  });
});

describe('a date window', () => {
  const windowed = (column: string): Connector => open({ streams: { t: { table: 't', window: { column, days: 30 } } } });

  it('reads rows of its days and those without a date, in every pull', async () => {
    await database.run(`INSERT INTO t (id, on_day) VALUES (1, current_date - 31), (2, current_date - 30), (3, current_date), (4, NULL)`);
    const whole = { mode: 'full', cursorColumns: [] } as const;
    const first = await pull(whole, windowed('on_day'));
    expect(idsOf(first)).toEqual([2, 3, 4]);
    expect(idsOf(await pull({ ...whole, cursor: cursorOf(first) }, windowed('on_day')))).toEqual([2, 3, 4]);
  });

  it('is refused where the column tells no time, and for a snapshot, which would withdraw whatever is older', async () => {
    const refused = { code: 'CONNECTOR_CONFIG_INVALID' };
    await expect(pull({ mode: 'full' }, windowed('filler'))).rejects.toMatchObject(refused);
    await expect(pull({ mode: 'snapshot' }, windowed('on_day'))).rejects.toMatchObject(refused);
  });
});

describe('a full pull', () => {
  it('goes on where it was stopped, and begins anew once it was complete', async () => {
    await database.run(`INSERT INTO t (id) SELECT i FROM generate_series(1, 600) i`);
    const begun = await pull({ mode: 'full' }, connector, 1);
    const rest = await pull({ mode: 'full', cursor: cursorOf(begun) });
    expect([...idsOf(begun), ...idsOf(rest)]).toEqual(Array.from({ length: 600 }, (_, place) => place + 1));
    expect(idsOf(await pull({ mode: 'full', cursor: cursorOf(rest) }))).toHaveLength(600);
  });
});

describe('batches', () => {
  it('stay within their bytes, and few wide rows are fetched at a time', async () => {
    await database.run(`INSERT INTO t (id, at, filler) SELECT i, '2026-01-01', repeat('监', 200000) FROM generate_series(1, 150) i`);
    const batches = await pull({});
    const sizes = batches.map(({ changes }) => Buffer.byteLength(JSON.stringify(changes.map(({ row }) => row))));
    expect(Math.max(...sizes)).toBeLessThan(4.2 * 1024 * 1024);
    expect(idsOf(batches)).toHaveLength(150);
  });

  it('hold only the columns that are asked for, and those that tell rows apart', async () => {
    await database.run(`INSERT INTO t (id, at, filler) VALUES (1, '2026-01-01', 'x')`);
    const narrow = open({ streams: { t: { table: 't', columns: ['filler'] } } });
    const [change] = changesOf(await pull({}, narrow));
    expect(change?.row).toEqual({ filler: 'x', id: 1, at: '2026-01-01T00:00:00Z' });
    expect(change?.position).toBe('t id=1');
  });
});

describe('a cancelled pull', () => {
  it('leaves no statement running at the server', async () => {
    const stop = new AbortController();
    const reading = (async () => {
      for await (const batch of connector.pull?.({ stream: 'slow', key: [], mode: 'full', cursorColumns: [], cursor: null }, stop.signal) ?? []) void batch;
    })();
    const running = async (): Promise<number> => {
      const rows = await database.run(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'jiantong' AND state = 'active' AND query LIKE 'FETCH%' AND datname = current_database()`);
      return rows.length;
    };
    for (let looks = 0; looks < 500 && (await running()) === 0; looks += 1);
    expect(await running()).toBe(1);
    stop.abort();
    await expect(reading).rejects.toBe(stop.signal.reason);
    expect(await running()).toBe(0);
  });
});

describe('a pull that stops anywhere and goes on', () => {
  it('loses and doubles nothing, however rows tie', async () => {
    const source = fc.record({ rows: fc.integer({ min: 1, max: 900 }), ticks: fc.integer({ min: 1, max: 40 }), stopAfter: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(source, async ({ rows, ticks, stopAfter }) => {
        await database.run('TRUNCATE t');
        await database.run(`INSERT INTO t (id, at, serial) SELECT i, timestamptz '2026-01-01' + (hashint4(i) % $2) * interval '1 ms', hashint4(i) % 3
          FROM generate_series(1, $1::int) i`, [rows, ticks]);
        const cursorColumns = ['at', 'serial'];
        const seen: unknown[] = [];
        let cursor: string | null = null;
        for (let pulls = 0; pulls < 20; pulls += 1) {
          const batches: PullBatch[] = await pull({ cursorColumns, cursor }, connector, stopAfter);
          if (batches.length === 0) break;
          seen.push(...idsOf(batches));
          cursor = cursorOf(batches);
        }
        expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: rows }, (_, place) => place + 1));
      }),
      { numRuns: 25 },
    );
  });
});
