import { SegmentWriter } from '../exchange-log/segment.js';
import type { LogStation } from '../exchange-log/entry.js';
import { settledColumns } from '../store/settled-columns.js';
import type { Queryable } from '../store/store.js';
import type { DeliverContext, DeliveryPlan, DeliveryTarget } from './context.js';
import { meetObligations } from './meet-obligations.js';
import type { Outcome } from './outcome.js';
import { closeOutdated, quarantineRejected } from './quarantine-rejected.js';

/** Outcomes of deliveries of one exchange at one target, found by an attempt, a receipt or an inquiry. */
export interface Settlement {
  readonly target: Pick<DeliveryTarget, 'targetId' | 'connector' | 'spec'>;
  readonly plan: DeliveryPlan;
  readonly outcomes: readonly Outcome[];
  /** Only deliveries that this attempt handed over are settled by it; receipts and inquiries leave it out. */
  readonly attemptId?: string;
  /**
   * States from which an outcome that is not final may move a delivery: an inquiry whose answer comes late must not
   * touch one that has been handed over again meanwhile. All states in hand when absent.
   */
  readonly openFrom?: readonly ('sending' | 'unknown' | 'sent')[];
  /** Who found the outcomes out by hand; such outcomes are final and settle a delivery that is held, too. */
  readonly person?: string;
}

/** An outbox row that an outcome really moved. */
export interface MovedDelivery {
  readonly record_id: string;
  readonly version: number;
  readonly resend: number;
  readonly run_id: number;
  readonly operation: 'upsert' | 'withdraw';
  readonly handed_over_at: Date | null;
}

const inHand = ['sending', 'unknown', 'sent'] as const;

/**
 * Writes down what became of deliveries: their state, the obligations that they meet, quarantine, and the log, in the
 * caller's transaction. A delivery that somebody else settled meanwhile is left alone.
 */
export async function settle(
  context: Pick<DeliverContext, 'now' | 'makeId'>,
  transaction: Queryable,
  settlement: Settlement,
): Promise<void> {
  const final = settlement.outcomes.filter((one) => one.state === 'accepted' || one.state === 'rejected');
  const open = settlement.outcomes.filter((one) => one.state !== 'accepted' && one.state !== 'rejected');
  const now = context.now();
  const segment = new SegmentWriter();
  const log = (station: LogStation, one: Outcome | MovedDelivery, facts: LogFacts): void =>
    segment.add({
      id: context.makeId(),
      at: now.toISOString(),
      station,
      actor: settlement.person ?? 'gateway',
      department: settlement.plan.department,
      dataset: settlement.plan.dataset.name,
      record: 'recordId' in one ? one.recordId : one.record_id,
      version: one.version,
      run: facts.run,
      target: settlement.target.connector,
      code: facts.code,
      receiverAt: facts.receiverAt,
      digests: digestsOf(facts),
    });
  if (final.length > 0) {
    const moved = await settleFinal(transaction, settlement, final);
    const byKey = new Map(moved.map((one) => [keyText(one.record_id, one.version, one.resend), one]));
    const accepted: (MovedDelivery & { readonly seenAt?: Date })[] = [];
    const rejected: { outcome: Extract<Outcome, { state: 'rejected' }>; moved: MovedDelivery }[] = [];
    for (const outcome of final) {
      const found = byKey.get(keyText(outcome.recordId, outcome.version, outcome.resend));
      if (!found) continue;
      const proof = outcome.state === 'accepted' ? outcome.proofDigest : undefined;
      log(outcome.state, outcome, { code: outcome.code, sent: outcome.sentDigest, proof, run: found.run_id, receiverAt: outcome.receiverAt });
      if (outcome.state === 'accepted') accepted.push({ ...found, seenAt: outcome.seenAt });
      else rejected.push({ outcome, moved: found });
    }
    for (const met of await meetObligations(transaction, settlement, accepted)) {
      log(met.isLate ? 'obligation-met-late' : 'obligation-met', met.delivery, { code: met.rule });
    }
    await quarantineRejected(context, transaction, settlement, rejected);
    await closeOutdated(transaction, settlement, accepted);
    await wakeWaiting(transaction, settlement, moved, accepted);
  }
  if (open.length > 0) {
    const byRecord = new Map(open.map((outcome) => [outcome.recordId, outcome]));
    for (const one of await moveOpen(transaction, settlement, open)) {
      const outcome = byRecord.get(one.record_id); // at most one delivery of a record is on its way
      if (outcome?.state === 'sent') log('handed-over', outcome, { sent: outcome.sentDigest });
      if (outcome?.state === 'held') log('held', outcome, { code: outcome.reason });
    }
  }
  await segment.write(transaction, context.makeId, now);
}

interface LogFacts {
  readonly code?: string;
  readonly sent?: string;
  readonly proof?: string;
  readonly run?: number;
  readonly receiverAt?: string;
}

function digestsOf({ sent, proof }: LogFacts): Record<string, string> | undefined {
  if (sent === undefined && proof === undefined) return undefined;
  return { ...(sent === undefined ? {} : { sent }), ...(proof === undefined ? {} : { proof }) };
}

/**
 * The two conditions on state and attempt stand in COALESCE because the planner cannot estimate them there: left bare,
 * it takes them to leave one row of a target's outbox, and compares all of them with each outcome instead of looking
 * each outcome up by its key.
 */
async function settleFinal(transaction: Queryable, settlement: Settlement, final: readonly Outcome[]): Promise<MovedDelivery[]> {
  const { target, plan, attemptId } = settlement;
  return transaction.query<MovedDelivery>(
    `WITH r AS (
       SELECT * FROM unnest($2::uuid[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[])
         AS r (record_id, version, resend, state, code, text)),
     gone AS (
       DELETE FROM outbox o USING r
       WHERE (o.record_id, o.target_id, o.version, o.resend) = (r.record_id, $1, r.version, r.resend)
         AND COALESCE(o.state = ANY($12::text[]::delivery_state[]), false) AND COALESCE(o.attempt_id = $8, $8 IS NULL)
       RETURNING o.month, o.record_id, o.version, o.resend, o.department_id, o.run_id, o.operation, o.attempt_id,
         o.handed_over_at, r.state AS became, r.code, r.text)
     INSERT INTO delivery (${settledColumns}, state, attempt_id, handed_over_at, settled_at, receipt_code, receipt_text)
     SELECT month, record_id, $1, version, resend, department_id, run_id, $9, $10, $11, operation, became::delivery_state,
       attempt_id, CASE WHEN became = 'accepted' THEN COALESCE(handed_over_at, now()) ELSE handed_over_at END, now(), code, text
     FROM gone
     RETURNING record_id, version, resend, run_id, operation, handed_over_at`,
    [
      target.targetId,
      final.map((one) => one.recordId),
      final.map((one) => one.version),
      final.map((one) => one.resend),
      final.map((one) => one.state),
      final.map((one) => ('code' in one ? (one.code ?? null) : null)),
      final.map((one) => ('text' in one ? (one.text ?? null) : null)),
      attemptId ?? null,
      plan.target.exchangeVersion,
      plan.target.mappingVersion,
      plan.target.agreementVersion,
      settlement.person === undefined ? inHand : [...inHand, 'held'],
    ],
  );
}

async function moveOpen(
  transaction: Queryable,
  settlement: Settlement,
  open: readonly Outcome[],
): Promise<{ record_id: string; version: number }[]> {
  return transaction.query(
    `UPDATE outbox o SET state = r.state::delivery_state, token = COALESCE(r.token, o.token), reason = r.reason,
       next_at = now() + make_interval(secs => r.wait_ms / 1000.0)
     FROM unnest($2::uuid[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::float8[])
       AS r (record_id, version, resend, state, token, reason, wait_ms)
     WHERE (o.record_id, o.target_id, o.version, o.resend) = (r.record_id, $1, r.version, r.resend)
       AND o.state = ANY($10::text[]::delivery_state[]) AND ($9::uuid IS NULL OR o.attempt_id = $9)
     RETURNING o.record_id, o.version`,
    [
      settlement.target.targetId,
      open.map((one) => one.recordId),
      open.map((one) => one.version),
      open.map((one) => one.resend),
      open.map((one) => one.state),
      open.map((one) => (one.state === 'sent' ? (one.token ?? null) : null)),
      open.map((one) => ('reason' in one ? one.reason : null)),
      open.map((one) => ('retryAfterMs' in one ? one.retryAfterMs : settlement.target.spec.receiptPollSeconds * 1000)),
      settlement.attemptId ?? null,
      settlement.openFrom ?? inHand,
    ],
  );
}

/** A settled delivery lets the newer version of its record go, and an accepted one those that refer to its record. */
async function wakeWaiting(
  transaction: Queryable,
  settlement: Settlement,
  settled: readonly MovedDelivery[],
  accepted: readonly MovedDelivery[],
): Promise<void> {
  const { targetId } = settlement.target;
  await transaction.query(
    `UPDATE outbox SET wait = CASE WHEN wait_key IS NULL THEN NULL ELSE 'reference'::delivery_wait END
     WHERE record_id = ANY($2::uuid[]) AND target_id = $1 AND wait = 'older-version'`,
    [targetId, settled.map((one) => one.record_id)],
  );
  if (!settlement.plan.target.isReferredTo || accepted.length === 0) return;
  await transaction.query(
    `WITH woken AS (
       UPDATE outbox o SET wait = NULLIF(o.wait, 'reference'), wait_key = NULL, wait_department = NULL
       FROM record r WHERE r.id = ANY($2::uuid[]) AND o.wait_key = r.key_hash AND o.target_id = $1
         AND (o.wait_department IS NULL OR o.wait_department = r.department_id)
       RETURNING o.record_id, o.version)
     UPDATE quarantine q SET state = 'mended', closed_at = now() FROM woken w
     WHERE (q.record_id, q.version, q.target_id) = (w.record_id, w.version, $1) AND q.kind = 'delivery' AND q.state = 'open'`,
    [targetId, accepted.map((one) => one.record_id)],
  );
}

function keyText(recordId: string, version: number, resend: number): string {
  return `${recordId}.${String(version)}.${String(resend)}`;
}
