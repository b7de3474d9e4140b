import { shanghaiDate } from '../clock.js';
import type { Queryable } from '../store/store.js';
import type { DeliverContext, DeliveryTarget } from './context.js';

/** How long what may not go waits before it is looked at again; an approval wakes it at once. */
const againSeconds = 600;
const reason = 'AGREEMENT_NOT_IN_FORCE';

/** Exchanges whose agreement with the receiver lets records out today. */
export function openExchanges({ plans }: DeliveryTarget, now: Date): string[] {
  const today = shanghaiDate(now);
  return [...plans.values()].filter(({ target }) => target.isInForce(today)).map(({ exchange }) => exchange);
}

/** What no agreement lets out today waits, and says why. */
export async function postponeClosed(context: DeliverContext, target: DeliveryTarget): Promise<void> {
  const open = openExchanges(target, context.now());
  if (open.length === target.plans.size) return;
  await context.store.query(
    `UPDATE outbox SET next_at = now() + make_interval(secs => $3), reason = $4
     WHERE target_id = $1 AND state = 'pending' AND next_at <= now() AND exchange = ANY ($5::text[]) AND NOT exchange = ANY ($2::text[])`,
    [target.targetId, open, againSeconds, reason, [...target.plans.keys()]],
  );
}

/** Lets go again what waited for its agreement, after one was decided. */
export async function wakePostponed(store: Pick<Queryable, 'query'>): Promise<void> {
  await store.query(`UPDATE outbox SET next_at = now(), reason = NULL WHERE state = 'pending' AND reason = $1`, [reason]);
}
