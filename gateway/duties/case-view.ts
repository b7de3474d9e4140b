import type { DueDateStep } from '../deadlines/compute.js';
import type { Page, PageRequest } from '../services/page.js';
import { pageOf, positionOf } from '../reading/paging.js';
import { iso, scopeParameter, type Reader } from '../reading/scope.js';

export const caseStates = ['open', 'approved', 'refused', 'fallen-away'] as const;
export type CaseState = (typeof caseStates)[number];

/**
 * Something that would make an obligation later or take it away.
 *
 * - `later`: a correction; `not-owed`: a correction by which nothing is owed any more
 * - `re-entered`: a record that was withdrawn unreported and entered again
 * - `extension`, `suspension`, `waiver`: asked for by a person
 */
export type CaseKind = 'later' | 're-entered' | 'not-owed' | 'extension' | 'suspension' | 'waiver';

export interface DeadlineCaseView {
  readonly id: number;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly record: string;
  readonly rule: string;
  readonly target: string | null;
  readonly department: string;
  readonly dataset: string;
  /** The due day that stands until the data office approves another. */
  readonly firstDueOn: string;
  /** Null: nothing is to be owed. */
  readonly wantedDueOn: string | null;
  /** Suspension: first and last day that are not to count. */
  readonly suspendedFrom: string | null;
  readonly suspendedTo: string | null;
  /** Re-entered: the record that was withdrawn, and by what it was known again. */
  readonly formerRecord: string | null;
  readonly matchedBy: 'key' | 'document' | 'subject' | null;
  readonly reason: string | null;
  /** Null: found by the gateway. */
  readonly askedBy: string | null;
  readonly openedAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
}

export interface DeadlineCaseDetail extends DeadlineCaseView {
  /** Suspension: the arithmetic of the day asked for, day by day as it was when it was asked for. */
  readonly steps: readonly DueDateStep[] | null;
}

export interface CaseFilter {
  readonly department?: string;
  readonly state?: CaseState;
}

interface CaseRow extends Omit<DeadlineCaseDetail, 'openedAt' | 'decidedAt'> {
  readonly openedAt: Date;
  readonly decidedAt: Date | null;
}

const select = `SELECT c.id, c.kind, c.state, c.subject_id AS record, deadline_rule.name AS rule, connector.reference AS target,
    department.name AS department, dataset.name AS dataset, c.first_due_on AS "firstDueOn", c.wanted_due_on AS "wantedDueOn",
    c.suspended_from AS "suspendedFrom", c.suspended_to AS "suspendedTo", c.steps, c.former_id AS "formerRecord", c.matched_by AS "matchedBy", c.reason, c.asked_by AS "askedBy", c.opened_at AS "openedAt",
    c.decided_at AS "decidedAt", c.decided_by AS "decidedBy", c.decision_reason AS "decisionReason"
  FROM deadline_case c
  JOIN department ON department.id = c.department_id
  JOIN dataset ON dataset.id = c.dataset_id
  JOIN deadline_rule ON deadline_rule.id = c.rule_id
  LEFT JOIN connector ON connector.id = c.target_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

/** Cases, newest first. */
export async function listCases(
  { store, scope }: Reader,
  { department, state }: CaseFilter,
  page: PageRequest,
): Promise<Page<DeadlineCaseView>> {
  const rows = await store.query<CaseRow>(
    `${select} AND ($2::text IS NULL OR department.name = $2) AND ($3::text IS NULL OR c.state::text = $3)
       AND ($4::bigint IS NULL OR c.id < $4) ORDER BY c.id DESC LIMIT $5`,
    [scopeParameter(scope), department ?? null, state ?? null, ...positionOf(page, ['number']), page.limit + 1],
  );
  return pageOf(rows, page, viewOf, ({ id }) => [id]);
}

/** One case, as far as the scope reaches. */
export async function readCase({ store, scope }: Reader, id: number): Promise<DeadlineCaseDetail | undefined> {
  const [row] = await store.query<CaseRow>(`${select} AND c.id = $2`, [scopeParameter(scope), id]);
  return row && { ...viewOf(row), steps: row.steps };
}

function viewOf(detail: CaseRow): DeadlineCaseView {
  const { steps: _, ...row } = detail;
  return { ...row, openedAt: iso(row.openedAt), decidedAt: iso(row.decidedAt) };
}
