import type { Overview, OverviewServices } from '../services/overview.js';
import { soonDaysByDefault } from './obligation-report.js';
import { iso, scopeParameter, type Reader } from './scope.js';

type Count<Part extends keyof Overview> = (reader: Reader) => Promise<NonNullable<Overview[Part]>>;

const inScope = (table: string): string =>
  `JOIN department d ON d.id = ${table}.department_id WHERE ($1::text[] IS NULL OR d.name = ANY ($1))`;

/** Counts for the page that people open first: a few statements over what is open, each by an index of its own. */
export function overviewReadings(reader: Reader): OverviewServices {
  return {
    async get(parts) {
      const only = <Part extends keyof Overview>(part: Part, count: Count<Part>): Promise<Overview[Part] | null> =>
        (parts as readonly string[]).includes(part) ? count(reader) : Promise.resolve(null);
      const [[now], exchanges, targets, deliveries, quarantine, obligations, log] = await Promise.all([
        reader.store.query<{ at: Date }>('SELECT now() AS at'),
        exchangeFigures(reader),
        only('targets', targetFigures),
        only('deliveries', deliveryFigures),
        only('quarantine', quarantineFigures),
        only('obligations', dueFigures),
        only('log', logFigures),
      ]);
      if (!now) throw new Error('SELECT now() gave no row');
      return { at: iso(now.at), exchanges, targets, deliveries, quarantine, obligations, log };
    },
  };
}

async function exchangeFigures({ store, scope }: Reader): Promise<Overview['exchanges']> {
  const [figures] = await store.query<Omit<Overview['exchanges'], 'paused'> & { paused: number }>(
    `WITH day AS (SELECT run.* FROM run ${inScope('run')} AND run.started_at > now() - interval '1 day'),
     known AS (SELECT e.* FROM exchange_state e ${inScope('e')})
     SELECT (SELECT count(*) FROM known) AS all,
       (SELECT count(*) FROM known WHERE paused_at IS NOT NULL) AS paused,
       (SELECT count(*) FROM known WHERE running_until > now()) AS running,
       (SELECT count(*) FROM known JOIN run ON run.id = last_run_id WHERE run.state = 'failed') AS failing,
       count(*) AS runs, coalesce(sum(rows), 0)::bigint AS rows, coalesce(sum(versions), 0)::bigint AS versions,
       coalesce(sum(quarantined), 0)::bigint AS quarantined
     FROM day`,
    [scopeParameter(scope)],
  );
  return figures ?? { all: 0, paused: 0, running: 0, failing: 0, runs: 0, rows: 0, versions: 0, quarantined: 0 };
}

async function targetFigures({ store }: Reader): Promise<NonNullable<Overview['targets']>> {
  const [figures] = await store.query<NonNullable<Overview['targets']>>(
    `SELECT count(*) AS all, count(*) FILTER (WHERE paused) AS paused, count(*) FILTER (WHERE open_until > now()) AS stopped
     FROM target_state`,
  );
  return figures ?? { all: 0, paused: 0, stopped: 0 };
}

async function deliveryFigures({ store, scope }: Reader): Promise<NonNullable<Overview['deliveries']>> {
  const states = ['pending', 'sending', 'unknown', 'sent', 'held'].map((state) => `count(*) FILTER (WHERE o.state = '${state}') AS ${state}`);
  const settled = (state: string): string =>
    `(SELECT count(*) FROM delivery v ${inScope('v')} AND v.state = '${state}' AND v.settled_at > now() - interval '1 day'
       AND v.month >= (date_trunc('month', now(), 'UTC') - interval '1 month')::date) AS ${state}`;
  const [row] = await store.query<Omit<NonNullable<Overview['deliveries']>, 'oldestPendingAt'> & { oldest: Date | null }>(
    `SELECT ${states.join(', ')}, min(o.made_at) FILTER (WHERE o.state = 'pending') AS oldest, ${settled('accepted')}, ${settled('rejected')}
     FROM outbox o ${inScope('o')}`,
    [scopeParameter(scope)],
  );
  if (!row) throw new Error('a count gave no row');
  const { oldest, ...figures } = row;
  return { ...figures, oldestPendingAt: iso(oldest) };
}

async function quarantineFigures({ store, scope }: Reader): Promise<NonNullable<Overview['quarantine']>> {
  const [row] = await store.query<{ open: number; oldest: Date | null }>(
    `SELECT count(*) AS open, min(q.first_seen_at) AS oldest FROM quarantine q ${inScope('q')} AND q.state = 'open'`,
    [scopeParameter(scope)],
  );
  return { open: row?.open ?? 0, oldestAt: iso(row?.oldest ?? null) };
}

async function dueFigures({ store, scope }: Reader): Promise<NonNullable<Overview['obligations']>> {
  const [figures] = await store.query<NonNullable<Overview['obligations']>>(
    `SELECT count(*) AS open, count(*) FILTER (WHERE o.due_at < now()) AS overdue,
       count(*) FILTER (WHERE o.due_at BETWEEN now() AND now() + make_interval(days => $2)) AS "dueSoon",
       (SELECT count(*) FROM deadline_case c ${inScope('c')} AND c.decided_at IS NULL) AS "openCases",
       (SELECT count(*) FROM deadline_notice n ${inScope('n')} AND n.acknowledged_at IS NULL) AS "unacknowledgedNotices"
     FROM obligation o ${inScope('o')} AND o.state = 'open'`,
    [scopeParameter(scope), soonDaysByDefault],
  );
  return figures ?? { open: 0, overdue: 0, dueSoon: 0, openCases: 0, unacknowledgedNotices: 0 };
}

async function logFigures({ store }: Reader): Promise<NonNullable<Overview['log']>> {
  const [head] = await store.query<{ events: number }>('SELECT tree_size AS events FROM log_head');
  return { events: head?.events ?? 0 };
}
