import { GatewayError } from '../../schemas/errors.js';
import type { Page, PageRequest } from '../services/page.js';
import type { Scope } from '../reading/scope.js';
import type { Queryable } from '../store/store.js';
import type { Workspace } from '../workspace/workspace.js';
import { listCases, readCase, type CaseFilter, type CaseKind, type DeadlineCaseDetail, type DeadlineCaseView } from './case-view.js';
import { endOfShanghaiDay, type DueDate, type DueDateStep, type Suspension } from '../deadlines/compute.js';
import { writeHistory } from '../deadlines/history.js';
import { suspendedDate } from './suspension.js';
import { lockDuty, logDuty, type DutyName, type DutyTools, type LockedDuty } from './named-duty.js';

/** A department asks for more time (with a day), for days that do not count (with a suspension), or to be let off. */
export interface CaseRequest extends DutyName {
  /** YYYY-MM-DD; the whole day counts. */
  readonly dueOn?: string;
  readonly suspension?: Suspension;
  readonly reason: string;
  readonly person: string;
}

export const caseOutcomes = ['approved', 'refused'] as const;

export interface CaseDecision {
  readonly outcome: (typeof caseOutcomes)[number];
  readonly reason: string;
  readonly person: string;
}

/** What is lent besides: the rules and calendars in force count the days of a suspension. */
export interface CaseTools extends DutyTools {
  readonly workspace: () => Promise<Workspace>;
}

/** What makes an obligation later or takes it away: found by the gateway or asked for, decided by the data office. */
export interface CaseServices {
  /** Newest first. */
  list(filter: CaseFilter, page: PageRequest): Promise<Page<DeadlineCaseView>>;
  get(id: number): Promise<DeadlineCaseDetail>;
  /**
   * Throws DEADLINE_SUSPENSION_WRONG, DEADLINE_SUSPENSION_NOT_COUNTED, DEADLINE_NOT_OPEN for an obligation that is closed, DEADLINE_EXTENSION_NOT_LATER, DEADLINE_DATE_NOT_COVERED, and
   * DEADLINE_CASE_OPEN while another case of the obligation waits.
   */
  ask(request: CaseRequest): Promise<DeadlineCaseDetail>;
  /** Throws DEADLINE_CASE_DECIDED, and DEADLINE_CASE_OWN for whoever asked. */
  decide(id: number, decision: CaseDecision): Promise<DeadlineCaseDetail>;
}

interface DecidedRow {
  readonly record: string;
  readonly rule: string;
  readonly target: string | null;
  readonly kind: CaseKind;
  readonly state: string;
  readonly asked_by: string | null;
}

/** The cases as one caller has them. */
export function caseServices(tools: CaseTools, scope: Scope): CaseServices {
  const { store } = tools;
  const get = async (id: number): Promise<DeadlineCaseDetail> => {
    const found = await readCase({ store, scope }, id);
    if (!found) throw new GatewayError('API_RESOURCE_MISSING', { case: id });
    return found;
  };
  return {
    list: (filter, page) => listCases({ store, scope }, filter, page),
    get,
    ask: async (request) => {
      const workspace = request.suspension && (await tools.workspace());
      return get(await store.transaction((transaction) => ask(tools, transaction, scope, { ...request, workspace })));
    },
    async decide(id, decision) {
      await get(id);
      await store.transaction((transaction) => decide(tools, transaction, id, decision));
      return get(id);
    },
  };
}

async function ask(
  tools: DutyTools,
  transaction: Queryable,
  scope: Scope,
  request: CaseRequest & { readonly workspace: Workspace | undefined },
): Promise<number> {
  const duty = await lockDuty(transaction, scope, request);
  if (duty.state !== 'open') throw new GatewayError('DEADLINE_NOT_OPEN', { rule: duty.rule, state: duty.state });
  const wanted = await wantedDate(transaction, duty, request);
  if (wanted && wanted.dueAt <= duty.dueAt.toISOString())
    throw new GatewayError('DEADLINE_EXTENSION_NOT_LATER', { rule: duty.rule, dueOn: duty.dueOn, asked: wanted.dueOn });
  const [made] = await transaction.query<{ id: number }>(
    `INSERT INTO deadline_case (subject_id, rule_id, target_id, department_id, dataset_id, kind, first_due_on, first_due_at,
       wanted_due_on, wanted_due_at, wanted_provisional, reason, asked_by, suspended_from, suspended_to, steps)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT DO NOTHING RETURNING id`,
    [
      duty.subjectId,
      duty.ruleId,
      duty.targetId,
      duty.departmentId,
      duty.datasetId,
      kindOf(request),
      duty.dueOn,
      duty.dueAt.toISOString(),
      wanted?.dueOn ?? null,
      wanted?.dueAt ?? null,
      wanted?.provisional ?? null,
      request.reason,
      request.person,
      request.suspension?.from ?? null,
      request.suspension?.to ?? null,
      wanted?.steps ? JSON.stringify(wanted.steps) : null,
    ],
  );
  if (!made) throw new GatewayError('DEADLINE_CASE_OPEN', { rule: duty.rule, record: duty.subjectId });
  await logDuty(tools, transaction, duty, { station: 'deadline-case-opened', actor: request.person });
  return made.id;
}

function kindOf({ dueOn, suspension }: CaseRequest): CaseKind {
  if (suspension) return 'suspension';
  return dueOn === undefined ? 'waiver' : 'extension';
}

type WantedDate = DueDate & { readonly steps?: readonly DueDateStep[] };

/** What is asked for; undefined: to be let off. */
async function wantedDate(
  transaction: Queryable,
  duty: LockedDuty,
  { dueOn, suspension, workspace }: CaseRequest & { readonly workspace: Workspace | undefined },
): Promise<WantedDate | undefined> {
  if (dueOn !== undefined && !suspension) return { dueOn, dueAt: endOfShanghaiDay(dueOn), provisional: false };
  return suspension && workspace ? suspendedDate(transaction, duty, suspension, workspace) : undefined;
}

async function decide(tools: DutyTools, transaction: Queryable, id: number, decision: CaseDecision): Promise<void> {
  const { outcome, reason, person } = decision;
  const [found] = await transaction.query<DecidedRow>(
    `SELECT c.subject_id AS record, r.name AS rule, n.reference AS target, c.kind, c.state, c.asked_by
     FROM deadline_case c JOIN deadline_rule r ON r.id = c.rule_id LEFT JOIN connector n ON n.id = c.target_id
     WHERE c.id = $1`,
    [id],
  );
  if (!found) throw new GatewayError('API_RESOURCE_MISSING', { case: id });
  if (found.asked_by === person) throw new GatewayError('DEADLINE_CASE_OWN', { case: id, person });
  const duty = await lockDuty(transaction, 'all', { record: found.record, rule: found.rule, target: found.target ?? undefined });
  // The obligation is locked first, as everywhere: only now it is certain that nobody else decides.
  const decided = await transaction.query(
    `UPDATE deadline_case SET state = $2::deadline_case_state, decided_at = now(), decided_by = $3, decision_reason = $4
     WHERE id = $1 AND state = 'open' RETURNING id`,
    [id, outcome, person, reason],
  );
  if (decided.length === 0) throw new GatewayError('DEADLINE_CASE_DECIDED', { case: id });
  if (outcome === 'approved') await carryOut(tools, transaction, id, duty, reason);
  const station = outcome === 'approved' ? 'deadline-case-approved' : 'deadline-case-refused';
  await logDuty(tools, transaction, duty, { station, actor: person, code: reason });
}

/**
 * Gives the obligation what the case asks for, and keeps what it said before. What was met after its first date and
 * before the new one was in time after all. Deliveries stay as urgent as they were: that makes nothing late.
 */
async function carryOut(
  { makeId, now }: DutyTools,
  transaction: Queryable,
  id: number,
  duty: LockedDuty,
  reason: string,
): Promise<void> {
  if (duty.state !== 'open' && duty.state !== 'met-late') return;
  await writeHistory(transaction, { makeId, now: now() }, [duty], reason);
  await transaction.query(
    `UPDATE obligation o SET
       state = CASE WHEN c.wanted_due_at IS NULL THEN 'waived'
                    WHEN o.state = 'met-late' AND o.met_at <= c.wanted_due_at THEN 'met' ELSE o.state END::obligation_state,
       trigger_date = COALESCE(c.wanted_trigger_date, o.trigger_date), due_on = COALESCE(c.wanted_due_on, o.due_on),
       due_at = COALESCE(c.wanted_due_at, o.due_at), provisional = COALESCE(c.wanted_provisional, o.provisional),
       extended_from = CASE WHEN c.kind IN ('extension', 'suspension') THEN COALESCE(o.extended_from, o.due_at) ELSE o.extended_from END,
       warned_to = CASE WHEN c.wanted_due_at IS NULL THEN o.warned_to END
     FROM deadline_case c
     WHERE c.id = $1 AND (o.subject_id, o.rule_id, o.target_id) = (c.subject_id, c.rule_id, c.target_id)`,
    [id],
  );
}
