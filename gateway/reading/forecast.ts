import type { ObligationServices } from '../services/obligations.js';
import { type DueBucket, forecastQueue, type MeasuredAttempt, measuredRate, outageReserve } from '../deadlines/forecast.js';
import type { Opening } from '../deadlines/opening-hours.js';
import { readReceiverHours } from './receiver-hours.js';
import { iso, type Reader } from './scope.js';

/** The rate is measured over the last day of work, at most so many batches of it. */
const attemptsMax = 5000;
const lateShown = 100;

/** When the queue of one receiver will be through, and what of it will be late. */
export interface ForecastView {
  readonly target: string;
  readonly at: string;
  /** Ready to be handed over, over all departments. */
  readonly deliveries: number;
  /** Of them overdue already. */
  readonly overdue: number;
  /** Held, unknown, or waiting for another record: nobody can say when they go. */
  readonly blocked: number;
  /** Not overdue yet, but will be when they are accepted; null where no rate is known. */
  readonly late: number | null;
  /** The same by due instant, the first hundred. */
  readonly lateDays: readonly { readonly dueAt: string; readonly deliveries: number; readonly acceptedBy: string }[];
  /** When the whole queue will have been accepted. */
  readonly endsAt: string | null;
  /** Deliveries a second that would do to be late with none. */
  readonly neededPerSecond: number;
  readonly assumptions: {
    readonly ratePerSecond: number | null;
    /** Share of the rate that is not counted on, for the next outage. */
    readonly reserve: number;
    /** `measured`: over the last day of work; `limit`: the receiver's own limit is lower, or all that is known. */
    readonly rateFrom: 'measured' | 'limit' | 'none';
    /** Now, or when the circuit breaker lets the next batch pass, or when the receiver opens. */
    readonly startsAt: string;
    /** Reckoned as if it were resumed now. */
    readonly isPaused: boolean;
  };
}

interface TargetRow {
  readonly id: number;
  readonly name: string;
  readonly now: Date;
  readonly paused: boolean;
  readonly open_until: Date | null;
  readonly limit: number | null;
}

interface CountRow {
  readonly target_id: number;
  readonly due_at: Date | null;
  readonly deliveries: number;
}

interface AttemptRow extends MeasuredAttempt {
  readonly target_id: number;
}

/** Forecasts of all receivers. They are of a whole queue, over all departments, and hold nothing but counts. */
export function forecastReadings({ store }: Reader): Pick<ObligationServices, 'forecast'> {
  const targets = (): Promise<TargetRow[]> =>
    store.query<TargetRow>(
      `SELECT c.id, c.reference AS name, now() AS now, s.paused, CASE WHEN s.open_until > now() THEN s.open_until END AS open_until,
         (SELECT (v.manifest #>> '{spec,delivery,recordsPerSecond}')::float8 FROM resource_version v
          WHERE v.kind = 'Connector' AND v.department || '/' || v.name = c.reference ORDER BY v.version DESC LIMIT 1) AS limit
       FROM target_state s JOIN connector c ON c.id = s.target_id ORDER BY c.reference`,
    );
  const queues = (): Promise<CountRow[]> =>
    store.query<CountRow>(
      `SELECT target_id, CASE WHEN isfinite(due_at) THEN due_at END AS due_at, count(*) AS deliveries FROM outbox
       WHERE state = 'pending' AND wait IS NULL GROUP BY 1, 2`,
    );
  const blocked = (): Promise<CountRow[]> =>
    store.query<CountRow>(
      `SELECT target_id, NULL::timestamptz AS due_at, count(*) AS deliveries FROM outbox
       WHERE (state = 'pending' AND wait IS NOT NULL) OR state IN ('unknown', 'held') GROUP BY 1`,
    );
  const attempts = (): Promise<AttemptRow[]> =>
    store.query<AttemptRow>(
      `SELECT target_id, started_at AS "startedAt", ended_at AS "endedAt", accepted + sent AS taken FROM (
         SELECT *, row_number() OVER (PARTITION BY target_id ORDER BY started_at DESC) AS nth FROM delivery_attempt
         WHERE started_at > now() - interval '1 day' AND ended_at IS NOT NULL
           AND month >= date_trunc('month', now() - interval '1 day')::date) AS latest
       WHERE nth <= ${attemptsMax}`,
    );
  return {
    forecast: async () => {
      const [rows, open, waiting, measured, hours] = await Promise.all([
        targets(),
        queues(),
        blocked(),
        attempts(),
        readReceiverHours(store),
      ]);
      return rows.map((row) => {
        const own = <Row extends { readonly target_id: number }>(all: readonly Row[]): Row[] =>
          all.filter(({ target_id }) => target_id === row.id);
        const buckets = own(open).map(({ due_at, deliveries }) => ({ dueAt: due_at ?? undefined, deliveries }));
        const blockedHere = own(waiting).reduce((sum, { deliveries }) => sum + deliveries, 0);
        return forecastView({ row, buckets, blocked: blockedHere, measured: measuredRate(own(measured)), hours: hours(row.name) });
      });
    },
  };
}

interface Queue {
  readonly row: TargetRow;
  readonly buckets: readonly DueBucket[];
  readonly blocked: number;
  readonly measured: number | undefined;
  readonly hours: Opening;
}

function forecastView({ row, buckets, blocked, measured, hours }: Queue): ForecastView {
  const limit = row.limit === null || row.limit === 0 ? undefined : row.limit;
  const ratePerSecond = measured === undefined ? limit : Math.min(measured, limit ?? measured);
  const startsAt = hours.nextOpen(row.open_until ?? row.now);
  // Without a rate the queue is still counted; a single one a second stands in and its answers are left out.
  const queue = forecastQueue(buckets, { ratePerSecond: (ratePerSecond ?? 1) * (1 - outageReserve), startsAt, now: row.now, hours });
  const isKnown = ratePerSecond !== undefined;
  return {
    target: row.name,
    at: iso(row.now),
    deliveries: queue.deliveries,
    overdue: queue.overdue,
    blocked,
    late: isKnown ? queue.late.reduce((sum, { deliveries }) => sum + deliveries, 0) : null,
    lateDays: isKnown
      ? queue.late.slice(0, lateShown).map((one) => ({
          dueAt: iso(one.dueAt),
          deliveries: one.deliveries,
          acceptedBy: iso(one.acceptedBy),
        }))
      : [],
    endsAt: isKnown && queue.deliveries > 0 ? iso(queue.endsAt) : null,
    neededPerSecond: Number(queue.neededPerSecond.toPrecision(4)),
    assumptions: {
      ratePerSecond: ratePerSecond === undefined ? null : Number(ratePerSecond.toPrecision(4)),
      reserve: outageReserve,
      rateFrom: measured === undefined ? (limit === undefined ? 'none' : 'limit') : measured === ratePerSecond ? 'measured' : 'limit',
      startsAt: iso(startsAt),
      isPaused: row.paused,
    },
  };
}
