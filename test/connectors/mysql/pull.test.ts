import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change, Connector, PullBatch, PullRequest } from '../../../connectors/connector.js';
import { mysqlConnector } from '../../../connectors/mysql/index.js';
import type { MysqlConfig } from '../../../connectors/mysql/spec.js';
import { describeOnMysql } from '../../servers/mariadb.js';
import { isOwnServer } from '../../servers/mariadb-program.js';
import { makeMysqlDatabase, type MysqlTestDatabase } from './test-database.js';
import { testContext } from '../test-context.js';

let database: MysqlTestDatabase;
let connector: Connector;
const opened: Connector[] = [];
/** A column that is called ?`' */
const odd = "`?``'`";

function open(more: Partial<MysqlConfig> = {}): Connector {
  const { host, port, user, password } = database.server;
  const context = testContext();
  const one = mysqlConnector.create({ host, port, user, password, database: database.name, ...more }, context);
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
/** Statements of ours that the server is running. */
const running = async (words: string): Promise<number> =>
  (await database.run(`SELECT 1 FROM information_schema.processlist WHERE info LIKE ? AND id <> connection_id()`, [`${words}%`])).length;

describeOnMysql('pulling from MySQL', () => {
  beforeAll(async () => {
    database = await makeMysqlDatabase(`
      CREATE TABLE t (id int, at timestamp(6) NULL, local_at datetime(6), on_day date, serial bigint, word varchar(40), filler longtext, ${odd} int);
      CREATE VIEW slow AS SELECT seq AS id, SLEEP(0.05) AS slept FROM seq_1_to_2000;
      CREATE VIEW sorted AS SELECT SLEEP(20) AS id;
      CREATE TABLE old_words (id int PRIMARY KEY, word varchar(40)) CHARACTER SET gbk`);
  });
  afterAll(async () => {
    await Promise.all(opened.map(async (one) => await one.close()));
    await database.drop();
  });
  beforeEach(async () => {
    await database.run('TRUNCATE t');
    connector = open();
  });

  describe('the look-back', () => {
    it('finds a row that was committed late, before the last position', async () => {
      await database.run(`INSERT INTO t (id, at) VALUES (1, now(6) - INTERVAL 30 SECOND), (3, now(6) - INTERVAL 10 SECOND)`);
      const first = await pull({});
      await database.run(`INSERT INTO t (id, at) VALUES (2, now(6) - INTERVAL 20 SECOND)`);
      expect(idsOf(await pull({ cursor: cursorOf(first) }))).toEqual([1, 2, 3]);
      expect(idsOf(await pull({ cursor: cursorOf(first) }, open({ lookBackSeconds: 0 })))).toEqual([]);
    });

    it('reads a whole day again where the cursor column only knows days', async () => {
      await database.run(`INSERT INTO t (id, on_day) SELECT seq, current_date - INTERVAL 3 - seq DAY FROM seq_1_to_3`);
      const timeZone = isOwnServer ? undefined : 'UTC';
      const first = await pull({ cursorColumns: ['on_day'] }, open({ timeZone }));
      await database.run(`INSERT INTO t (id, on_day) VALUES (0, current_date)`);
      const again = idsOf(await pull({ cursorColumns: ['on_day'], cursor: cursorOf(first) }));
      expect(again).toEqual(expect.arrayContaining([0, 3]));
      expect(again).not.toContain(1);
    });
  });

  describe('the settling time', () => {
    it('leaves rows for later that are younger by the clock of the source', async () => {
      await database.run(`INSERT INTO t (id, at) VALUES (1, now(6) - INTERVAL 10 SECOND), (2, now(6) - INTERVAL 1 SECOND), (3, now(6) + INTERVAL 1 HOUR)`);
      expect(idsOf(await pull({}, open({ settleSeconds: 5 })))).toEqual([1]);
      expect(idsOf(await pull({}))).toEqual([1, 2]);
    });

    it('takes times without a zone in the zone that is configured, or else in the server’s own', async () => {
      await database.run(`INSERT INTO t (id, local_at) VALUES (1, utc_timestamp() + INTERVAL 8 HOUR - INTERVAL 1 MINUTE), (2, utc_timestamp() - INTERVAL 4 HOUR - INTERVAL 1 MINUTE)`);
      await database.run(`SET GLOBAL time_zone = '-04:00'`);
      expect(idsOf(await pull({ cursorColumns: ['local_at'] }, open()))).toEqual([2]);
      expect(idsOf(await pull({ cursorColumns: ['local_at'] }, open({ timeZone: 'Asia/Shanghai' })))).toEqual([2, 1]);
      await database.run(`SET GLOBAL time_zone = 'SYSTEM'`);
    });
  });

  describe('an incremental pull', () => {
    it('reads rows with an empty cursor column in every pull, and keeps its place', async () => {
      await database.run(`INSERT INTO t (id, at) VALUES (1, '2026-01-01'), (2, NULL), (3, '2026-01-02')`);
      const first = await pull({});
      expect(idsOf(first)).toEqual([2, 1, 3]);
      await database.run(`INSERT INTO t (id, at) VALUES (4, '2026-01-03')`);
      expect(idsOf(await pull({ cursor: cursorOf(first) }))).toEqual([2, 4]);
    });

    it('tells numbers of eighteen digits apart that are the same as floating point', async () => {
      await database.run(`INSERT INTO t (id, serial) VALUES (1, 900719925474099201), (2, 900719925474099202), (3, 900719925474099203)`);
      const first = await pull({ cursorColumns: ['serial'] });
      await database.run(`INSERT INTO t (id, serial) VALUES (4, 900719925474099204)`);
      expect(idsOf(await pull({ cursorColumns: ['serial'], cursor: cursorOf(first) }))).toEqual([4]);
    });

    it('follows texts in the order of their column, quotes and backslashes among them', async () => {
      await database.run(`INSERT INTO t (id, word) VALUES (1, ?), (2, ?), (3, ?)`, [`a'\\`, 'b"; --', '䶮?']);
      const request = { key: ['word'], cursorColumns: ['word'] };
      const first = await pull(request);
      for (const { cursor } of first) expect(idsOf(await pull({ ...request, cursor }))).toEqual([]);
      await database.run(`INSERT INTO t (id, word) VALUES (4, '𠮷')`);
      expect(idsOf(first)).toHaveLength(3);
    });
  });

  it('reads only rows of a date window and those without a date', async () => {
    await database.run(`INSERT INTO t (id, local_at) VALUES (1, utc_timestamp() + INTERVAL 8 HOUR - INTERVAL 31 DAY), (2, utc_timestamp() + INTERVAL 8 HOUR - INTERVAL 29 DAY), (3, NULL)`);
    const windowed = open({ timeZone: 'Asia/Shanghai', streams: { t: { table: 't', window: { column: 'local_at', days: 30 } } } });
    expect(idsOf(await pull({ mode: 'full', cursorColumns: [] }, windowed))).toEqual([2, 3]);
  });

  it('takes any name of a column as it is', async () => {
    await database.run(`INSERT INTO t (id, at, ${odd}) VALUES (1, '2026-01-01', 7)`);
    const [change] = changesOf(await pull({}));
    expect(change?.row["?`'"]).toBe(7);
  });

  it('reads tables in GBK as Unicode', async () => {
    await database.run(`INSERT INTO old_words VALUES (1, '甘南藏族自治州')`);
    expect(changesOf(await pull({ stream: 'old_words', mode: 'full', cursorColumns: [] })).map(({ row }) => row['word'])).toEqual(['甘南藏族自治州']);
  });

  it('goes on with a full pull where it was stopped, and begins anew once it was complete', async () => {
    await database.run(`INSERT INTO t (id) SELECT seq FROM seq_1_to_600`);
    const begun = await pull({ mode: 'full' }, connector, 1);
    const rest = await pull({ mode: 'full', cursor: cursorOf(begun) });
    expect([...idsOf(begun), ...idsOf(rest)]).toEqual(Array.from({ length: 600 }, (_, place) => place + 1));
    expect(idsOf(await pull({ mode: 'full', cursor: cursorOf(rest) }))).toHaveLength(600);
  });

  it('keeps batches of wide rows within their bytes', async () => {
    await database.run(`INSERT INTO t (id, at, filler) SELECT seq, '2026-01-01', repeat('监', 200000) FROM seq_1_to_150`);
    const batches = await pull({});
    const sizes = batches.map(({ changes }) => Buffer.byteLength(JSON.stringify(changes.map(({ row }) => row))));
    expect(Math.max(...sizes)).toBeLessThan(4.2 * 1024 * 1024);
    expect(idsOf(batches)).toHaveLength(150);
  });

  it.each([['that gives rows', 'slow'], ['that still works out its first row', 'sorted']])(
    'leaves no statement running at the server when it is cancelled in one %s',
    async (_, stream) => {
      const stop = new AbortController();
      const reading = (async () => {
        for await (const batch of connector.pull?.({ stream, key: [], mode: 'full', cursorColumns: [], cursor: null }, stop.signal) ?? []) void batch;
      })();
      const words = 'SELECT `id`';
      for (let looks = 0; looks < 2_000 && (await running(words)) === 0; looks += 1);
      expect(await running(words)).toBe(1);
      stop.abort();
      await expect(reading).rejects.toBe(stop.signal.reason);
      expect(await running(words)).toBe(0);
    },
  );

  it('leaves no statement running when its reader goes away', async () => {
    await database.run(`INSERT INTO t (id, filler) SELECT seq, repeat('监', 20000) FROM seq_1_to_600`);
    await pull({ mode: 'full' }, connector, 1);
    expect(await running('SELECT `id`')).toBe(0);
  });

  it('loses and doubles nothing when it stops anywhere and goes on, however rows tie', async () => {
    const source = fc.record({ rows: fc.integer({ min: 1, max: 900 }), ticks: fc.integer({ min: 1, max: 40 }), stopAfter: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(source, async ({ rows, ticks, stopAfter }) => {
        await database.run('TRUNCATE t');
        await database.run(`INSERT INTO t (id, at, serial) SELECT seq, timestamp '2026-01-01 00:00:00' + INTERVAL (crc32(seq) % ${ticks}) * 1000 MICROSECOND, crc32(seq) % 3 FROM seq_1_to_${rows}`);
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
