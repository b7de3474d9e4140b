import { monthOf } from '../store/partitions.js';
import type { Queryable } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';

/** What an obligation is known by. */
export interface DutyKey {
  readonly subjectId: string;
  readonly ruleId: number;
  /** 0: owed to no single target. */
  readonly targetId: number;
}

/**
 * Keeps what obligations say now, before they are changed in the same transaction: figures of a past day are counted from
 * it. `reason` is a word for machines or the words of whoever decides.
 */
export async function writeHistory(
  transaction: Queryable,
  { makeId, now }: { readonly makeId: MakeId; readonly now: Date },
  keys: readonly DutyKey[],
  reason: string,
): Promise<void> {
  if (keys.length === 0) return;
  await transaction.query(
    `INSERT INTO obligation_history (month, id, subject_id, rule_id, target_id, department_id, before, reason)
     SELECT $1::date, k.id, o.subject_id, o.rule_id, o.target_id, o.department_id,
       jsonb_build_object('state', o.state, 'trigger_date', o.trigger_date, 'due_on', o.due_on, 'due_at', o.due_at,
         'provisional', o.provisional, 'met_at', o.met_at, 'closed_at', o.closed_at, 'rule_version', o.rule_version), $3
     FROM json_to_recordset($2) AS k (id uuid, subject_id uuid, rule_id int, target_id int)
     JOIN obligation o ON (o.subject_id, o.rule_id, o.target_id) = (k.subject_id, k.rule_id, k.target_id)`,
    [
      monthOf(now),
      JSON.stringify(
        keys.map(({ subjectId, ruleId, targetId }) => ({
          id: makeId(),
          subject_id: subjectId,
          rule_id: ruleId,
          target_id: targetId,
        })),
      ),
      reason,
    ],
  );
}
