import type { JsonObject } from '../../schemas/json.js';
import type { PlannedObligation, TargetPlan } from '../exchanges/plan.js';
import { settledColumns } from '../store/settled-columns.js';
import type { CopyValue, Queryable } from '../store/store.js';
import type { LogStation } from '../exchange-log/entry.js';
import { atTargetKey } from './known.js';
import { decideDelivery, type AtTarget, type DeliveryDecision, type OpenDelivery, type Operation } from './owe.js';
import type { HashedReference } from './prepare.js';
import type { KnownReferences, NamedRecord } from './references.js';

/** A version that this batch stores, as far as its targets are concerned. */
export interface OwedVersion {
  readonly recordId: string;
  readonly version: number;
  readonly operation: Operation;
  /** In full, to decide what is owed; a withdrawal's is the last one's. */
  readonly record: JsonObject;
  readonly references: readonly HashedReference[];
  readonly obligations: readonly PlannedObligation[];
  /** Of a version that was stored before and may have been delivered: the next number, and the month it was stored in. */
  readonly again?: { readonly resend: number; readonly month: string };
}

export interface MissingReference {
  readonly version: OwedVersion;
  readonly target: TargetPlan;
  readonly reference: HashedReference;
}

export interface DeliveryScope {
  readonly exchange: string;
  readonly departmentId: number;
  readonly runId: number;
  readonly month: string;
  readonly nowIso: string;
}

const outboxColumns = [
  'target_id',
  'record_id',
  'version',
  'resend',
  'version_month',
  'exchange_version',
  'mapping_version',
  'agreement_version',
  'operation',
  'state',
  'reason',
  'wait',
  'wait_key',
  'wait_department',
  'due_at',
];

/** Collects a batch's deliveries and writes them with a handful of statements. */
export class DeliveryWriter {
  readonly #scope: DeliveryScope;
  readonly #outbox: CopyValue[][] = [];
  readonly #overtaken: { recordId: string; targetId: number; delivery: OpenDelivery; becomes: string }[] = [];
  readonly #lent = new Map<string, { keyHash: Buffer; departmentId: number | null; targetId: number; dueAt: string }>();
  readonly #findings: MissingReference[] = [];
  readonly #counts = new Map<number, { owed: number; notOwed: number }>();

  constructor(scope: DeliveryScope) {
    this.#scope = scope;
  }

  /**
   * Decides and collects the deliveries of one version. `known` tells the references that targets have already;
   * `heldFor` why one has to wait for a person.
   * @returns the targets that get a delivery
   */
  add(
    version: OwedVersion,
    targets: readonly TargetPlan[],
    atTargets: ReadonlyMap<string, AtTarget>,
    known: KnownReferences,
    onOvertaken: (station: LogStation, target: TargetPlan, delivery: OpenDelivery) => void,
    heldFor: (targetId: number) => string | undefined = () => undefined,
  ): ReadonlySet<number> {
    const created = new Set<number>();
    for (const target of targets) {
      const decision = decideDelivery(
        version.operation,
        target.owes(version.record),
        atTargets.get(atTargetKey(version.recordId, target.targetId)),
      );
      for (const delivery of decision.overtaken) {
        this.#overtaken.push({
          recordId: version.recordId,
          targetId: target.targetId,
          delivery,
          becomes: decision.overtakenBecome,
        });
        onOvertaken(decision.overtakenBecome, target, delivery);
      }
      const counts = this.#counts.get(target.targetId) ?? { owed: 0, notOwed: 0 };
      this.#counts.set(target.targetId, counts);
      if (!decision.create) {
        // A version that is offered again was counted when it came.
        if (!version.again) counts.notOwed += 1;
        continue;
      }
      counts.owed += 1;
      created.add(target.targetId);
      this.#create(version, target, { ...decision.create, heldFor: heldFor(target.targetId) }, known);
    }
    return created;
  }

  #create(
    version: OwedVersion,
    target: TargetPlan,
    create: NonNullable<DeliveryDecision['create']> & { readonly heldFor: string | undefined },
    known: KnownReferences,
  ): void {
    const dueAt = dueAtTarget(version.obligations, target.targetId);
    const missing = create.operation === 'upsert' ? this.#missingOf(version, target, known) : undefined;
    if (missing) {
      const { reference, named } = missing;
      const loan = { keyHash: reference.keyHash, departmentId: named.departmentId, targetId: target.targetId, dueAt };
      const key = [loan.keyHash.toString('latin1'), loan.departmentId, loan.targetId].join('/');
      const lent = this.#lent.get(key);
      if (!named.isStored) this.#findings.push({ version, target, reference });
      if (!lent || dueAt < lent.dueAt) this.#lent.set(key, loan);
    }
    const wait = create.waitsForOlder ? 'older-version' : missing ? 'reference' : null;
    // What is not to be published needs no decision on how.
    const isHeld = create.operation === 'upsert' && create.heldFor !== undefined;
    this.#outbox.push([
      target.targetId,
      version.recordId,
      version.version,
      version.again?.resend ?? 0,
      version.again?.month ?? this.#scope.month,
      target.exchangeVersion,
      target.mappingVersion,
      target.agreementVersion,
      create.operation,
      isHeld ? 'held' : 'pending',
      isHeld ? create.heldFor : null,
      wait,
      missing?.reference.keyHash ?? null,
      missing?.named.departmentId ?? null,
      dueAt,
    ]);
  }

  /** The first reference that the target has to have and has not. */
  #missingOf(
    version: OwedVersion,
    target: TargetPlan,
    known: KnownReferences,
  ): { reference: HashedReference; named: NamedRecord } | undefined {
    for (const reference of version.references) {
      if (!target.receives.has(reference.dataset)) continue;
      const named = known.find(reference, this.#scope.departmentId);
      if (!named.hasArrivedAt(target.targetId)) return { reference, named };
    }
    return undefined;
  }

  /** Deliveries that wait for a record that is not stored at all: findings for people. */
  get missingReferences(): readonly MissingReference[] {
    return this.#findings;
  }

  async write(transaction: Queryable): Promise<void> {
    await this.#settleOvertaken(transaction);
    const { exchange, departmentId, runId, month, nowIso } = this.#scope;
    await transaction.insert('outbox', {
      columns: outboxColumns,
      rows: this.#outbox,
      shared: { month, department_id: departmentId, run_id: runId, exchange, next_at: nowIso },
    });
    await this.#lendDueDates(transaction);
    await this.#count(transaction);
  }

  async #settleOvertaken(transaction: Queryable): Promise<void> {
    if (this.#overtaken.length === 0) return;
    const rows = JSON.stringify(
      this.#overtaken.map(({ recordId, targetId, delivery, becomes }) => ({
        record_id: recordId,
        target_id: targetId,
        version: delivery.version,
        resend: delivery.resend,
        becomes,
      })),
    );
    await transaction.query(
      `WITH overtaken AS (
         SELECT * FROM json_to_recordset($1) AS row (
           record_id uuid, target_id int, version int, resend int, becomes delivery_state)),
       gone AS (
         DELETE FROM outbox o USING overtaken w
         WHERE (o.record_id, o.target_id, o.version, o.resend) = (w.record_id, w.target_id, w.version, w.resend)
         RETURNING o.*, w.becomes)
       INSERT INTO delivery (${settledColumns}, state, settled_at) SELECT ${settledColumns}, becomes, now() FROM gone`,
      [rows],
    );
  }

  /** A record that others wait for is as urgent as the most urgent of them. */
  async #lendDueDates(transaction: Queryable): Promise<void> {
    const lent = [...this.#lent.values()].filter(({ dueAt }) => dueAt !== 'infinity');
    if (lent.length === 0) return;
    await transaction.query(
      `UPDATE outbox o SET due_at = l.due_at
       FROM (SELECT * FROM unnest($1::bytea[], $2::int[], $3::timestamptz[], $4::int[])
         AS l (key_hash, target_id, due_at, department_id)) l
       JOIN record r ON r.key_hash = l.key_hash AND (l.department_id IS NULL OR r.department_id = l.department_id)
       WHERE o.record_id = r.id AND o.target_id = l.target_id AND o.state = 'pending' AND o.due_at > l.due_at`,
      [
        lent.map((one) => one.keyHash),
        lent.map((one) => one.targetId),
        lent.map((one) => one.dueAt),
        lent.map((one) => one.departmentId),
      ],
    );
  }

  async #count(transaction: Queryable): Promise<void> {
    if (this.#counts.size === 0) return;
    const counts = [...this.#counts];
    await transaction.query(
      `INSERT INTO run_target (run_id, target_id, owed, not_owed)
       SELECT $1, target_id, owed, not_owed FROM unnest($2::int[], $3::bigint[], $4::bigint[]) AS c (target_id, owed, not_owed)
       ON CONFLICT (run_id, target_id) DO UPDATE
       SET owed = run_target.owed + excluded.owed, not_owed = run_target.not_owed + excluded.not_owed`,
      [
        this.#scope.runId,
        counts.map(([targetId]) => targetId),
        counts.map(([, count]) => count.owed),
        counts.map(([, count]) => count.notOwed),
      ],
    );
  }
}

function dueAtTarget(obligations: readonly PlannedObligation[], targetId: number): string {
  let dueAt = 'infinity';
  for (const obligation of obligations) {
    if ((obligation.targetId !== targetId && obligation.targetId !== 0) || obligation.metBy === 'recorded') continue;
    if (dueAt === 'infinity' || obligation.dueAt < dueAt) dueAt = obligation.dueAt;
  }
  return dueAt;
}
