import type { Queryable } from '../store/store.js';
import type { Calendar } from './calendar.js';
import { closedAt, computeDue, type DueDate } from './compute.js';
import { periodOf } from './period.js';
import { stepRule } from './chain.js';
import {
  type DeadlineRule,
  type DeadlineRuleSpec,
  isChainRule,
  isInForce,
  isPeriodRule,
  isPeriodSpec,
  isRecordRule,
  type PeriodRuleSpec,
  type RecordRuleSpec,
} from './rule.js';

/** Rules and calendars as they are in force, or would be. */
export interface DeadlinesInForce {
  readonly rules: readonly DeadlineRule[];
  /** Undefined for a department that the workspace does not have: its obligations are left alone. */
  readonly calendarOf: (department: string) => Calendar | undefined;
  /** `HH:MM` at which the days of a receiver (`department/name`) end, where it has hours. */
  readonly closingTimeOf: (target: string) => string | undefined;
}

/** Open obligations that have everything in common that their due date comes from. */
export interface OpenGroup {
  readonly rule_id: number;
  readonly rule: string;
  readonly rule_version: number;
  readonly department_id: number;
  readonly department: string;
  readonly target_id: number;
  /** Null: owed to no single receiver. */
  readonly target: string | null;
  readonly trigger_date: string;
  readonly due_on: string;
  readonly due_at: Date;
  readonly provisional: boolean;
  /** The data office gave them more time: no rule takes that back. */
  readonly is_decided: boolean;
  readonly obligations: number;
}

/**
 * `earlier`, `later`: the due instant moves; `confirmed`: the day stays and is provisional no more; `unconfirmed`: the day
 * stays and becomes provisional. `awaitingDecision`: overdue already, so that only the data office may make it later;
 * `kept`: the data office has decided about it before.
 */
export type MoveKind = 'earlier' | 'later' | 'confirmed' | 'unconfirmed' | 'awaitingDecision' | 'kept';

/** A rule that dates obligations: one of a single step, or one step of a chain as if it stood alone. */
export type DatedRule = DeadlineRule<RecordRuleSpec | PeriodRuleSpec>;

export interface PlannedMove {
  readonly group: OpenGroup;
  readonly kind: MoveKind;
  readonly due: DueDate;
  /** The rule as it counts for their trigger date, and as the obligations name it. */
  readonly rule: DatedRule;
  readonly former: DatedRule | undefined;
  readonly calendar: Calendar;
}

/**
 * Which open obligations say another day than rules and calendars do. What is met, waived or withdrawn is never looked at.
 * The version of a rule is chosen by the trigger date: a new version that is not in force on it leaves the version that
 * the obligation names, whose days are counted by the present calendar. Safe to ask again: what has moved moves no more.
 */
export async function planMoves(store: Queryable, inForce: DeadlinesInForce, now: Date): Promise<PlannedMove[]> {
  const groups = await openGroups(store);
  const rules = new Map(inForce.rules.flatMap(datedRules).map((rule) => [rule.name, rule]));
  const former = await formerRules(store, groups);
  return groups.flatMap((group) => {
    const calendar = inForce.calendarOf(group.department);
    const named = former.get(formerKey(group.rule_version, group.rule));
    const rule = ruleFor(group, rules.get(group.rule), named);
    if (!calendar || !rule || !calendar.covers(group.trigger_date)) return [];
    const due = isPeriodSpec(rule.spec)
      ? periodOf(rule.spec, group.trigger_date)
      : closedAt(computeDue(rule.spec, group.trigger_date, calendar), group.target === null ? undefined : inForce.closingTimeOf(group.target));
    const kind = kindOf(group, due, now);
    return kind === undefined ? [] : [{ group, kind, due, rule, former: named, calendar }];
  });
}

function kindOf(group: OpenGroup, due: DueDate, now: Date): MoveKind | undefined {
  const [standing, planned] = [group.due_at.getTime(), Date.parse(due.dueAt)];
  if (standing === planned && group.due_on === due.dueOn && group.provisional === due.provisional) return undefined;
  if (group.is_decided) return 'kept';
  if (planned < standing) return 'earlier';
  // A provisional day was never the law's: the notice may make it later at any time.
  if (planned > standing) return standing <= now.getTime() && !group.provisional ? 'awaitingDecision' : 'later';
  return due.provisional ? 'unconfirmed' : 'confirmed';
}

async function openGroups(store: Queryable): Promise<OpenGroup[]> {
  return store.query<OpenGroup>(
    `SELECT g.*, r.name AS rule, d.name AS department, n.reference AS target
     FROM (SELECT rule_id, rule_version, department_id, target_id, trigger_date, due_on, due_at, provisional,
             extended_from IS NOT NULL AS is_decided, count(*) AS obligations
           FROM obligation WHERE state = 'open' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) AS g
     JOIN deadline_rule r ON r.id = g.rule_id JOIN department d ON d.id = g.department_id
     LEFT JOIN connector n ON n.id = g.target_id
     ORDER BY g.due_at, r.name, d.name`,
  );
}

/** The rules by the versions that obligations name, as they were applied. */
async function formerRules(store: Queryable, groups: readonly OpenGroup[]): Promise<ReadonlyMap<string, DatedRule>> {
  const versions = [...new Set(groups.map((group) => group.rule_version))];
  const rows = await store.query<{ id: number; name: string; text: string }>(
    `SELECT id, name, manifest::text AS text FROM resource_version WHERE kind = 'DeadlineRule' AND id = ANY($1::bigint[])`,
    [versions],
  );
  return new Map(
    rows.flatMap(({ id, name, text }) => {
      const { spec } = JSON.parse(text) as { readonly spec: DeadlineRuleSpec };
      return datedRules({ name, version: id, spec }).map((rule) => [formerKey(id, rule.name), rule] as const);
    }),
  );
}

function formerKey(version: number, rule: string): string {
  return `${String(version)} ${rule}`;
}

function datedRules(rule: DeadlineRule): DatedRule[] {
  if (isChainRule(rule)) return rule.spec.steps.map((step) => stepRule(rule, step));
  return isPeriodRule(rule) || isRecordRule(rule) ? [rule] : [];
}

function ruleFor(
  { trigger_date }: OpenGroup,
  present: DatedRule | undefined,
  named: DatedRule | undefined,
): DatedRule | undefined {
  if (!present) return named;
  const isOfOneKind = named === undefined || isPeriodSpec(named.spec) === isPeriodSpec(present.spec);
  return isOfOneKind && isInForce(present.spec, trigger_date) ? present : named;
}
