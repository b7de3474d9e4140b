import { GatewayError } from '../../schemas/errors.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { LogStation } from '../exchange-log/entry.js';
import type { ExchangePlan, TargetPlan } from '../exchanges/plan.js';
import { settledColumns } from '../store/settled-columns.js';
import type { Queryable } from '../store/store.js';
import { readIdempotencyKey, type DeliverContext, type DeliveryKey } from './context.js';
import { needsPerson } from './outcome.js';
import { meetPublished, proofText, seenAtOf } from './seen.js';
import { settle, type Settlement } from './settle.js';

export const heldOutcomes = ['again', 'accepted', 'rejected', 'cancelled'] as const;

/** What a person decides about a delivery that is held: to send it again, or what has become of it. */
export interface HeldDecision {
  readonly outcome: (typeof heldOutcomes)[number];
  /** Why: stands in the exchange log or, where that settles the delivery, as the receipt's text. */
  readonly reason: string;
  /** Who decides. */
  readonly person: string;
}

/** A person's word that a delivery has arrived: proof in words, a file's digest, or both. */
export interface Confirmation {
  readonly person: string;
  readonly proof?: string;
  /** SHA-256 of the file, hex; the file itself stays with whoever has it. */
  readonly fileDigest?: string;
  /** Where the record was seen: the address of the page. */
  readonly address?: string;
  /** YYYY-MM-DD on which it was seen; absent: today. */
  readonly seenOn?: string;
}

export interface ByHandTools {
  readonly context: Pick<DeliverContext, 'store' | 'now' | 'makeId'>;
  /** The exchanges in force. */
  readonly plans: () => ReadonlyMap<string, ExchangePlan>;
}

interface OpenRow extends DeliveryKey {
  readonly targetId: number;
  readonly state: string;
  readonly exchange: string;
  readonly department: string;
  readonly dataset: string;
  readonly target: string;
}

/**
 * Carries out what a person decided about a delivery that is held for one. Sent again it keeps its idempotency key, so
 * that a receiver which has it after all knows it; it counts as made now, and has its attempts anew.
 * Throws API_RESOURCE_MISSING, DELIVERY_NOT_HELD, and DELIVERY_PLAN_MISSING where its exchange names the target no longer
 * (all that can be done then is to cancel it).
 */
export async function decideHeld({ context, plans }: ByHandTools, id: string, decision: HeldDecision): Promise<void> {
  await context.store.transaction(async (transaction) => {
    const row = await lockOpen(transaction, id);
    if (row.state !== 'held') throw new GatewayError('DELIVERY_NOT_HELD', { delivery: id, state: row.state });
    if (decision.outcome === 'cancelled') return cancel(context, transaction, row, decision);
    const plan = plans().get(row.exchange);
    const target = plan?.targets.find((one) => one.targetId === row.targetId);
    if (!plan || !target) throw new GatewayError('DELIVERY_PLAN_MISSING', { delivery: id, exchange: row.exchange });
    if (decision.outcome === 'again') return sendAgain(context, transaction, row, decision);
    const outcome = { ...keyOf(row), state: decision.outcome, code: 'by-hand', text: decision.reason };
    return settle(context, transaction, { ...settlementOf(plan, target), outcomes: [outcome], person: decision.person });
  });
}

/**
 * Takes a person's word, with proof, for a delivery's arrival: one that was sent to a target whose `acceptance` asks for
 * people or is looked at, or one that is held. Closes the obligations that it meets as of its hand-over; what has to be seen
 * published, also of a delivery that was accepted before, and what came by way of another receiver, as of the day it was seen.
 * Throws API_RESOURCE_MISSING, DELIVERY_NOT_CONFIRMABLE, DELIVERY_PLAN_MISSING, DELIVERY_SEEN_DAY_WRONG, and
 * DELIVERY_PROOF_MISSING without any proof.
 */
export async function confirmArrival({ context, plans }: ByHandTools, id: string, confirmation: Confirmation): Promise<void> {
  const { person, proof, fileDigest, address, seenOn } = confirmation;
  if ([proof, fileDigest, address].every((one) => one === undefined)) throw new GatewayError('DELIVERY_PROOF_MISSING', { delivery: id });
  const seenAt = seenAtOf(seenOn, context.now());
  const settled = readIdempotencyKey(id);
  await context.store.transaction(async (transaction) => {
    if (settled && (await meetPublished(context, transaction, settled, { person, proof, fileDigest, address, seenAt }))) return;
    const row = await lockOpen(transaction, id);
    const plan = plans().get(row.exchange);
    const target = plan?.targets.find((one) => one.targetId === row.targetId);
    if (!plan || !target) throw new GatewayError('DELIVERY_PLAN_MISSING', { delivery: id, exchange: row.exchange });
    if (row.state !== 'held' && !(row.state === 'sent' && (needsPerson(target.delivery) || target.delivery.acceptance === 'read-back'))) {
      throw new GatewayError('DELIVERY_NOT_CONFIRMABLE', { delivery: id, state: row.state, target: row.target });
    }
    const text = proofText({ address, proof });
    const outcome = { ...keyOf(row), state: 'accepted', code: 'confirmation', text, proofDigest: fileDigest, seenAt } as const;
    await settle(context, transaction, { ...settlementOf(plan, target), outcomes: [outcome], person });
  });
}

/** With the record locked no newer version can come between the look and what follows. */
async function lockOpen(transaction: Queryable, id: string): Promise<OpenRow> {
  const key = readIdempotencyKey(id);
  if (!key) throw new GatewayError('API_RESOURCE_MISSING', { delivery: id });
  await transaction.query('SELECT id FROM record WHERE id = $1 FOR UPDATE', [key.recordId]);
  const [row] = await transaction.query<OpenRow>(
    `SELECT o.record_id AS "recordId", o.target_id AS "targetId", o.version, o.resend, o.state, o.exchange,
       p.name AS department, s.name AS dataset, c.reference AS target
     FROM outbox o JOIN connector c ON c.id = o.target_id JOIN department p ON p.id = o.department_id
     JOIN record r ON r.id = o.record_id JOIN dataset s ON s.id = r.dataset_id
     WHERE (o.record_id, o.target_id, o.version, o.resend) = ($1, $2, $3, $4) FOR UPDATE OF o`,
    [key.recordId, key.targetId, key.version, key.resend],
  );
  if (!row) throw new GatewayError('API_RESOURCE_MISSING', { delivery: id });
  return row;
}

async function sendAgain(
  context: ByHandTools['context'],
  transaction: Queryable,
  row: OpenRow,
  decision: HeldDecision,
): Promise<void> {
  await transaction.query(
    // One attempt stays counted where there were any: the receiver may have the record already.
    `UPDATE outbox SET state = 'pending', reason = NULL, next_at = now(), made_at = now(), attempts = LEAST(attempts, 1)
     WHERE (record_id, target_id, version, resend) = ($1, $2, $3, $4)`,
    [row.recordId, row.targetId, row.version, row.resend],
  );
  await log(context, transaction, 'released', row, decision);
}

async function cancel(
  context: ByHandTools['context'],
  transaction: Queryable,
  row: OpenRow,
  decision: HeldDecision,
): Promise<void> {
  await transaction.query(
    `WITH gone AS (
       DELETE FROM outbox WHERE (record_id, target_id, version, resend) = ($1, $2, $3, $4) RETURNING *),
     woken AS (
       UPDATE outbox SET wait = CASE WHEN wait_key IS NULL THEN NULL ELSE 'reference'::delivery_wait END
       WHERE record_id = $1 AND target_id = $2 AND wait = 'older-version')
     INSERT INTO delivery (${settledColumns}, state, settled_at, receipt_code, receipt_text)
     SELECT ${settledColumns}, 'cancelled', now(), 'by-hand', $5 FROM gone`,
    [row.recordId, row.targetId, row.version, row.resend, decision.reason],
  );
  await log(context, transaction, 'cancelled', row, decision);
}

async function log(
  context: ByHandTools['context'],
  transaction: Queryable,
  station: LogStation,
  row: OpenRow,
  { person, reason }: HeldDecision,
): Promise<void> {
  const now = context.now();
  const segment = new SegmentWriter();
  segment.add({
    id: context.makeId(),
    at: now.toISOString(),
    station,
    actor: person,
    department: row.department,
    dataset: row.dataset,
    record: row.recordId,
    version: row.version,
    target: row.target,
    code: reason,
  });
  await segment.write(transaction, context.makeId, now);
}

function settlementOf(plan: ExchangePlan, target: TargetPlan): Pick<Settlement, 'target' | 'plan'> {
  const { exchange, department, dataset } = plan;
  return {
    target: { targetId: target.targetId, connector: target.connector, spec: target.delivery },
    plan: { exchange, department, dataset, target },
  };
}

function keyOf({ recordId, version, resend }: OpenRow): DeliveryKey {
  return { recordId, version, resend };
}
