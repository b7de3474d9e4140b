import type { JsonObject } from '../../schemas/json.js';
import { monthOf } from '../store/partitions.js';
import type { Queryable } from '../store/store.js';
import { openExchanges } from './agreement-gate.js';
import type { DeliverContext, DeliveryKey, DeliveryPlan, DeliveryTarget } from './context.js';

/** A delivery that is ours to hand over until the attempt's lease ends. */
export interface ClaimedDelivery extends DeliveryKey {
  readonly month: string;
  readonly departmentId: number;
  readonly operation: 'upsert' | 'withdraw';
  readonly attempts: number;
  readonly content: JsonObject;
  readonly sealed: Buffer | null;
  readonly dataKeyId: string | null;
}

/** Deliveries of one exchange to one receiver, handed over together. */
export interface Attempt {
  readonly id: string;
  readonly month: string;
  readonly target: DeliveryTarget;
  readonly plan: DeliveryPlan;
  readonly deliveries: readonly ClaimedDelivery[];
}

/** A process that dies keeps its claims at most this much longer than a push may take. */
const leaseMarginSeconds = 30;

interface ClaimRow {
  record_id: string;
  version: number;
  resend: number;
  month: string;
  department_id: number;
  operation: 'upsert' | 'withdraw';
  attempts: number;
  content: string;
  sealed: Buffer | null;
  data_key_id: string | null;
}

/**
 * Claims the delivery that is due earliest and those of its exchange that follow it, in one short transaction: they
 * become `sending`, with a lease by database time, and take the receiver's tokens. Undefined while nothing is ready,
 * the receiver is paused, its breaker is open, all its places are taken, or its rate is used up.
 */
export async function claim(context: DeliverContext, target: DeliveryTarget): Promise<Attempt | undefined> {
  context.observe('deliver.claiming', { target: target.connector, rows: 0 });
  const id = context.makeId();
  const month = monthOf(context.now());
  const attempt = await context.store.transaction(async (transaction): Promise<Attempt | undefined> => {
    const granted = await grant(transaction, target, openExchanges(target, context.now()));
    const plan = granted && target.plans.get(granted.exchange);
    if (!granted || !plan) return undefined;
    const rows = await transaction.query<ClaimRow>(
      `WITH due AS MATERIALIZED (
         SELECT record_id, target_id, version, resend FROM outbox
         WHERE target_id = $1 AND exchange = $2 AND state = 'pending' AND wait IS NULL AND next_at <= now()
         ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       UPDATE outbox o SET state = 'sending', attempts = o.attempts + 1, attempt_id = $4, handed_over_at = now()
       FROM due JOIN record_version v ON v.record_id = due.record_id AND v.version = due.version
       WHERE (o.record_id, o.target_id, o.version, o.resend) = (due.record_id, due.target_id, due.version, due.resend)
         AND v.month = o.version_month
       RETURNING o.record_id, o.version, o.resend, o.month, o.department_id, o.operation, o.attempts,
         v.content::text AS content, v.sealed, v.data_key_id`,
      [target.targetId, granted.exchange, granted.rows, id],
    );
    if (rows.length === 0) return undefined;
    await transaction.query(
      `WITH lease AS (
         INSERT INTO attempt_lease (attempt_id, target_id, month, lease_until)
         VALUES ($2, $3, $1, now() + make_interval(secs => $6)) RETURNING lease_until)
       INSERT INTO delivery_attempt (month, id, target_id, stream, deliveries, lease_until)
       SELECT $1, $2, $3, $4, $5, lease_until FROM lease`,
      [month, id, target.targetId, plan.target.stream, rows.length, target.spec.pushTimeoutSeconds + leaseMarginSeconds],
    );
    return { id, month, target, plan, deliveries: rows.map(claimed) };
  });
  context.observe('deliver.claimed', { target: target.connector, rows: attempt?.deliveries.length ?? 0 });
  return attempt;
}

/** Which exchange's deliveries may be claimed now, and how many; takes the tokens, locking the receiver's state. */
async function grant(
  transaction: Queryable,
  target: DeliveryTarget,
  open: readonly string[],
): Promise<{ exchange: string; rows: number } | undefined> {
  const { spec, targetId } = target;
  // What reaches the receiver by way of another is not pushed.
  const exchanges = open.filter((exchange) => !target.plans.get(exchange)?.target.via);
  // In a statement of its own: whoever waits here for another process must see the lease that it took meanwhile.
  await transaction.query('SELECT FROM target_state WHERE target_id = $1 FOR UPDATE', [targetId]);
  const [state] = await transaction.query<{ closed: boolean; places: number; tokens: number; exchange: string | null }>(
    `SELECT s.paused OR COALESCE(s.open_until > now(), false) AS closed,
       $2 - (SELECT count(*) FROM attempt_lease l WHERE l.target_id = s.target_id AND l.lease_until > now()) AS places,
       LEAST(GREATEST($3::float8, 1), s.tokens + $3 * extract(epoch FROM now() - s.tokens_at)::float8) AS tokens,
       (SELECT e.exchange FROM unnest($4::text[]) AS e (exchange), LATERAL (
          SELECT o.due_at FROM outbox o WHERE o.target_id = s.target_id AND o.exchange = e.exchange
            AND o.state = 'pending' AND o.wait IS NULL AND o.next_at <= now() ORDER BY o.due_at LIMIT 1) AS earliest
        ORDER BY earliest.due_at LIMIT 1) AS exchange
     FROM target_state s WHERE s.target_id = $1`,
    [targetId, spec.concurrency, spec.recordsPerSecond, exchanges],
  );
  if (!state || state.closed || state.places < 1 || state.exchange === null) return undefined;
  const { exchange } = state;
  if (spec.recordsPerSecond === 0) return { exchange, rows: spec.batchRowsMax };
  const rows = Math.min(spec.batchRowsMax, Math.floor(state.tokens));
  if (rows < 1) return undefined;
  await transaction.query('UPDATE target_state SET tokens = $2, tokens_at = now() WHERE target_id = $1', [
    targetId,
    state.tokens - rows,
  ]);
  return { exchange, rows };
}

function claimed(row: ClaimRow): ClaimedDelivery {
  return {
    recordId: row.record_id,
    version: row.version,
    resend: row.resend,
    month: row.month,
    departmentId: row.department_id,
    operation: row.operation,
    attempts: row.attempts,
    content: JSON.parse(row.content) as JsonObject,
    sealed: row.sealed,
    dataKeyId: row.data_key_id,
  };
}
