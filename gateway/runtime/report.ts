import { shanghaiDate } from '../clock.js';
import type { Queryable } from '../store/store.js';
import type { RunReport, TargetReport } from '../summary.js';

interface RunRow {
  id: number;
  exchange: string;
  rows: number;
  unchanged: number;
  folded: number;
  skipped: number;
  mapped: number;
  quarantined: number;
  versions: number;
  error_code: string | null;
  error_text: string | null;
}

interface TargetRow {
  run_id: number;
  connector: string;
  owed: number;
  not_owed: number;
  accepted: number;
  rejected: number;
  pending: number;
  sent: number;
  unknown: number;
  held: number;
  superseded: number;
  cancelled: number;
  nearest_due_at: Date | null;
}

/** How these runs stand now, in the order asked for. Everything on its way, sent and unconfirmed included, is pending. */
export async function reportRuns(store: Queryable, runIds: readonly number[]): Promise<RunReport[]> {
  const runs = await store.query<RunRow>(
    `SELECT id, exchange, rows, unchanged, folded, skipped, mapped, quarantined, versions, error_code, error_text
     FROM run WHERE id = ANY($1::bigint[])`,
    [runIds],
  );
  const targets = await store.query<TargetRow>(
    `WITH state AS (
       SELECT d.run_id, d.target_id, COALESCE(d.state, o.state) AS state, count(*) AS deliveries,
         min(o.due_at) FILTER (WHERE isfinite(o.due_at)) AS due_at
       FROM delivery d LEFT JOIN outbox o
         ON d.state IS NULL AND (o.record_id, o.target_id, o.version, o.resend) = (d.record_id, d.target_id, d.version, d.resend)
       WHERE d.run_id = ANY($1::bigint[]) AND d.resend = 0 GROUP BY 1, 2, 3)
     SELECT t.run_id, c.reference AS connector, t.owed, t.not_owed, min(s.due_at) AS nearest_due_at,
       ${['accepted', 'rejected', 'sent', 'unknown', 'held', 'superseded', 'cancelled'].map(sumOf).join(', ')},
       COALESCE(sum(s.deliveries) FILTER (WHERE s.state IN ('pending', 'sending', 'sent')), 0)::bigint AS pending
     FROM run_target t JOIN connector c ON c.id = t.target_id
     LEFT JOIN state s ON (s.run_id, s.target_id) = (t.run_id, t.target_id)
     WHERE t.run_id = ANY($1::bigint[]) GROUP BY t.run_id, c.reference, t.owed, t.not_owed ORDER BY c.reference`,
    [runIds],
  );
  return runIds.flatMap((id) => {
    const run = runs.find((row) => row.id === id);
    return run ? [reportOf(run, targets.filter((row) => row.run_id === id).map(targetOf))] : [];
  });
}

function reportOf(run: RunRow, targets: readonly TargetReport[]): RunReport {
  const { exchange, error_code, error_text, rows, unchanged, folded, skipped, mapped, quarantined, versions } = run;
  const failure = error_code === null ? null : { code: error_code, text: error_text ?? '' };
  return { name: exchange, rows, unchanged, folded, skipped, mapped, quarantined, versions, targets, failure };
}

function targetOf(row: TargetRow): TargetReport {
  const { connector, owed, accepted, rejected, pending, unknown, held, superseded, cancelled } = row;
  return {
    connector,
    owed,
    notOwed: row.not_owed,
    accepted,
    rejected,
    pending,
    unknown,
    held,
    superseded,
    cancelled,
    awaitingReceipt: row.sent,
    // A delivery is due at the end of its day, which is the next day's first instant.
    nearestDueOn: row.nearest_due_at && shanghaiDate(new Date(row.nearest_due_at.getTime() - 1)),
  };
}

function sumOf(state: string): string {
  return `COALESCE(sum(s.deliveries) FILTER (WHERE s.state = '${state}'), 0)::bigint AS ${state}`;
}
