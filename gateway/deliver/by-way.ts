import type { DeliverContext, DeliveryTarget } from './context.js';
import { lookToken } from './outcome.js';

/**
 * Follows what reaches this receiver by way of another one, where nothing is pushed: its deliveries are on their way from
 * the moment that the other has accepted the same version. Until then nobody claims them.
 */
export async function followOnward({ store }: DeliverContext, target: DeliveryTarget): Promise<void> {
  for (const [exchange, plan] of target.plans) {
    const { via } = plan.target;
    if (!via) continue;
    await store.query(
      `UPDATE outbox SET next_at = 'infinity'
       WHERE target_id = $1 AND exchange = $2 AND state = 'pending' AND isfinite(next_at)`,
      [target.targetId, exchange],
    );
    await store.query(
      `UPDATE outbox o SET state = 'sent', token = $4, next_at = now(), wait = NULL, wait_key = NULL, wait_department = NULL FROM delivery d
       WHERE o.target_id = $1 AND o.exchange = $2 AND o.state = 'pending' AND o.wait IS DISTINCT FROM 'older-version'
         AND d.record_id = o.record_id AND d.target_id = $3 AND d.version = o.version AND d.operation = o.operation AND d.state = 'accepted'
         AND NOT EXISTS (SELECT FROM outbox f WHERE f.record_id = o.record_id AND f.target_id = o.target_id
           AND f.state IN ('sending', 'unknown', 'sent'))`,
      [target.targetId, exchange, via.targetId, target.spec.acceptance === 'read-back' ? lookToken : null],
    );
  }
}
