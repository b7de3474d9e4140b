import type { Queryable, Store } from '../store/store.js';
import type { DeliveryTarget } from './context.js';

export async function ensureTargetState(store: Queryable, targetIds: readonly number[]): Promise<void> {
  await store.query(
    'INSERT INTO target_state (target_id) SELECT unnest($1::int[]) ON CONFLICT DO NOTHING',
    [targetIds],
  );
}

/** The pause switch: nothing more is claimed for the target from the next claim on, in any process. */
export async function setPaused(transaction: Queryable, targetId: number, reason: string | null): Promise<void> {
  await transaction.query('UPDATE target_state SET paused = $2, paused_reason = $3 WHERE target_id = $1', [
    targetId,
    reason !== null,
    reason,
  ]);
}

/** Outside its hours a receiver is left alone until the given instant. */
export async function noteClosed(store: Queryable, { targetId }: DeliveryTarget, until: Date): Promise<void> {
  await store.query('UPDATE target_state SET closed_until = $2 WHERE target_id = $1 AND closed_until IS DISTINCT FROM $2', [
    targetId,
    until.toISOString(),
  ]);
}

/**
 * The circuit breaker, shared by all processes: so many failed attempts in a row close the target for a while; then one
 * more attempt is let through, and the next failure closes it again.
 */
export async function noteAttempt(transaction: Queryable, target: DeliveryTarget, failed: boolean): Promise<void> {
  if (!failed) {
    await transaction.query('UPDATE target_state SET failures = 0, open_until = NULL WHERE target_id = $1 AND failures > 0', [
      target.targetId,
    ]);
    return;
  }
  await transaction.query(
    `UPDATE target_state SET failures = failures + 1,
       open_until = CASE WHEN failures + 1 >= $2 THEN now() + make_interval(secs => $3) ELSE open_until END
     WHERE target_id = $1`,
    [target.targetId, target.spec.breakerFailures, target.spec.breakerOpenSeconds],
  );
}

/** Deliveries that may not be sent by themselves wait for a person: too old, or their exchange no longer names the target. */
export async function holdUnsendable(store: Store, target: DeliveryTarget): Promise<void> {
  const { resendNotBefore } = target.spec;
  if (resendNotBefore !== undefined) {
    await store.query(
      `UPDATE outbox SET state = 'held', reason = 'DELIVERY_TOO_OLD'
       WHERE target_id = $1 AND state = 'pending' AND attempts = 0 AND made_at < ($2::date)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      [target.targetId, resendNotBefore],
    );
  }
  await store.query(
    `UPDATE outbox SET state = 'held', reason = 'DELIVERY_PLAN_MISSING'
     WHERE target_id = $1 AND state = 'pending' AND NOT exchange = ANY($2::text[])`,
    [target.targetId, [...target.plans.keys()]],
  );
}
