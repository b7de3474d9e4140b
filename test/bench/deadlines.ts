import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { createCalendar } from '../../gateway/deadlines/calendar.js';
import { readShippedCalendars } from '../../gateway/deadlines/shipped.js';
import { sweepWarnings, type WarningOptions } from '../../gateway/deadlines/warnings.js';
import { claim } from '../../gateway/deliver/claim.js';
import type { DeliverContext, DeliveryTarget } from '../../gateway/deliver/context.js';
import { createReadings } from '../../gateway/reading/index.js';
import { openStore } from '../../gateway/store/open.js';
import type { Store } from '../../gateway/store/store.js';
import { createIdMaker } from '../../gateway/store/uuid.js';
import { simulate } from './deadlines/simulation.js';

const { values } = parseArgs({
  options: {
    /** Open obligations of the small and of the large store. */
    small: { type: 'string', default: '100000' },
    large: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '20260918' },
  },
});
const server = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const claimedRows = 500;
const rounds = 15;
const midnightRows = 100_000;
const simulatedCourses = 11;
const exchange = 'department-1/penalties';

const minuteMs = 60_000;
const spec = { batchRowsMax: claimedRows, concurrency: 1, recordsPerSecond: 0, pushTimeoutSeconds: 30 };
/** Claiming looks at nothing else of a receiver. */
const target = {
  targetId: 1,
  connector: 'data-office/credit-china',
  spec,
  plans: new Map([[exchange, { exchange, target: { stream: 'penalties' } }]]),
} as unknown as DeliveryTarget;

interface Measured {
  readonly claimMs: number;
  readonly sweepMs: number;
  readonly overdueMs: number;
  readonly forecastMs: number;
  readonly midnightMs: number;
}

const small = await measure(Number(values.small));
const large = await measure(Number(values.large));
const simulations = Array.from({ length: simulatedCourses }, (_, course) => simulate(Number(values.seed) + course));

const line = (...cells: string[]): void => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(44) : cell.padStart(14))).join(''));
line('open obligations', values.small, values.large);
line(`claim of the ${String(claimedRows)} earliest, ms`, small.claimMs.toFixed(1), large.claimMs.toFixed(1));
line('sweep with nothing new to warn of, ms', small.sweepMs.toFixed(1), large.sweepMs.toFixed(1));
line('page of the overdue, ms', small.overdueMs.toFixed(1), large.overdueMs.toFixed(1));
line('forecast, ms', small.forecastMs.toFixed(1), large.forecastMs.toFixed(1));
line('warnings of 100,000 due at one midnight, ms', small.midnightMs.toFixed(0), large.midnightMs.toFixed(0));
const medianError = medianOf(simulations.map((one) => one.medianError));
const lateFoundAtHalf = medianOf(simulations.map((one) => one.lateFoundAtHalf));
const worstFound = Math.min(...simulations.map((one) => one.lateFoundAtHalf));
console.log(
  `${String(simulatedCourses)} simulated courses from seed ${values.seed}, one outage each: median error ${(medianError * 100).toFixed(1)} % ` +
    `of the time remaining; of the late ${(lateFoundAtHalf * 100).toFixed(1)} % found at half of their period (median), ` +
    `${(worstFound * 100).toFixed(1)} % in the worst course`,
);
const figures = {
  claimGrowth: Number((large.claimMs / small.claimMs).toFixed(3)),
  sweepGrowth: Number((large.sweepMs / small.sweepMs).toFixed(3)),
  forecastSeconds: Number((large.forecastMs / 1000).toFixed(3)),
  sweepSeconds: Number((large.sweepMs / 1000).toFixed(3)),
  forecastMedianError: Number(medianError.toFixed(4)),
  lateFoundAtHalf: Number(lateFoundAtHalf.toFixed(4)),
};
console.log(JSON.stringify({ bench: 'deadlines', figures }));

async function measure(count: number): Promise<Measured> {
  const database = `jiantong_bench_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${database}`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  const now = new Date();
  const store = await openStore({ dataFolder: tmpdir(), databaseUrl: url.href, connectionsMax: 4 }, now);
  try {
    await fill(store, count);
    const context = contextOver(store, now);
    const claimMs = await medianMs(rounds, async () => {
      const attempt = await claim(context, target);
      if (attempt?.deliveries.length !== claimedRows) throw new Error(`claimed ${String(attempt?.deliveries.length)}`);
      await store.query('DELETE FROM attempt_lease');
    });
    const warnings = warningsOver(store);
    await sweepWarnings(warnings, now);
    const sweepMs = await medianMs(rounds, async () => {
      if ((await sweepWarnings(warnings, now)) !== 0) throw new Error('warned twice');
    });
    const { obligations } = createReadings({ store, scope: 'all' });
    const overdueMs = await medianMs(rounds, () => obligations.list({ standing: 'overdue' }, { limit: claimedRows }));
    const forecastMs = await medianMs(rounds, () => obligations.forecast());
    await fillMidnight(store);
    const midnightMs = await medianMs(1, async () => {
      if ((await sweepWarnings(warnings, new Date(now.getTime() + minuteMs))) < midnightRows) throw new Error('not all warned of');
    });
    return { claimMs, sweepMs, overdueMs, forecastMs, midnightMs };
  } finally {
    await store.close();
    await onServer(`DROP DATABASE ${database} WITH (FORCE)`);
  }
}

/** Obligations of 20 departments, due over 300 days, the first of them yesterday; a delivery for each. */
async function fill(store: Store, count: number): Promise<void> {
  await store.execute(`
    INSERT INTO department (name) SELECT 'department-' || n FROM generate_series(1, 20) n;
    INSERT INTO dataset (name) VALUES ('administrative-penalty');
    INSERT INTO deadline_rule (name) VALUES ('double-publicity-7wd');
    INSERT INTO connector (reference, system) VALUES ('data-office/credit-china', 'credit-china');
    INSERT INTO target_state (target_id) VALUES (1);
    CREATE TABLE made AS SELECT gen_random_uuid() AS id, 1 + n % 20 AS department,
      date_trunc('day', now()) + make_interval(days => (n % 300) - 1, hours => 16) AS due_at FROM generate_series(1, ${String(count)}) n;
    INSERT INTO obligation (subject_id, rule_id, target_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at,
      provisional, met_by, operation)
    SELECT id, 1, 1, department, 1, 1, '2026-01-01', to_char(due_at, 'YYYY-MM-DD'), due_at, false, 'accepted', 'upsert' FROM made;
    INSERT INTO record_version (month, record_id, version, department_id, dataset_id, operation, content, content_hash, origin_stream,
      run_id, mapping_version, schema_version)
    SELECT date_trunc('month', now())::date, id, 1, department, 1, 'upsert', '{"documentNumber":"甲〔2026〕1号"}', '\\x00', 1, 1, 1, '1' FROM made;
    INSERT INTO outbox (target_id, record_id, version, month, version_month, department_id, exchange, operation, due_at, next_at)
    SELECT 1, id, 1, date_trunc('month', now())::date, date_trunc('month', now())::date, department, '${exchange}', 'upsert', due_at, now()
    FROM made;
    DROP TABLE made;`);
  for (const table of ['obligation', 'record_version', 'outbox']) await store.execute(`VACUUM (ANALYZE) ${table}`);
}

async function fillMidnight(store: Store): Promise<void> {
  await store.execute(
    `INSERT INTO obligation (subject_id, rule_id, target_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at,
       provisional, met_by, operation)
     SELECT gen_random_uuid(), 1, 1, 1 + n % 20, 1, 1, '2026-01-01', to_char(now(), 'YYYY-MM-DD'), now() - interval '1 second', false,
       'accepted', 'upsert' FROM generate_series(1, ${String(midnightRows)}) n`,
  );
}

function contextOver(store: Store, now: Date): DeliverContext {
  const makeId = createIdMaker(() => now);
  // Claiming neither seals nor draws lots.
  return { store, now: () => now, makeId, observe: () => undefined } as unknown as DeliverContext;
}

function warningsOver(store: Store): WarningOptions {
  const calendar = createCalendar([...readShippedCalendars().values()]);
  const makeId = createIdMaker(() => new Date());
  return { store, makeId, thresholds: new Map([[1, [3, 1]]]), calendarOf: () => calendar, report: () => undefined };
}

async function medianMs(times: number, work: () => Promise<unknown>): Promise<number> {
  const durations: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const from = performance.now();
    await work();
    durations.push(performance.now() - from);
  }
  return medianOf(durations);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length / 2)] ?? 0;
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}
