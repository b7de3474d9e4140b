import type { DutyKey } from '../deadlines/history.js';
import type { ExchangePlan, PlannedObligation } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';

/** Something that would make an obligation later or take it away, as a batch shows it. */
export interface FoundCase extends DutyKey {
  readonly kind: 'later' | 're-entered' | 'not-owed';
  readonly first: { readonly dueOn: string; readonly dueAt: string };
  /** Absent: nothing is to be owed any more. */
  readonly wanted: PlannedObligation | undefined;
  /** The record that was withdrawn before, and by what it was known again. */
  readonly formerId?: string;
  readonly matchedBy?: 'key' | 'document' | 'subject';
}

interface KeyRow {
  readonly subject_id: string;
  readonly rule_id: number;
  readonly target_id: number;
}

/**
 * Opens cases for the data office. One that is open for the same obligation takes over what is wanted now; what was
 * refused is not asked for again. Returns the cases that are new.
 */
export async function openCases(
  transaction: Queryable,
  plan: ExchangePlan,
  cases: readonly FoundCase[],
): Promise<DutyKey[]> {
  if (cases.length === 0) return [];
  const rows = await transaction.query<KeyRow & { readonly is_new: boolean }>(
    `INSERT INTO deadline_case AS c (subject_id, rule_id, target_id, department_id, dataset_id, kind, former_id, matched_by,
       first_due_on, first_due_at, wanted_trigger_date, wanted_due_on, wanted_due_at, wanted_provisional)
     SELECT f.subject_id, f.rule_id, f.target_id, $2, $3, f.kind, f.former_id, f.matched_by, f.first_due_on, f.first_due_at,
       f.wanted_trigger_date, f.wanted_due_on, f.wanted_due_at, f.wanted_provisional
     FROM json_to_recordset($1) AS f (subject_id uuid, rule_id int, target_id int, kind deadline_case_kind, former_id uuid,
       matched_by text, first_due_on text, first_due_at timestamptz, wanted_trigger_date text, wanted_due_on text,
       wanted_due_at timestamptz, wanted_provisional boolean)
     WHERE NOT EXISTS (
       SELECT 1 FROM deadline_case d WHERE (d.subject_id, d.rule_id, d.target_id) = (f.subject_id, f.rule_id, f.target_id)
         AND d.state = 'refused' AND d.wanted_due_at IS NOT DISTINCT FROM f.wanted_due_at)
     ON CONFLICT (subject_id, rule_id, target_id) WHERE state = 'open' DO UPDATE SET kind = EXCLUDED.kind,
       wanted_trigger_date = EXCLUDED.wanted_trigger_date, wanted_due_on = EXCLUDED.wanted_due_on,
       wanted_due_at = EXCLUDED.wanted_due_at, wanted_provisional = EXCLUDED.wanted_provisional
       WHERE c.asked_by IS NULL
     RETURNING c.subject_id, c.rule_id, c.target_id, c.xmax = 0 AS is_new`,
    [JSON.stringify(cases.map(caseRow)), plan.departmentId, plan.dataset.id],
  );
  return rows
    .filter((row) => row.is_new)
    .map((row) => ({ subjectId: row.subject_id, ruleId: row.rule_id, targetId: row.target_id }));
}

function caseRow({ subjectId, ruleId, targetId, kind, first, wanted, formerId, matchedBy }: FoundCase): object {
  return {
    subject_id: subjectId,
    rule_id: ruleId,
    target_id: targetId,
    kind,
    former_id: formerId ?? null,
    matched_by: matchedBy ?? null,
    first_due_on: first.dueOn,
    first_due_at: first.dueAt,
    wanted_trigger_date: wanted?.triggerDate ?? null,
    wanted_due_on: wanted?.dueOn ?? null,
    wanted_due_at: wanted?.dueAt ?? null,
    wanted_provisional: wanted?.provisional ?? null,
  };
}
