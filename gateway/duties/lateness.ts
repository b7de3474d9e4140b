import { GatewayError } from '../../schemas/errors.js';
import type { Page, PageRequest } from '../services/page.js';
import { pageOf, positionOf } from '../reading/paging.js';
import { iso, scopeParameter, type Reader, type Scope } from '../reading/scope.js';
import { lockDuty, logDuty, type DutyName, type DutyTools } from './named-duty.js';

/** An obligation that was not met by its due date, and why. */
export interface LatenessView {
  readonly record: string;
  readonly rule: string;
  readonly target: string | null;
  readonly department: string;
  readonly dataset: string;
  readonly dueOn: string;
  readonly dueAt: string;
  /** Null while it is overdue. */
  readonly metAt: string | null;
  /** Null until somebody has said why: it stays on the list of what is not closed. */
  readonly reason: string | null;
  readonly person: string | null;
  readonly statedAt: string | null;
}

export interface LatenessFilter {
  readonly department?: string;
  readonly standing?: 'unexplained';
}

export interface LatenessReason extends DutyName {
  readonly reason: string;
  readonly person: string;
}

/** Late ones and their reasons; what is late counts as closed only when it was met and a reason is stated. */
export interface LatenessServices {
  /** Earliest due first. */
  list(filter: LatenessFilter, page: PageRequest): Promise<Page<LatenessView>>;
  /** Adds a reason; the newest counts and none is lost. Throws DEADLINE_NOT_LATE. */
  explain(reason: LatenessReason): Promise<LatenessView>;
}

interface LateRow {
  readonly subject_id: string;
  readonly rule_id: number;
  readonly target_id: number;
  readonly rule: string;
  readonly target: string | null;
  readonly department: string;
  readonly dataset: string;
  readonly due_on: string;
  readonly due_at: Date;
  readonly due_text: string;
  readonly met_at: Date | null;
  readonly reason: string | null;
  readonly person: string | null;
  readonly stated_at: Date | null;
}

/** What is late, as one caller has it. */
export function latenessServices(tools: DutyTools, scope: Scope): LatenessServices {
  const { store } = tools;
  return {
    list: (filter, page) => listLate({ store, scope }, filter, page),
    async explain(given) {
      await store.transaction(async (transaction) => {
        const duty = await lockDuty(transaction, scope, given);
        if (duty.state !== 'met-late' && !duty.isOverdue)
          throw new GatewayError('DEADLINE_NOT_LATE', { rule: duty.rule, record: duty.subjectId, dueOn: duty.dueOn });
        await transaction.query(
          `INSERT INTO lateness_reason (subject_id, rule_id, target_id, department_id, reason, person)
           VALUES ($1, $2, $3, $4, $5, $6)`,
          [duty.subjectId, duty.ruleId, duty.targetId, duty.departmentId, given.reason, given.person],
        );
        await logDuty(tools, transaction, duty, { station: 'lateness-explained', actor: given.person, code: given.reason });
      });
      const [row] = await store.query<LateRow>(
        `${select} AND o.subject_id = $2 AND deadline_rule.name = $3 AND connector.reference IS NOT DISTINCT FROM $4`,
        [scopeParameter(scope), given.record, given.rule, given.target ?? null],
      );
      if (!row) throw new GatewayError('API_RESOURCE_MISSING', { obligation: given.record });
      return viewOf(row);
    },
  };
}

const select = `SELECT o.subject_id, o.rule_id, o.target_id, deadline_rule.name AS rule, connector.reference AS target,
    department.name AS department, dataset.name AS dataset, o.due_on, o.due_at, o.due_at::text AS due_text, o.met_at,
    l.reason, l.person, l.stated_at
  FROM obligation o
  JOIN deadline_rule ON deadline_rule.id = o.rule_id
  JOIN department ON department.id = o.department_id
  JOIN dataset ON dataset.id = o.dataset_id
  LEFT JOIN connector ON connector.id = o.target_id
  LEFT JOIN LATERAL (
    SELECT reason, person, stated_at FROM lateness_reason n
    WHERE (n.subject_id, n.rule_id, n.target_id) = (o.subject_id, o.rule_id, o.target_id) ORDER BY n.id DESC LIMIT 1) l ON true
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))
    AND (o.state = 'met-late' OR (o.state = 'open' AND o.due_at < now()))`;

async function listLate(
  { store, scope }: Reader,
  { department, standing }: LatenessFilter,
  page: PageRequest,
): Promise<Page<LatenessView>> {
  const rows = await store.query<LateRow>(
    `${select} AND ($2::text IS NULL OR department.name = $2) AND ($3::text IS NULL OR l.reason IS NULL)
       AND ($4::text IS NULL OR (o.due_at, o.subject_id, o.rule_id, o.target_id) > ($4::timestamptz, $5::uuid, $6::int, $7::int))
     ORDER BY o.due_at, o.subject_id, o.rule_id, o.target_id LIMIT $8`,
    [
      scopeParameter(scope),
      department ?? null,
      standing ?? null,
      ...positionOf(page, ['instant', 'uuid', 'number', 'number']),
      page.limit + 1,
    ],
  );
  return pageOf(rows, page, viewOf, (row) => [row.due_text, row.subject_id, row.rule_id, row.target_id]);
}

function viewOf(row: LateRow): LatenessView {
  return {
    record: row.subject_id,
    rule: row.rule,
    target: row.target,
    department: row.department,
    dataset: row.dataset,
    dueOn: row.due_on,
    dueAt: iso(row.due_at),
    metAt: iso(row.met_at),
    reason: row.reason,
    person: row.person,
    statedAt: iso(row.stated_at),
  };
}
