import { GatewayError } from '../../schemas/errors.js';
import type { TargetSummary } from '../summary.js';
import type { RunServices, RunView, RunWarning } from '../services/exchanges.js';
import { pageOf, positionOf } from './paging.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface RunRow extends Omit<RunView, 'startedAt' | 'endedAt' | 'failure'> {
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly error_code: string | null;
  readonly error_text: string | null;
}

const columns = `run.id, exchange, state, started_at, ended_at, rows, unchanged, folded, skipped, mapped, quarantined,
  versions, overridden, error_code, error_text`;
const inScope = `JOIN department ON department.id = run.department_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

/** What became of a run's versions at one target, and what is still on its way there. */
export interface RunStanding extends TargetSummary {
  /** Of `pending`: handed over, receipt awaited. */
  readonly sent: number;
  /** Earliest among the open deliveries that are due at all. */
  readonly nearestDueAt: Date | null;
}

export function runReadings({ store, scope }: Reader): Omit<RunServices, 'cancel'> & {
  /** The latest run of each exchange that has one. */
  latest(): Promise<ReadonlyMap<string, RunView>>;
  /** How a run's versions stand at each target now. */
  standing(id: number): Promise<RunStanding[]>;
} {
  return {
    list: async ({ exchange }, page) => {
      const [before] = positionOf(page, ['number']);
      const rows = await store.query<RunRow>(
        `SELECT ${columns} FROM run ${inScope} AND ($2::text IS NULL OR exchange = $2) AND ($3::bigint IS NULL OR run.id < $3)
         ORDER BY run.id DESC LIMIT $4`,
        [scopeParameter(scope), exchange ?? null, before, page.limit + 1],
      );
      return pageOf(rows, page, runView, ({ id }) => [id]);
    },
    get: async (id) => {
      const [row] = await store.query<RunRow>(`SELECT ${columns} FROM run ${inScope} AND run.id = $2`, [
        scopeParameter(scope),
        id,
      ]);
      if (row === undefined) throw new GatewayError('API_RESOURCE_MISSING', { run: id });
      const targets = (await standingOf(store, row)).map(({ sent: _sent, nearestDueAt: _nearestDueAt, ...summary }) => summary);
      return { ...runView(row), targets, warnings: await warningsOf(store, id) };
    },
    standing: async (id) => {
      const [row] = await store.query<RunRow>(`SELECT ${columns} FROM run ${inScope} AND run.id = $2`, [scopeParameter(scope), id]);
      return row === undefined ? [] : standingOf(store, row);
    },
    latest: async () => {
      const rows = await store.query<RunRow>(
        `SELECT DISTINCT ON (exchange) ${columns} FROM run ${inScope} ORDER BY exchange, run.id DESC`,
        [scopeParameter(scope)],
      );
      return new Map(rows.map((row) => [row.exchange, runView(row)]));
    },
  };
}

/**
 * Runs that are under way, those of `known` and those younger than `after`, of all departments; the youngest alone where
 * `after` is 0 and there are none under way. At most 200.
 */
export async function runsOnTheMove(
  store: Reader['store'],
  { known, after }: { readonly known: readonly number[]; readonly after: number },
): Promise<RunView[]> {
  const rows = await store.query<RunRow>(
    `SELECT ${columns} FROM run WHERE state = 'running' OR run.id = ANY ($1::bigint[])
       OR run.id > (CASE WHEN $2 > 0 THEN $2 ELSE (SELECT max(id) - 1 FROM run) END) ORDER BY run.id LIMIT 200`,
    [known, after],
  );
  return rows.map(runView);
}

/**
 * How the run's versions stand at each target now. A delivery is written in the month of its run or a later one; of the
 * month before, too, where the clock of the process that wrote it is behind the database's, which tells the run's time.
 */
async function standingOf(store: Reader['store'], run: RunRow): Promise<RunStanding[]> {
  return store.query<RunStanding>(
    `WITH stand AS (
       SELECT target_id, state, count(*) AS deliveries, min(due_at) FILTER (WHERE isfinite(due_at)) AS due_at
       FROM every_delivery
       WHERE run_id = $1 AND month >= (date_trunc('month', $2::timestamptz, 'UTC') - interval '1 month')::date AND resend = 0
       GROUP BY 1, 2)
     SELECT connector.reference AS connector, run_target.owed, run_target.not_owed AS "notOwed",
       ${stateColumn('accepted')}, ${stateColumn('rejected')}, ${stateColumn('pending', 'sending', 'sent')},
       ${stateColumn('unknown')}, ${stateColumn('held')}, ${stateColumn('superseded')}, ${stateColumn('cancelled')},
       ${stateColumn('sent')}, min(due_at) AS "nearestDueAt"
     FROM run_target
     JOIN connector ON connector.id = run_target.target_id
     LEFT JOIN stand ON stand.target_id = run_target.target_id
     WHERE run_target.run_id = $1
     GROUP BY connector.reference, run_target.owed, run_target.not_owed
     ORDER BY connector.reference`,
    [run.id, run.started_at],
  );
}

function stateColumn(name: keyof RunStanding, ...others: readonly string[]): string {
  const states = [name, ...others].map((state) => `'${state}'`).join(', ');
  return `coalesce(sum(deliveries) FILTER (WHERE state IN (${states})), 0)::int AS ${name}`;
}

function runView({ started_at, ended_at, error_code, error_text, ...counts }: RunRow): RunView {
  const failure = error_code === null ? null : { code: error_code, text: error_text ?? '' };
  return { ...counts, startedAt: iso(started_at), endedAt: iso(ended_at), failure };
}

const warningsShown = 100;

async function warningsOf(store: Reader['store'], run: number): Promise<RunWarning[]> {
  return store.query<RunWarning & Record<string, unknown>>(
    'SELECT records, position, warning FROM run_warning WHERE run_id = $1 ORDER BY records DESC, code, path LIMIT $2',
    [run, warningsShown],
  );
}
