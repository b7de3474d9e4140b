import type { QueryResult } from '../../connectors/connector.js';
import { backOffMs } from './back-off.js';
import type { DeliverContext, DeliveryKey, DeliveryPlan, DeliveryTarget } from './context.js';
import { groupByExchange } from './group.js';
import { inquire } from './look.js';
import { taken, type Outcome } from './outcome.js';
import { settle } from './settle.js';

const inquiriesMax = 200;
const noReceipt = 'DELIVERY_NO_RECEIPT';

/**
 * Attempts whose process died: their deliveries become unknown, never pending, for nobody can say how far they came.
 * @param always on an embedded store at start: whatever was in hand before this process began is dead at once
 */
export async function lapseAttempts(context: DeliverContext, always = false): Promise<number> {
  return context.store.transaction(async (transaction) => {
    const lapsed = await transaction.query<{ attempt_id: string; month: string }>(
      `DELETE FROM attempt_lease WHERE attempt_id IN
         (SELECT attempt_id FROM attempt_lease WHERE $1 OR lease_until < now() FOR UPDATE SKIP LOCKED)
       RETURNING attempt_id, month`,
      [always],
    );
    if (lapsed.length === 0) return 0;
    const ids = lapsed.map((one) => one.attempt_id);
    await transaction.query(
      `UPDATE outbox SET state = 'unknown', reason = 'DELIVERY_LEASE_LAPSED', next_at = now()
       WHERE attempt_id = ANY($1::uuid[]) AND state = 'sending'`,
      [ids],
    );
    await transaction.query(
      `UPDATE delivery_attempt SET ended_at = now(), unknown = deliveries, error_code = 'DELIVERY_LEASE_LAPSED'
       WHERE id = ANY($1::uuid[]) AND month = ANY($2::date[]) AND ended_at IS NULL`,
      [ids, lapsed.map((one) => one.month)],
    );
    return lapsed.length;
  });
}

interface DoubtRow {
  record_id: string;
  version: number;
  resend: number;
  exchange: string;
  attempts: number;
  reason: string | null;
  /** How long the request may still be on its way, by its own time-out; negative when it cannot be any more. */
  under_way_ms: number;
}

/**
 * Takes up deliveries whose outcome is unknown, as the receiver allows: a safe one is sent again under the same key, an
 * ask one is asked about first and sent again only on a definite "not known", an unsafe one is held for a person. One
 * whose receipt never came is asked about at a safe receiver too: sent again it would only wait for that receipt again.
 * @returns how many were taken up
 */
export async function resolveDoubts(context: DeliverContext, target: DeliveryTarget, signal: AbortSignal): Promise<number> {
  const rows = await context.store.query<DoubtRow>(
    // Moving next_at keeps other processes off these rows while this one asks.
    `UPDATE outbox SET next_at = now() + make_interval(secs => $3) WHERE (record_id, target_id, version, resend) IN (
       SELECT record_id, target_id, version, resend FROM outbox
       WHERE target_id = $1 AND state = 'unknown' AND next_at <= now() ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING record_id, version, resend, exchange, attempts, reason,
       extract(epoch FROM handed_over_at + make_interval(secs => $3) - now())::float8 * 1000 AS under_way_ms`,
    [target.targetId, inquiriesMax, target.spec.pushTimeoutSeconds],
  );
  for (const [exchange, doubts] of groupByExchange(rows)) {
    const plan = target.plans.get(exchange);
    if (!plan) continue;
    const outcomes = await outcomesOf(context, target, plan, doubts, signal);
    await context.store.transaction((transaction) => settle(context, transaction, { target, plan, outcomes, openFrom: ['unknown'] }));
  }
  return rows.length;
}

async function outcomesOf(
  context: DeliverContext,
  target: DeliveryTarget,
  plan: DeliveryPlan,
  doubts: readonly DoubtRow[],
  signal: AbortSignal,
): Promise<Outcome[]> {
  const { spec } = target;
  const repeated = (one: DoubtRow): boolean => spec.repeat === 'safe' && one.reason !== noReceipt;
  const outcomes = doubts.filter(repeated).map((one): Outcome =>
    one.attempts >= spec.attemptsMax
      ? { ...keyOf(one), state: 'held', reason: 'DELIVERY_ATTEMPTS_USED_UP' }
      : { ...keyOf(one), state: 'pending', reason: 'DELIVERY_OUTCOME_UNKNOWN', retryAfterMs: 0 },
  );
  const others = doubts.filter((one) => !repeated(one));
  if (others.length === 0) return outcomes;
  if (spec.repeat === 'unsafe' || !target.connection.query) {
    return [...outcomes, ...others.map((one): Outcome => ({ ...keyOf(one), state: 'held', reason: reasonOf(one) }))];
  }
  // No answer is no definite answer: asked again later, with back-off.
  const answers = await inquire(target, plan, others.map(keyOf), signal);
  const asked = others.map((one, i) => fromAnswer(context, target, one, answers[i] ?? { outcome: 'unknown' }));
  return [...outcomes, ...asked];
}

function fromAnswer(context: DeliverContext, target: DeliveryTarget, one: DoubtRow, answer: QueryResult): Outcome {
  const retryAfterMs = backOffMs(target.spec, one.attempts, context.random);
  const key = keyOf(one);
  switch (answer.outcome) {
    case 'accepted':
      // Asked at the receiver itself: that is reading it back.
      return target.spec.acceptance === 'read-back'
        ? { ...key, state: 'accepted', code: 'read-back', text: answer.text, seenAt: context.now() }
        : taken(target.spec, key, answer);
    case 'rejected':
      return answer.permanent
        ? { ...key, state: 'rejected', code: answer.code, text: answer.text }
        : { ...key, state: 'pending', reason: answer.code, retryAfterMs };
    case 'pending':
      return { ...key, state: 'sent', token: answer.token };
    case 'notKnown':
      // A request that may still arrive makes "not known" no definite answer: the receiver would get the record twice.
      if (one.under_way_ms > 0) {
        return { ...key, state: 'unknown', reason: reasonOf(one), retryAfterMs: Math.max(retryAfterMs, one.under_way_ms) };
      }
      return one.attempts >= target.spec.attemptsMax
        ? { ...key, state: 'held', reason: 'DELIVERY_ATTEMPTS_USED_UP' }
        : { ...key, state: 'pending', reason: 'DELIVERY_OUTCOME_UNKNOWN', retryAfterMs: 0 };
    case 'unknown':
      return { ...key, state: 'unknown', reason: reasonOf(one), retryAfterMs };
  }
}

/** A missing receipt stays the reason for as long as no answer is definite. */
function reasonOf({ reason }: DoubtRow): string {
  return reason === noReceipt ? noReceipt : 'DELIVERY_OUTCOME_UNKNOWN';
}

function keyOf(row: DoubtRow): DeliveryKey {
  return { recordId: row.record_id, version: row.version, resend: row.resend };
}
