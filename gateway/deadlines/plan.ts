import { valueAtPath } from '../../schemas/dataset-field.js';
import { type ErrorCode, errorTable } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Problem } from '../../schemas/problem.js';
import type { Calendar } from './calendar.js';
import { stepRule } from './chain.js';
import { closedAt, computeDue, type DueDate } from './compute.js';
import {
  type ChainOwner,
  checkRules,
  type DeadlineRule,
  type DeadlineRuleSpec,
  holdsFor,
  isChainRule,
  isInForce,
  isRecordRule,
  type RecordRuleSpec,
} from './rule.js';

/** Finds the deadlines that one record puts on one department. Pure; called once per record. */
export interface Planner {
  plan<Target extends PlanTarget>(request: PlanRequest<Target>): Plan<Target>;
}

export interface PlannerTools {
  readonly rules: readonly DeadlineRule[];
  /** The calendar that a department works by; must return the same object for the same department. */
  readonly calendarOf: (department: string) => Calendar;
  /** GB/T 2260 code of the place that a department is responsible for: rules may hold for some places only. */
  readonly divisionOf: (department: string) => string;
  /** The department with this name or credit code, where it is one of the workspace's. */
  readonly departmentNamed: (text: string) => string | undefined;
  /** Turns a rule's `when` into a function, once (the mapping language's `compileCondition`). */
  readonly compileCondition: (condition: JsonObject) => (record: JsonObject) => boolean;
}

/** A receiver of the record, as far as rules ask about it. */
export interface PlanTarget {
  /** The connector's `system`. */
  readonly system: string;
  /** `HH:MM` in Asia/Shanghai at which its days end; absent: at 24:00. */
  readonly closingTime?: string;
}

export interface PlanRequest<Target extends PlanTarget> {
  readonly dataset: string;
  readonly department: string;
  readonly operation: 'upsert' | 'withdraw';
  /** The receivers that are owed the record. */
  readonly targets: readonly Target[];
  /**
   * The unified record. Absent for a row that could not be mapped: rules with a condition then count as
   * applying, so that nothing is late unseen; what proves not to be owed is taken back with the mended record.
   */
  readonly record?: JsonObject;
  /** The legal date of the record where no record is at hand; for `withdraw` the date of the withdrawal. */
  readonly eventDate?: string;
  /** Starts the period where its own date is missing or wrong; without it such a rule is left unplanned. */
  readonly firstSeenOn?: string;
}

export interface Plan<Target extends PlanTarget> {
  readonly obligations: readonly PlannedObligation<Target>[];
  /** Rules that hold for the record but cannot be dated yet. */
  readonly unplanned: readonly UnplannedRule[];
}

export interface PlannedObligation<Target extends PlanTarget> extends DueDate {
  readonly rule: string;
  readonly ruleVersion: number;
  readonly operation: 'upsert' | 'withdraw';
  /** `recorded`: by the records that a step of a chain asks for. */
  readonly metBy: DeadlineRuleSpec['metBy'] | 'recorded';
  /** Department whose duty it is: the record's own, but for chains that say another. */
  readonly owedBy: string;
  /** Counted from the day on which the record was first seen: no correction moves it. */
  readonly startsOnReceipt: boolean;
  /** Null where the rule names no receiver. */
  readonly target: Target | null;
  readonly triggerDate: string;
  /** `firstSeen`: the rule's own date was missing or wrong and `firstSeenOn` stands in for it. */
  readonly triggeredBy: 'event' | 'firstSeen';
}

export interface UnplannedRule {
  readonly rule: string;
  readonly ruleVersion: number;
  readonly problem: Problem;
}

/**
 * Prepares the rules that records start, once; those of each period are `PeriodDuties`'. Of a chain it plans the steps that
 * count from the record itself; the others follow from records that come later. The version of a rule is chosen by the
 * trigger date: a rule that is not in force on it gives nothing. Due dates are kept per rule, calendar and trigger date, at
 * most one per covered day.
 * Throws DEADLINE_RULE_PERIOD_REVERSED and DEADLINE_RULE_PERIODS_OVERLAP.
 */
export function createPlanner(tools: PlannerTools): Planner {
  const { rules, calendarOf, divisionOf, compileCondition } = tools;
  checkRules(rules);
  const prepared = [
    ...rules.filter(isRecordRule).map((rule) => prepareRule(rule, compileCondition)),
    ...rules.filter(isChainRule).flatMap((rule) =>
      rule.spec.steps
        .filter(({ countFrom }) => countFrom === 'trigger')
        .map((step) => prepareRule(stepRule(rule, step), compileCondition, { owner: rule.spec.owedBy })),
    ),
  ];
  const rulesOf = new Map<string, PreparedRule[]>();
  for (const one of prepared) {
    for (const dataset of one.rule.spec.appliesTo.datasets) {
      const key = rulesKey(dataset, one.operation);
      const known = rulesOf.get(key);
      if (known) known.push(one);
      else rulesOf.set(key, [one]);
    }
  }

  return {
    plan<Target extends PlanTarget>(request: PlanRequest<Target>): Plan<Target> {
      const obligations: PlannedObligation<Target>[] = [];
      const unplanned: UnplannedRule[] = [];
      for (const one of rulesOf.get(rulesKey(request.dataset, request.operation)) ?? []) {
        if (isOwedNowhere(one, request.targets)) continue;
        const owedBy = ownerOf(one, request, tools);
        if (owedBy === undefined) continue;
        if (one.isBound && !holdsFor(one.rule.spec, owedBy, divisionOf(owedBy))) continue;
        const found = decide(one, request, calendarOf(owedBy));
        if (found === undefined) continue;
        if ('problem' in found) unplanned.push(found);
        else addObligations(obligations, one, request.targets, { ...found, owedBy });
      }
      return { obligations, unplanned };
    },
  };
}

interface PreparedRule {
  readonly rule: DeadlineRule<RecordRuleSpec>;
  /** Holds for some departments or places only. */
  readonly isBound: boolean;
  readonly operation: 'upsert' | 'withdraw';
  /** JSON pointer of the trigger field; empty for an event. */
  readonly path: string;
  readonly field: readonly string[];
  readonly startsOnReceipt: boolean;
  /** Of a step of a chain only. */
  readonly chain: { readonly owner: ChainOwner | undefined } | undefined;
  readonly applies: ((record: JsonObject) => boolean) | undefined;
  readonly systems: ReadonlySet<string> | undefined;
  readonly dueDates: WeakMap<Calendar, Map<string, DueDate>>;
}

function prepareRule(
  rule: DeadlineRule<RecordRuleSpec>,
  compileCondition: PlannerTools['compileCondition'],
  chain?: PreparedRule['chain'],
): PreparedRule {
  const { trigger, appliesTo, target } = rule.spec;
  const field = 'field' in trigger ? trigger.field.split('.') : [];
  return {
    rule,
    isBound: appliesTo.divisions !== undefined || appliesTo.departments !== undefined,
    operation: 'event' in trigger && trigger.event === 'withdrawal' ? 'withdraw' : 'upsert',
    startsOnReceipt: 'event' in trigger && trigger.event === 'received',
    chain,
    field,
    path: field.map((name) => `/${name}`).join(''),
    applies: appliesTo.when && compileCondition(appliesTo.when),
    systems: target && new Set(target.systems),
    dueDates: new WeakMap(),
  };
}

function rulesKey(dataset: string, operation: 'upsert' | 'withdraw'): string {
  return operation === 'upsert' ? dataset : `${dataset} withdraw`;
}

/**
 * Whose duty it is: the record's department where no other is named; undefined where the named one is not of the workspace,
 * or would owe something for its own record by a rule that names it outright.
 */
function ownerOf(
  { chain }: PreparedRule,
  { department, record }: PlanRequest<PlanTarget>,
  { departmentNamed }: PlannerTools,
): string | undefined {
  const owner = chain?.owner;
  if (owner === undefined) return department;
  if ('department' in owner) return owner.department === department ? undefined : departmentNamed(owner.department);
  if (!record) return undefined;
  const named = valueAtPath(record, owner.field.split('.'));
  return typeof named === 'string' && named !== '' ? departmentNamed(named) : department;
}

/** The trigger date and what is due by it, why that cannot be said, or undefined: the rule asks nothing. */
function decide(
  one: PreparedRule,
  request: PlanRequest<PlanTarget>,
  calendar: Calendar,
): DatedRule | UnplannedRule | undefined {
  if (one.applies && request.record && !one.applies(request.record)) return undefined;
  const given = triggerValue(one, request);
  const dated = dateRule(one, given, calendar, 'event');
  if (dated !== 'no date') return dated;
  const fallback = dateRule(one, request.firstSeenOn, calendar, 'firstSeen');
  if (fallback !== 'no date') return fallback;
  const isMissing = given === undefined || given === null || given === '';
  return unplanned(one, isMissing ? 'DEADLINE_TRIGGER_DATE_MISSING' : 'DEADLINE_TRIGGER_DATE_WRONG', given);
}

interface DatedRule {
  readonly triggerDate: string;
  readonly triggeredBy: 'event' | 'firstSeen';
  readonly due: DueDate;
}

function dateRule(
  one: PreparedRule,
  date: unknown,
  calendar: Calendar,
  triggeredBy: DatedRule['triggeredBy'],
): DatedRule | undefined | 'no date' {
  if (typeof date !== 'string') return 'no date';
  let known = one.dueDates.get(calendar);
  if (!known) {
    known = new Map();
    one.dueDates.set(calendar, known);
  }
  let due = known.get(date);
  if (!due) {
    if (!calendar.covers(date)) return 'no date';
    if (!isInForce(one.rule.spec, date)) return undefined;
    due = computeDue(one.rule.spec, date, calendar);
    known.set(date, due);
  }
  return { triggerDate: date, triggeredBy, due };
}

function triggerValue(
  one: PreparedRule,
  { operation, record, eventDate, firstSeenOn }: PlanRequest<PlanTarget>,
): unknown {
  if (one.startsOnReceipt) return firstSeenOn;
  if (operation === 'withdraw' || !record) return eventDate;
  return valueAtPath(record, one.field);
}

function isOwedNowhere({ systems }: PreparedRule, targets: readonly PlanTarget[]): boolean {
  return systems !== undefined && !targets.some(({ system }) => systems.has(system));
}

function addObligations<Target extends PlanTarget>(
  obligations: PlannedObligation<Target>[],
  { rule, systems, operation, chain, startsOnReceipt }: PreparedRule,
  targets: readonly Target[],
  { triggerDate, triggeredBy, due, owedBy }: DatedRule & { readonly owedBy: string },
): void {
  const owe = (target: Target | null): void => {
    const { dueOn, dueAt, provisional } = closedAt(due, target?.closingTime);
    obligations.push({
      rule: rule.name,
      ruleVersion: rule.version,
      operation,
      metBy: chain ? 'recorded' : rule.spec.metBy,
      owedBy,
      startsOnReceipt,
      target,
      triggerDate,
      triggeredBy,
      dueOn,
      dueAt,
      provisional,
    });
  };
  if (systems === undefined) {
    owe(null);
    return;
  }
  for (const target of targets) if (systems.has(target.system)) owe(target);
}

const shownCharactersMax = 80;

type PlanningCode = Extract<ErrorCode, 'DEADLINE_TRIGGER_DATE_MISSING' | 'DEADLINE_TRIGGER_DATE_WRONG'>;

function unplanned(one: PreparedRule, code: PlanningCode, value: unknown): UnplannedRule {
  const { zh, en, fixZh, fixEn } = errorTable[code];
  const { name, version } = one.rule;
  const shown = typeof value === 'string' && value !== '' ? value.slice(0, shownCharactersMax) : undefined;
  return {
    rule: name,
    ruleVersion: version,
    problem: { code, path: one.path, value: shown, rule: name, zh, en, fixZh, fixEn },
  };
}
