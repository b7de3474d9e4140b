import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
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
const simulatedCourses = 24;
/** The small store has no more deliveries to claim than these and those of the rounds. */
const claimsMeanwhile = 20;
const pauseMs = 100;
const exchange = 'department-1/penalties';

const minuteMs = 60_000;
const spec = { batchRowsMax: claimedRows, concurrency: 1000, recordsPerSecond: 0, pushTimeoutSeconds: 30 };
/** Claiming looks at nothing else of a receiver. */
const target = {
  targetId: 1,
  connector: 'data-office/credit-china',
  spec,
  plans: new Map([[exchange, { exchange, target: { stream: 'penalties' } }]]),
} as unknown as DeliveryTarget;

const subjects = [await prepare(Number(values.small)), await prepare(Number(values.large))] as const;
const claimMs = await compare(rounds, ({ claim: work }) => work());
const sweepMs = await compare(rounds, ({ sweep }) => sweep());
const overdueMs = await compare(rounds, ({ overdue }) => overdue());
const forecastMs = await compare(rounds, ({ forecast }) => forecast());
const midnightMs = await compare(1, ({ midnight }) => midnight());
const slowestClaimMs = subjects.map(({ slowestClaim }) => slowestClaim());
for (const subject of subjects) await subject.drop();
const simulations = Array.from({ length: simulatedCourses }, (_, course) => simulate(Number(values.seed) + course));

const line = (...cells: string[]): void => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(44) : cell.padStart(14))).join(''));
line('open obligations', values.small, values.large);
line(`claim of the ${String(claimedRows)} earliest, ms`, claimMs[0].toFixed(1), claimMs[1].toFixed(1));
line('sweep with nothing new to warn of, ms', sweepMs[0].toFixed(1), sweepMs[1].toFixed(1));
line('page of the overdue, ms', overdueMs[0].toFixed(1), overdueMs[1].toFixed(1));
line('forecast, ms', forecastMs[0].toFixed(1), forecastMs[1].toFixed(1));
line('100,000 more due at once: stored, warned of, ms', midnightMs[0].toFixed(0), midnightMs[1].toFixed(0));
line('slowest claim meanwhile, ms', ...slowestClaimMs.map((duration) => duration.toFixed(1)));
const medianError = medianOf(simulations.map((one) => one.medianError));
const lateFoundAtHalf = medianOf(simulations.map((one) => one.lateFoundAtHalf));
const falseAlarms = medianOf(simulations.map((one) => one.falseAlarms));
/** Of the courses in order of how many of the late were found, those at a tenth, a quarter, … of them. */
const spread = (share: number): string => {
  const inOrder = simulations.map((one) => one.lateFoundAtHalf).toSorted((first, second) => first - second);
  return `${((inOrder[Math.floor(share * (inOrder.length - 1))] ?? 0) * 100).toFixed(1)} %`;
};
console.log(
  `${String(simulatedCourses)} simulated courses from seed ${values.seed}, one outage each: median error ${(medianError * 100).toFixed(1)} % ` +
    `of the time remaining; of the late ${(lateFoundAtHalf * 100).toFixed(1)} % found at half of their period (median), ` +
    `${(falseAlarms * 100).toFixed(1)} % of those called late were not (median)`,
);
console.log(
  `found at half, over the courses: worst ${spread(0)}, tenth ${spread(0.1)}, quarter ${spread(0.25)}, three quarters ${spread(0.75)}, best ${spread(1)}; ` +
    `${String(simulations.filter((one) => one.lateFoundAtHalf >= 0.9).length)} of ${String(simulatedCourses)} courses reach 90 %`,
);
const figures = {
  claimGrowth: Number((claimMs[1] / claimMs[0]).toFixed(3)),
  sweepGrowth: Number((sweepMs[1] / sweepMs[0]).toFixed(3)),
  forecastSeconds: Number((forecastMs[1] / 1000).toFixed(3)),
  midnightClaimSeconds: Number((Math.max(...slowestClaimMs) / 1000).toFixed(3)),
  sweepSeconds: Number((sweepMs[1] / 1000).toFixed(3)),
  forecastMedianError: Number(medianError.toFixed(4)),
  lateFoundAtHalf: Number(lateFoundAtHalf.toFixed(4)),
  falseAlarms: Number(falseAlarms.toFixed(4)),
};
console.log(JSON.stringify({ bench: 'deadlines', figures }));

/** A store of so many open obligations, and what is timed over it. */
interface Subject {
  readonly claim: () => Promise<void>;
  readonly sweep: () => Promise<void>;
  readonly overdue: () => Promise<unknown>;
  readonly forecast: () => Promise<unknown>;
  readonly midnight: () => Promise<void>;
  /** The longest that a receiver's work had to wait for its next batch while people were warned of all that. */
  readonly slowestClaim: () => number;
  readonly drop: () => Promise<void>;
}

async function prepare(count: number): Promise<Subject> {
  const database = `jiantong_bench_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${database}`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  const now = new Date();
  const store = await openStore({ dataFolder: tmpdir(), databaseUrl: url.href, connectionsMax: 4 }, now);
  await fill(store, count);
  const context = contextOver(store, now);
  const warnings = warningsOver(store);
  await sweepWarnings(warnings, now);
  const { obligations } = createReadings({ store, scope: 'all' });
  const claimOnce = async (): Promise<void> => {
    const attempt = await claim(context, target);
    if (attempt?.deliveries.length !== claimedRows) throw new Error(`claimed ${String(attempt?.deliveries.length)}`);
  };
  let slowestMs = 0;
  return {
    claim: claimOnce,
    sweep: async () => {
      if ((await sweepWarnings(warnings, now)) !== 0) throw new Error('warned twice');
    },
    overdue: () => obligations.list({ standing: 'overdue' }, { limit: claimedRows }),
    forecast: () => obligations.forecast(),
    midnight: async () => {
      await fillMidnight(store);
      const sweep = { isOver: false };
      const sweeping = sweepWarnings(warnings, new Date(now.getTime() + minuteMs)).finally(() => {
        sweep.isOver = true;
      });
      for (let claims = 0; claims < claimsMeanwhile && !sweep.isOver; claims += 1) {
        const from = performance.now();
        await claimOnce();
        slowestMs = Math.max(slowestMs, performance.now() - from);
        await setTimeout(pauseMs);
      }
      if ((await sweeping) < midnightRows) throw new Error('not all warned of');
    },
    slowestClaim: () => slowestMs,
    drop: async () => {
      await store.close();
      await onServer(`DROP DATABASE ${database} WITH (FORCE)`);
    },
  };
}

/** Times the same thing over both stores by turns, so that what else the machine does falls on both alike. */
async function compare(times: number, work: (subject: Subject) => Promise<unknown>): Promise<readonly [number, number]> {
  const durations: readonly [number[], number[]] = [[], []];
  for (let round = 0; round < times; round += 1) {
    for (const [at, subject] of subjects.entries()) {
      const from = performance.now();
      await work(subject);
      durations[at]?.push(performance.now() - from);
    }
  }
  return [medianOf(durations[0]), medianOf(durations[1])];
}

/**
 * Obligations of 20 departments, due over 300 days, the first of them yesterday; a delivery for each. What came earlier
 * has the lower id and is due earlier, as in a store that records came into day by day.
 */
async function fill(store: Store, count: number): Promise<void> {
  await store.execute(`
    INSERT INTO department (name) SELECT 'department-' || n FROM generate_series(1, 20) n;
    INSERT INTO dataset (name) VALUES ('administrative-penalty');
    INSERT INTO deadline_rule (name) VALUES ('double-publicity-7wd');
    INSERT INTO connector (reference, system) VALUES ('data-office/credit-china', 'credit-china');
    INSERT INTO target_state (target_id) VALUES (1);
    CREATE TABLE made AS SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id, 1 + n % 20 AS department,
      date_trunc('day', now()) + make_interval(days => n / (${String(count)} / 300 + 1) - 1, hours => 16) AS due_at
      FROM generate_series(1, ${String(count)}) n;
    INSERT INTO obligation (subject_id, rule_id, target_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at,
      provisional, met_by, operation)
    SELECT id, 1, 1, department, 1, 1, '2026-01-01', to_char(due_at, 'YYYY-MM-DD'), due_at, false, 'accepted', 'upsert' FROM made;
    INSERT INTO record_version (month, record_id, version, department_id, dataset_id, operation, content, content_hash, origin_stream,
      run_id, mapping_version, schema_version)
    SELECT date_trunc('month', now())::date, id, 1, department, 1, 'upsert', '{"documentNumber":"甲〔2026〕1号"}', '\\x00', 1, 1, 1, '1' FROM made;
    INSERT INTO outbox (target_id, record_id, version, month, version_month, department_id, run_id, exchange_version,
      mapping_version, agreement_version, exchange, operation, due_at, next_at)
    SELECT 1, id, 1, date_trunc('month', now())::date, date_trunc('month', now())::date, department, 1,
      1, 1, 1, '${exchange}', 'upsert', due_at, now()
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

function medianOf(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length / 2)] ?? 0;
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}
