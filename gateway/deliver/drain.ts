import { postponeClosed } from './agreement-gate.js';
import { carryOut } from './attempt.js';
import { followOnward } from './by-way.js';
import { claim } from './claim.js';
import type { DeliverContext, DeliveryTarget } from './context.js';
import { resolveDoubts } from './doubt.js';
import { lookForSent } from './look.js';
import { pollReceipts } from './receipts.js';
import { holdUnsendable, noteClosed } from './target-state.js';

export interface DrainSignals {
  /** No new work; what is in hand is finished. */
  readonly stop: AbortSignal;
  /** Calls under way are broken off; their outcome is unknown. */
  readonly abort: AbortSignal;
}

/**
 * Does all the work that one receiver has ready now: takes up doubts, polls receipts, looks for what has to be seen, and claims, pushes and settles
 * until nothing is ready, over as many places as the receiver allows.
 */
export async function drainTarget(context: DeliverContext, target: DeliveryTarget, signals: DrainSignals): Promise<void> {
  await holdUnsendable(context.store, target);
  if (isClosed(context, target)) {
    await noteClosed(context.store, target, target.opening.nextOpen(context.now()));
    return;
  }
  await postponeClosed(context, target);
  await resolveDoubts(context, target, signals.abort);
  await pollReceipts(context, target, signals.abort);
  await followOnward(context, target);
  await lookForSent(context, target, signals.abort);
  await Promise.all(Array.from({ length: target.spec.concurrency }, () => drainPlace(context, target, signals)));
}

async function drainPlace(context: DeliverContext, target: DeliveryTarget, signals: DrainSignals): Promise<void> {
  while (!signals.stop.aborted && !isClosed(context, target)) {
    const attempt = await claim(context, target);
    if (!attempt) return;
    await carryOut(context, attempt, signals.abort);
  }
}

/** Nothing is handed over or asked for outside the receiver's hours. */
function isClosed(context: DeliverContext, target: DeliveryTarget): boolean {
  const now = context.now();
  return target.opening.nextOpen(now).getTime() > now.getTime();
}

/** When the receiver has something to do again, by database time; undefined when nothing is open. */
export async function nextWorkInMs(context: DeliverContext, target: DeliveryTarget): Promise<number | undefined> {
  const [row] = await context.store.query<{ wait_ms: number | null }>(
    `SELECT extract(epoch FROM GREATEST(
         min(o.next_at), s.closed_until, CASE WHEN min(o.state) = 'pending' THEN s.open_until END) - now())::float8 * 1000 AS wait_ms
     FROM outbox o JOIN target_state s ON s.target_id = o.target_id
     WHERE o.target_id = $1 AND NOT s.paused
       AND (o.state = 'unknown' OR (o.state = 'sent' AND o.token IS NOT NULL) OR (o.state = 'pending' AND o.wait IS NULL AND isfinite(o.next_at)))
     GROUP BY s.open_until, s.closed_until`,
    [target.targetId],
  );
  return row?.wait_ms === null || row === undefined ? undefined : Math.max(0, row.wait_ms);
}
