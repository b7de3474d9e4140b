import type { QueryResult } from '../../connectors/connector.js';
import { idempotencyKey, type DeliverContext, type DeliveryKey, type DeliveryPlan, type DeliveryTarget } from './context.js';
import { groupByExchange } from './group.js';
import { lookToken, type Outcome } from './outcome.js';
import { settle } from './settle.js';

const looksMax = 200;
/** Of one reconciliation at one receiver; the rest is looked at by the next. */
const reconciledMax = 10_000;
const secondMs = 1000;
const hourSeconds = 3600;

interface LookedRow {
  readonly record_id: string;
  readonly version: number;
  readonly resend: number;
  readonly exchange: string;
  readonly too_long: boolean | null;
}

/**
 * Looks at the receiver itself for what was handed over there, or reached it by way of another: only what is found counts
 * as accepted. What is not found is looked for again; after `noReceiptAfterHours` it is held for a person, unless it comes
 * by way of another, which takes the time it takes.
 * @returns how many deliveries were looked for
 */
export async function lookForSent(context: DeliverContext, target: DeliveryTarget, signal: AbortSignal): Promise<number> {
  if (!target.connection.query) return 0;
  const rows = await context.store.query<LookedRow>(
    // Moving next_at keeps other processes off these rows while this one looks.
    `UPDATE outbox SET next_at = now() + make_interval(secs => $3) WHERE (record_id, target_id, version, resend) IN (
       SELECT record_id, target_id, version, resend FROM outbox
       WHERE target_id = $1 AND state = 'sent' AND token = $5 AND next_at <= now() ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING record_id, version, resend, exchange, handed_over_at + make_interval(secs => $4) < now() AS too_long`,
    [target.targetId, looksMax, target.spec.receiptPollSeconds, target.spec.noReceiptAfterHours * hourSeconds, lookToken],
  );
  await lookAndSettle(context, target, rows, signal);
  return rows.length;
}

/**
 * The same for a receiver whose `acceptance` is reconciliation: looks for all that one exchange has handed over there.
 * @returns how many deliveries were looked for
 */
export async function lookByReconciliation(
  context: DeliverContext,
  target: DeliveryTarget,
  exchange: string,
  signal: AbortSignal,
): Promise<number> {
  if (!target.connection.query) return 0;
  const rows = await context.store.query<Omit<LookedRow, 'too_long'>>(
    `SELECT record_id, version, resend, exchange FROM outbox
     WHERE target_id = $1 AND exchange = $2 AND state = 'sent' ORDER BY handed_over_at, record_id LIMIT ${reconciledMax}`,
    [target.targetId, exchange],
  );
  for (let from = 0; from < rows.length; from += looksMax) {
    const page = rows.slice(from, from + looksMax).map((row) => ({ ...row, too_long: false }));
    await lookAndSettle(context, target, page, signal);
  }
  return rows.length;
}

async function lookAndSettle(
  context: DeliverContext,
  target: DeliveryTarget,
  rows: readonly LookedRow[],
  signal: AbortSignal,
): Promise<void> {
  for (const [exchange, sent] of groupByExchange(rows)) {
    const plan = target.plans.get(exchange);
    if (!plan) continue;
    const answers = await inquire(target, plan, sent.map(keyOf), signal);
    const outcomes = sent.flatMap((row, index) => outcomeOf(context, target, row, answers[index]) ?? []);
    if (outcomes.length === 0) continue;
    await context.store.transaction((transaction) => settle(context, transaction, { target, plan, outcomes, openFrom: ['sent'] }));
  }
}

function outcomeOf(context: DeliverContext, { spec }: DeliveryTarget, row: LookedRow, answer: QueryResult | undefined): Outcome | undefined {
  const key = keyOf(row);
  if (answer?.outcome === 'accepted') {
    return { ...key, state: 'accepted', code: spec.acceptance, text: answer.text, seenAt: context.now() };
  }
  if (answer?.outcome === 'rejected' && answer.permanent) return { ...key, state: 'rejected', code: answer.code, text: answer.text };
  return row.too_long === true ? { ...key, state: 'held', reason: 'DELIVERY_NO_RECEIPT' } : undefined;
}

/** What the receiver knows of deliveries, in their order; empty where it gives no answer: that is no definite answer. */
export async function inquire(
  target: DeliveryTarget,
  plan: DeliveryPlan,
  deliveries: readonly DeliveryKey[],
  signal: AbortSignal,
): Promise<QueryResult[]> {
  // What came by way of another receiver came under the key that it had there.
  const targetId = plan.target.via?.targetId ?? target.targetId;
  const keys = deliveries.map((key) => ({ idempotencyKey: idempotencyKey(key, targetId), recordKey: key.recordId, version: key.version }));
  const timeout = AbortSignal.timeout(target.spec.pushTimeoutSeconds * secondMs);
  try {
    return (await target.connection.query?.({ stream: plan.target.stream, keys }, AbortSignal.any([signal, timeout]))) ?? [];
  } catch {
    return [];
  }
}

function keyOf(row: LookedRow): DeliveryKey {
  return { recordId: row.record_id, version: row.version, resend: row.resend };
}
