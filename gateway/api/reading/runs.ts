import { GatewayError } from '../../../schemas/errors.js';
import type { TargetSummary } from '../../summary.js';
import type { GatewayServices, RunView } from '../services.js';
import { pageOf, positionOf } from './paging.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface RunRow extends Omit<RunView, 'startedAt' | 'endedAt' | 'failure'> {
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly error_code: string | null;
  readonly error_text: string | null;
}

const columns = `run.id, exchange, state, started_at, ended_at, rows, unchanged, folded, skipped, mapped, quarantined,
  versions, error_code, error_text`;
const inScope = `JOIN department ON department.id = run.department_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

export function runReadings({ store, scope }: Reader): GatewayServices['runs'] & {
  /** The latest run of each exchange that has one. */
  latest(): Promise<ReadonlyMap<string, RunView>>;
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
      return { ...runView(row), targets: await targetsOf(store, row) };
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

/** How the run's versions stand at each target now. A delivery is written in the month of its run or the one after. */
async function targetsOf(store: Reader['store'], run: RunRow): Promise<TargetSummary[]> {
  return store.query<TargetSummary>(
    `WITH stand AS (
       SELECT delivery.target_id, coalesce(delivery.state, outbox.state, 'pending') AS state, count(*) AS deliveries
       FROM delivery
       LEFT JOIN outbox USING (target_id, record_id, version, resend)
       WHERE delivery.run_id = $1 AND delivery.month >= date_trunc('month', $2::timestamptz, 'UTC')::date AND delivery.resend = 0
       GROUP BY 1, 2)
     SELECT connector.reference AS connector, run_target.owed, run_target.not_owed AS "notOwed",
       ${stateColumn('accepted')}, ${stateColumn('rejected')}, ${stateColumn('pending', 'sending', 'sent')},
       ${stateColumn('unknown')}, ${stateColumn('held')}, ${stateColumn('superseded')}, ${stateColumn('cancelled')}
     FROM run_target
     JOIN connector ON connector.id = run_target.target_id
     LEFT JOIN stand ON stand.target_id = run_target.target_id
     WHERE run_target.run_id = $1
     GROUP BY connector.reference, run_target.owed, run_target.not_owed
     ORDER BY connector.reference`,
    [run.id, run.started_at],
  );
}

function stateColumn(name: keyof TargetSummary, ...others: readonly string[]): string {
  const states = [name, ...others].map((state) => `'${state}'`).join(', ');
  return `coalesce(sum(deliveries) FILTER (WHERE state IN (${states})), 0)::int AS ${name}`;
}

function runView({ started_at, ended_at, error_code, error_text, ...counts }: RunRow): RunView {
  const failure = error_code === null ? null : { code: error_code, text: error_text ?? '' };
  return { ...counts, startedAt: iso(started_at), endedAt: iso(ended_at), failure };
}
