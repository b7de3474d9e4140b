import type { Receipt } from '../../connectors/connector.js';
import { backOffMs } from './back-off.js';
import type { DeliverContext, DeliveryKey, DeliveryTarget } from './context.js';
import { groupByExchange } from './group.js';
import { lookToken, taken, type Outcome } from './outcome.js';
import { settle } from './settle.js';

const tokensMax = 1000;
const secondMs = 1000;
const hourSeconds = 3600;

interface SentRow {
  record_id: string;
  version: number;
  resend: number;
  exchange: string;
  attempts: number;
  token: string;
  too_long: boolean;
}

/**
 * Asks a receiver that answers later what became of the deliveries whose question is due, and settles what it says.
 * Deliveries without an answer for too long follow the target's `noReceipt` rule: never silently accepted.
 * @returns how many deliveries were asked about
 */
export async function pollReceipts(context: DeliverContext, target: DeliveryTarget, signal: AbortSignal): Promise<number> {
  if (!target.connection.receipts) return 0;
  const rows = await context.store.query<SentRow>(
    // Moving next_at keeps other processes off these rows while this one asks.
    `UPDATE outbox SET next_at = now() + make_interval(secs => $3) WHERE (record_id, target_id, version, resend) IN (
       SELECT record_id, target_id, version, resend FROM outbox
       WHERE target_id = $1 AND state = 'sent' AND token IS NOT NULL AND token <> $5 AND next_at <= now() ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING record_id, version, resend, exchange, attempts, token,
       handed_over_at + make_interval(secs => $4) < now() AS too_long`,
    [target.targetId, tokensMax, target.spec.receiptPollSeconds, target.spec.noReceiptAfterHours * hourSeconds, lookToken],
  );
  for (const [exchange, sent] of groupByExchange(rows)) {
    const plan = target.plans.get(exchange);
    if (!plan) continue;
    const answers = await ask(target, plan.target.stream, sent, signal);
    context.observe('receipts.polled', { target: target.connector, rows: answers.size });
    const outcomes = sent.flatMap((row) => outcomeOf(context, target, row, answers.get(row.token)) ?? []);
    if (outcomes.length === 0) continue;
    await context.store.transaction((transaction) => settle(context, transaction, { target, plan, outcomes, openFrom: ['sent'] }));
    context.observe('receipts.settled', { target: target.connector, rows: outcomes.length });
  }
  return rows.length;
}

async function ask(
  target: DeliveryTarget,
  stream: string,
  sent: readonly SentRow[],
  signal: AbortSignal,
): Promise<Map<string, Receipt>> {
  const timeout = AbortSignal.timeout(target.spec.pushTimeoutSeconds * secondMs);
  const answers = new Map<string, Receipt>();
  const request = { stream, tokens: sent.map((row) => row.token) };
  try {
    for await (const receipts of target.connection.receipts?.(request, AbortSignal.any([signal, timeout])) ?? []) {
      for (const receipt of receipts) answers.set(receipt.token, receipt);
    }
  } catch {
    // What was answered before the trouble counts; the rest is asked again at the next poll.
  }
  return answers;
}

function outcomeOf(
  context: DeliverContext,
  target: DeliveryTarget,
  row: SentRow,
  receipt: Receipt | undefined,
): Outcome | undefined {
  const key: DeliveryKey = { recordId: row.record_id, version: row.version, resend: row.resend };
  // A receipt counts for the version that it names.
  if (receipt && (receipt.version === undefined || receipt.version === row.version)) {
    const said = { code: receipt.code, text: receipt.text, receiverAt: receipt.receivedAt };
    if (receipt.outcome === 'accepted') return taken(target.spec, key, said);
    if (receipt.permanent) return { ...key, state: 'rejected', ...said };
    if (row.attempts >= target.spec.attemptsMax) return { ...key, state: 'held', reason: 'DELIVERY_ATTEMPTS_USED_UP' };
    const retryAfterMs = backOffMs(target.spec, row.attempts, context.random);
    return { ...key, state: 'pending', reason: receipt.code, retryAfterMs };
  }
  if (!row.too_long) return undefined;
  return target.spec.noReceipt === 'ask' && target.connection.query
    ? { ...key, state: 'unknown', reason: 'DELIVERY_NO_RECEIPT', retryAfterMs: 0 }
    : { ...key, state: 'held', reason: 'DELIVERY_NO_RECEIPT' };
}
