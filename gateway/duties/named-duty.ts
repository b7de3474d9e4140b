import { GatewayError } from '../../schemas/errors.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { LogStation } from '../exchange-log/entry.js';
import { scopeParameter, type Scope } from '../reading/scope.js';
import type { Queryable, Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { DutyState } from '../deadlines/first-deadline.js';
import type { DutyKey } from '../deadlines/history.js';

/** What everything that people decide about obligations is lent. */
export interface DutyTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
}

/** An obligation by the names that lists show. */
export interface DutyName {
  /** Id of the record. */
  readonly record: string;
  readonly rule: string;
  /** `department/name`; absent for a duty towards no single receiver. */
  readonly target?: string;
}

export interface LockedDuty extends DutyKey {
  readonly rule: string;
  readonly target: string | null;
  readonly department: string;
  readonly departmentId: number;
  readonly dataset: string;
  readonly datasetId: number;
  readonly state: DutyState;
  readonly triggerDate: string;
  readonly dueOn: string;
  readonly dueAt: Date;
  readonly isOverdue: boolean;
}

/** Locks the obligation that somebody names. Throws API_RESOURCE_MISSING where there is none, or none that may be seen. */
export async function lockDuty(transaction: Queryable, scope: Scope, name: DutyName): Promise<LockedDuty> {
  const [duty] = await transaction.query<LockedDuty>(
    `SELECT o.subject_id AS "subjectId", o.rule_id AS "ruleId", o.target_id AS "targetId", r.name AS rule, c.reference AS target,
       d.name AS department, o.department_id AS "departmentId", s.name AS dataset, o.dataset_id AS "datasetId", o.state,
       o.trigger_date AS "triggerDate", o.due_on AS "dueOn", o.due_at AS "dueAt", o.state = 'open' AND o.due_at < now() AS "isOverdue"
     FROM obligation o JOIN deadline_rule r ON r.id = o.rule_id JOIN department d ON d.id = o.department_id
     JOIN dataset s ON s.id = o.dataset_id LEFT JOIN connector c ON c.id = o.target_id
     WHERE o.subject_id = $2 AND r.name = $3 AND c.reference IS NOT DISTINCT FROM $4
       AND ($1::text[] IS NULL OR d.name = ANY ($1)) FOR UPDATE OF o`,
    [scopeParameter(scope), name.record, name.rule, name.target ?? null],
  );
  if (!duty) throw new GatewayError('API_RESOURCE_MISSING', { obligation: name.record, rule: name.rule, target: name.target });
  return duty;
}

/** Writes into the exchange log what a person did about an obligation; `code` defaults to the rule's name. */
export async function logDuty(
  { makeId, now }: DutyTools,
  transaction: Queryable,
  duty: Pick<LockedDuty, 'subjectId' | 'rule' | 'target' | 'department' | 'dataset'>,
  event: { readonly station: LogStation; readonly actor: string; readonly code?: string },
): Promise<void> {
  const segment = new SegmentWriter();
  segment.add({
    id: makeId(),
    at: now().toISOString(),
    department: duty.department,
    dataset: duty.dataset,
    record: duty.subjectId,
    target: duty.target ?? undefined,
    ...event,
    code: event.code ?? duty.rule,
  });
  await segment.write(transaction, makeId, now());
}
