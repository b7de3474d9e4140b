import type { Attempt } from './claim.js';
import type { DeliverContext } from './context.js';
import { push, type PushReport } from './push.js';
import { settle } from './settle.js';
import { noteAttempt } from './target-state.js';

/** Hands an attempt over and settles it: push with nothing open, then one short transaction. */
export async function carryOut(context: DeliverContext, attempt: Attempt, signal: AbortSignal): Promise<PushReport> {
  const { target, plan } = attempt;
  const report = await push(context, attempt, signal);
  await context.store.transaction(async (transaction) => {
    await settle(context, transaction, { target, plan, outcomes: report.outcomes, attemptId: attempt.id });
    const count = (state: string): number => report.outcomes.filter((one) => one.state === state).length;
    await transaction.query(
      `WITH freed AS (DELETE FROM attempt_lease WHERE attempt_id = $1)
       UPDATE delivery_attempt SET ended_at = now(), accepted = $3, rejected = $4, sent = $5, unknown = $6,
         error_code = $7, error_text = $8 WHERE id = $1 AND month = $2`,
      [
        attempt.id,
        attempt.month,
        count('accepted'),
        count('rejected'),
        count('sent'),
        count('unknown'),
        report.error?.code ?? null,
        report.error?.message ?? null,
      ],
    );
    await noteAttempt(transaction, target, report.failed);
  });
  if (report.error) {
    const level = report.error.entry.recovery === 'fixConfig' ? 'error' : 'warn';
    context.report(level, 'push.failed', { target: target.connector, rows: attempt.deliveries.length, error: report.error });
  }
  context.observe('deliver.settled', { target: target.connector, rows: report.outcomes.length });
  return report;
}
