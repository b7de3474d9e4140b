import { GatewayError } from '../../schemas/errors.js';
import { shanghaiDate } from '../clock.js';
import { writeFindingNotice } from '../deadlines/finding-notice.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import type { IngestContext } from '../ingest/context.js';
import type { RunResult } from '../ingest/run.js';
import { compareSource, type Comparison } from './compare.js';
import { findingKinds, writeFindings, type Finding } from './findings.js';
import { findAtReceivers, findConcealed } from './stored.js';

export interface ReconcileTools {
  readonly context: IngestContext;
  /** Runs the exchange once, so that what is merely not pulled yet is no finding. */
  readonly run: () => Promise<RunResult>;
  /** Looks at receivers that count what a reconciliation finds there as accepted; absent: there are none. */
  readonly lookAtReceivers?: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Whoever reconciles says so this often, and counts as gone after that long. */
const sayEveryMs = 20_000;
const leaseSeconds = 60;

/**
 * Begins a reconciliation of one exchange and says its number. A former one whose process died counts as failed.
 * Throws RECONCILE_RUNNING while another is under way, in any process.
 */
export async function startReconciliation({ store }: Pick<IngestContext, 'store'>, plan: Pick<ExchangePlan, 'exchange' | 'departmentId'>): Promise<number> {
  return store.transaction(async (transaction) => {
    const running = await transaction.query(
      `SELECT id FROM reconciliation WHERE exchange = $1 AND state = 'running' AND lease_until > now() FOR UPDATE`,
      [plan.exchange],
    );
    if (running.length > 0) throw new GatewayError('RECONCILE_RUNNING', { exchange: plan.exchange });
    await transaction.query(
      `UPDATE reconciliation SET state = 'failed', ended_at = now(), error_code = 'RECONCILE_BROKEN_OFF'
       WHERE exchange = $1 AND state = 'running'`,
      [plan.exchange],
    );
    const [made] = await transaction.query<{ id: number }>(
      `INSERT INTO reconciliation (exchange, department_id, lease_until)
       VALUES ($1, $2, now() + make_interval(secs => ${leaseSeconds})) RETURNING id`,
      [plan.exchange, plan.departmentId],
    );
    return made?.id ?? 0;
  });
}

/**
 * Holds what the source has against what is stored and what receivers accepted, writes the counts of each day and the
 * differences, and says so in the exchange log. Whatever goes wrong ends it as failed, with no finding cleared.
 */
export async function reconcile({ context, run, lookAtReceivers, signal }: ReconcileTools, plan: ExchangePlan, id: number): Promise<void> {
  const saying = setInterval(() => {
    // A failure here shows in the work itself.
    void context.store
      .query(`UPDATE reconciliation SET lease_until = now() + make_interval(secs => ${leaseSeconds}) WHERE id = $1`, [id])
      .catch(() => undefined);
  }, sayEveryMs);
  try {
    const { failure } = await run();
    if (failure) throw new GatewayError('RECONCILE_SOURCE_FAILED', { exchange: plan.exchange, code: failure.code });
    await lookAtReceivers?.();
    const found = await compareSource(context, plan, signal);
    if (signal.aborted) throw new GatewayError('RECONCILE_BROKEN_OFF', { exchange: plan.exchange });
    const concealed = await findConcealed(context.store, plan, found.isComplete ? found.seen : undefined, found.unstoredDocuments);
    const atReceivers = await findAtReceivers(context.store, plan);
    await write(context, plan, id, found, [...found.findings, ...concealed, ...atReceivers]);
  } catch (error) {
    const code = error instanceof GatewayError ? error.code : 'INGEST_UNEXPECTED_FAILURE';
    await context.store.query(`UPDATE reconciliation SET state = 'failed', ended_at = now(), error_code = $2 WHERE id = $1`, [id, code]);
    throw error;
  } finally {
    clearInterval(saying);
  }
}

async function write(
  context: IngestContext,
  plan: ExchangePlan,
  id: number,
  found: Comparison,
  findings: readonly Finding[],
): Promise<void> {
  const { exchange, departmentId, department, dataset } = plan;
  await context.store.transaction(async (transaction) => {
    const now = context.now();
    const days = [...found.days].map(([day, counts]) => ({ day, ...counts }));
    await transaction.query(
      `INSERT INTO reconciliation_day (reconciliation_id, department_id, day, source, same, accepted, late)
       SELECT $2, $3, day, source, same, accepted, late
       FROM json_to_recordset($1) AS d (day text, source bigint, same bigint, accepted bigint, late bigint)`,
      [JSON.stringify(days), id, departmentId],
    );
    const fresh = await writeFindings(transaction, { reconciliation: id, exchange, departmentId }, findings);
    await transaction.query(
      `UPDATE reconciliation SET state = 'done', ended_at = now(), source_rows = $2, quarantined = $3 WHERE id = $1`,
      [id, found.rows, found.quarantined],
    );
    await writeFindingNotice(transaction, { departmentId, on: shanghaiDate(now), findings: fresh });
    const segment = new SegmentWriter();
    const counts = findingKinds.map((kind) => `${kind} ${String(findings.filter((one) => one.kind === kind).length)}`);
    segment.add({
      id: context.makeId(),
      at: now.toISOString(),
      station: 'reconciled',
      actor: 'gateway',
      department,
      dataset: dataset.name,
      code: `${exchange}: ${counts.join(', ')}`,
    });
    await segment.write(transaction, context.makeId, now);
  });
}
