import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { blockEvents } from '../../gateway/exchange-log/search/projector.js';
import { searchEntries, type LogFilter } from '../../gateway/exchange-log/search/search.js';
import { openStore } from '../../gateway/store/open.js';
import type { Store } from '../../gateway/store/store.js';

/*
 * Times the first page of searches over a log of millions of events on a PostgreSQL server. Only the tables of the search
 * are filled, by the server itself: 250,000 records a million events, 20 departments, 30 targets, one event of a thousand
 * rejected, one of a million held.
 */
const { values } = parseArgs({ options: { events: { type: 'string', default: '10000000' }, rounds: { type: 'string', default: '5' } } });
const events = Number(values.events);
const rounds = Number(values.rounds);
const pageEvents = 50;
const runEvents = 10_000;
/** Events a second; a log of 10,000,000 is then of some four months. */
const eventsPerSecond = 1;
const partitionEvents = 2 ** 24;
const from = new Date('2026-07-01T00:00:00Z');
const server = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

const folder = await mkdtemp(join(tmpdir(), 'jiantong-bench-'));
const database = `jiantong_bench_${randomUUID().replaceAll('-', '')}`;
await onServer(`CREATE DATABASE ${database}`);
const url = new URL(server);
url.pathname = `/${database}`;
const store = await openStore({ dataFolder: folder, databaseUrl: url.href, connectionsMax: 4 }, from);
try {
  const started = performance.now();
  await fill(store);
  console.log(`filled ${String(events)} events in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  const [middle] = await store.query<{ record_id: string; at: Date }>('SELECT record_id, at FROM log_entry WHERE log_index = $1', [Math.floor(events / 2)]);
  const at = middle?.at ?? from;
  const searches: Readonly<Record<string, LogFilter>> = {
    newest: {},
    record: { record: middle?.record_id ?? '' },
    rareStation: { station: 'rejected' },
    rarestStation: { station: 'held' },
    departmentAndStation: { department: 'department-7', station: 'accepted' },
    targetAndCode: { target: 'data-office/target-11', code: 'E3' },
    run: { run: Math.floor(events / runEvents / 2) },
    dayLongAgo: { from: at.toISOString(), until: new Date(at.getTime() + 86_400_000).toISOString(), department: 'department-3' },
    nothingOfThatName: { station: 'rejected', actor: 'nobody' },
    // Both words are in every block and never in one event: everything is looked through.
    neverTogether: { station: 'rejected', code: 'E3' },
  };
  const figures: Record<string, number> = {};
  for (const [name, filter] of Object.entries(searches)) {
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < (name === 'neverTogether' ? 1 : rounds); round += 1) {
      const begun = performance.now();
      found = (await searchEntries(store, filter, { departments: null, limit: pageEvents })).length;
      times.push(performance.now() - begun);
    }
    const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
    figures[`${name}Ms`] = Number(median.toFixed(1));
    console.log(`${name}: ${String(found)} events, median ${median.toFixed(1)} ms, first time ${(times[0] ?? 0).toFixed(1)} ms`);
  }
  console.log(JSON.stringify({ bench: 'log-search', events, figures }));
} finally {
  await store.close();
  await onServer(`DROP DATABASE ${database} WITH (FORCE)`);
  await rm(folder, { recursive: true });
}

async function fill(into: Store): Promise<void> {
  const words = [
    'received',
    'handed-over',
    'accepted',
    'obligation-met',
    'rejected',
    'held',
    'gateway',
    'administrative-penalty',
    ...Array.from({ length: 20 }, (_, n) => `department-${String(n)}`),
    ...Array.from({ length: 30 }, (_, n) => `data-office/target-${String(n)}`),
    ...Array.from({ length: 9 }, (_, n) => `E${String(n)}`),
  ];
  await into.query('INSERT INTO log_word (word) SELECT unnest($1::text[])', [words]);
  for (let part = 0; part * partitionEvents < events; part += 1) {
    await into.execute(
      `CREATE TABLE log_entry_${String(part)} PARTITION OF log_entry FOR VALUES FROM (${String(part * partitionEvents)}) TO (${String((part + 1) * partitionEvents)})`,
    );
  }
  const id = (word: string): string => `(SELECT id FROM log_word WHERE word = ${word})`;
  await into.execute(`
    CREATE TEMP TABLE of_station AS SELECT n, ${id("(ARRAY['received','handed-over','accepted','obligation-met'])[n + 1]")} AS id FROM generate_series(0, 3) n;
    CREATE TEMP TABLE of_department AS SELECT n, ${id("'department-' || n")} AS id FROM generate_series(0, 19) n;
    CREATE TEMP TABLE of_target AS SELECT n, ${id("'data-office/target-' || n")} AS id FROM generate_series(0, 29) n;
    CREATE TEMP TABLE of_code AS SELECT n, ${id("'E' || n")} AS id FROM generate_series(0, 8) n;
    INSERT INTO log_entry (log_index, at, record_id, run, version, station, department, actor, dataset, target, code)
    SELECT i, timestamptz '${from.toISOString()}' + i * interval '${String(1 / eventsPerSecond)} second', md5((i / 4)::text)::uuid, 1 + i / ${String(runEvents)}, 1,
      CASE WHEN i % 1000000 = 777777 THEN ${id("'held'")} WHEN i % 1000 = 998 THEN ${id("'rejected'")} ELSE s.id END,
      d.id, ${id("'gateway'")}, ${id("'administrative-penalty'")}, CASE WHEN i % 4 > 0 THEN t.id END, CASE WHEN i % 4 = 1 THEN c.id END
    FROM generate_series(0, ${String(events - 1)}) i
    JOIN of_station s ON s.n = i % 4 JOIN of_department d ON d.n = (i / 4) % 20 JOIN of_target t ON t.n = (i / 4) % 30 JOIN of_code c ON c.n = (i / 4) % 9;
    INSERT INTO log_block (block, words, runs, first_at, last_at)
    SELECT log_index / ${String(blockEvents)}, array_agg(DISTINCT station) || array_agg(DISTINCT department) || array_agg(DISTINCT actor) || array_agg(DISTINCT dataset)
        || coalesce(array_agg(DISTINCT target) FILTER (WHERE target IS NOT NULL), '{}') || coalesce(array_agg(DISTINCT code) FILTER (WHERE code IS NOT NULL), '{}'),
      array_agg(DISTINCT run), min(at), max(at)
    FROM log_entry GROUP BY 1;
    UPDATE log_projection SET next_index = ${String(events)};
    ANALYZE log_entry; ANALYZE log_block;`);
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}
