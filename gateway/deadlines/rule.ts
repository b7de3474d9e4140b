import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Manifest } from '../workspace/resources.js';
import { dayNumber } from './civil-date.js';

/** `spec` of a DeadlineRule manifest: one legal duty with its date, what starts it, and what it asks of whom. */
export type DeadlineRuleSpec = RecordRuleSpec | PeriodRuleSpec | ChainRuleSpec;

interface RuleHead {
  readonly title: { readonly zh: string; readonly en: string };
  readonly basis: LegalBasis;
  /** The document names no figure, or says only “promptly”: whoever runs the gateway set it. */
  readonly setLocally: boolean;
  /** First and last trigger date that the rule holds for; a later law is a new rule, never an edit. */
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly appliesTo: {
    readonly datasets: readonly string[];
    /** A condition of the mapping language over the unified record. */
    readonly when?: JsonObject;
    /** GB/T 2260 codes: departments of these provinces, prefectures or counties. Absent: everywhere. */
    readonly divisions?: readonly string[];
    /** Names of departments. Absent: all. */
    readonly departments?: readonly string[];
  };
  /** Systems that have to receive the record; absent: the duty has no receiver among the connectors. */
  readonly target?: { readonly systems: readonly string[] };
  /** What meets the obligation at its target. */
  readonly metBy: 'handedOver' | 'accepted' | 'published';
  /** Working days before the due day at which people are warned. */
  readonly warnAt: readonly number[];
}

/** A period that starts with each record. */
export interface RecordRuleSpec extends RuleHead, DeadlineTerm {
  readonly trigger: DeadlineTrigger;
}

/** Steps that follow one from another: a lead is received, verified, and fed back. */
export interface ChainRuleSpec extends RuleHead {
  readonly trigger: Exclude<DeadlineTrigger, { readonly event: 'withdrawal' }>;
  /** Whose duty it is; absent: the department's whose record it is. */
  readonly owedBy?: ChainOwner;
  readonly steps: readonly ChainStep[];
}

/**
 * A department by name, which owes nothing for its own records; or by the field that holds its name or credit code, the
 * record's department where that is empty.
 */
export type ChainOwner = { readonly department: string } | { readonly field: string };

export interface ChainStep extends Omit<DeadlineTerm, 'closingTime'> {
  readonly name: string;
  readonly title: RuleHead['title'];
  /** The day that its period starts on: that of the trigger, or on which the step before was met. */
  readonly countFrom: 'trigger' | 'previous';
  /** All of it has to be there, from one record or several. */
  readonly evidence: readonly StepEvidence[];
}

/** A record of the dataset that refers to the one that the chain began with. */
export interface StepEvidence {
  readonly dataset: string;
  readonly when?: JsonObject;
  /** Its date on which the step was done; absent: the day on which the gateway stored the record. */
  readonly field?: string;
}

/** A duty that comes back with each month, quarter or year, and how many records fulfil it. */
export interface PeriodRuleSpec extends RuleHead {
  readonly trigger: { readonly each: 'month' | 'quarter' | 'year' };
  /** `MM-DD` of the year; absent: the period's last day. Such a date never rolls forward. */
  readonly dueOn?: string;
  readonly closingTime?: string;
  readonly quota: Quota;
}

/** So many records in the period, or so many of each hundred things that another dataset lists. */
export type Quota = { readonly records: number } | CoverageQuota;

export interface CoverageQuota {
  readonly percent: number;
  /** Field of the records that names the thing, and the dataset and field that list all things. */
  readonly field: string;
  readonly of: { readonly dataset: string; readonly field: string };
}

/** The arithmetic of a rule, without its law and its receivers. */
export interface DeadlineTerm {
  readonly duration: DeadlineDuration;
  /** A last day that is a rest day moves to the next working day. Periods in working days never need it. */
  readonly rollForward: boolean;
  /** `HH:MM` in Asia/Shanghai, where the receiver closes before 24:00. @law 民法典 第203条 */
  readonly closingTime?: string;
}

export type DeadlineDuration =
  { readonly workingDays: number } | { readonly calendarDays: number } | { readonly months: number };

/**
 * A field of the unified record (`decisionDate`, `result.date`) or something that happened to it: it was withdrawn, or the
 * gateway first saw it, which no correction changes.
 */
export type DeadlineTrigger = { readonly field: string } | { readonly event: 'withdrawal' | 'received' };

export interface LegalBasis {
  readonly document: string;
  /** 文号; a few documents have none. */
  readonly documentNumber?: string;
  readonly article: string;
  readonly issuer: string;
  readonly issuedOn?: string;
  readonly link?: string;
  readonly note?: string;
}

/** A rule as the planner takes it: `version` is the resource version that an obligation names. */
export interface DeadlineRule<Spec extends DeadlineRuleSpec = DeadlineRuleSpec> {
  readonly name: string;
  readonly version: number;
  readonly spec: Spec;
}

/** True for a duty that comes back with each period. */
export function isPeriodRule(rule: DeadlineRule): rule is DeadlineRule<PeriodRuleSpec> {
  return isPeriodSpec(rule.spec);
}

/** True for a duty that each record starts, of a single step. */
export function isRecordRule(rule: DeadlineRule): rule is DeadlineRule<RecordRuleSpec> {
  return 'duration' in rule.spec;
}

/** True for a duty of several steps. */
export function isChainRule(rule: DeadlineRule): rule is DeadlineRule<ChainRuleSpec> {
  return isChainSpec(rule.spec);
}

/** As `isChainRule`, of a rule's `spec` alone. */
export function isChainSpec(spec: DeadlineRuleSpec): spec is ChainRuleSpec {
  return 'steps' in spec;
}

/** As `isPeriodRule`, of a rule's `spec` alone. */
export function isPeriodSpec(spec: DeadlineRuleSpec): spec is PeriodRuleSpec {
  return 'each' in spec.trigger;
}

/** True when a rule holds for a department, by its name and the place that it is responsible for. */
export function holdsFor(spec: DeadlineRuleSpec, department: string, divisionCode: string): boolean {
  const { departments, divisions } = spec.appliesTo;
  if (departments && !departments.includes(department)) return false;
  return divisions === undefined || divisions.some((code) => divisionCode.startsWith(withoutLowerLevels(code)));
}

/** `620000` is Gansu and all below it, `623000` Gannan: two zeros at a level's place stand for the whole. */
function withoutLowerLevels(divisionCode: string): string {
  return divisionCode.replace(/(00){1,2}$/, '');
}

/** Makes the planner's rule of a checked manifest. */
export function ruleOfManifest(manifest: Manifest<DeadlineRuleSpec>, version: number): DeadlineRule {
  return { name: manifest.metadata.name, version, spec: manifest.spec };
}

/** True when a rule holds for a period that starts on the date. Dates in this form compare as text. */
export function isInForce(spec: DeadlineRuleSpec, triggerDate: string): boolean {
  return spec.effectiveFrom <= triggerDate && triggerDate <= (spec.effectiveTo ?? openEnd);
}

const openEnd = '9999-12-31';

/**
 * Refuses what a schema cannot see: a reversed period of force (DEADLINE_RULE_PERIOD_REVERSED) and two
 * versions of one rule in force on the same day (DEADLINE_RULE_PERIODS_OVERLAP).
 */
export function checkRules(rules: readonly DeadlineRule[]): void {
  for (const {
    name,
    spec: { effectiveFrom, effectiveTo = openEnd },
  } of rules) {
    const isReal = dayNumber(effectiveFrom) !== undefined && dayNumber(effectiveTo) !== undefined;
    if (!isReal || effectiveFrom > effectiveTo) {
      throw new GatewayError('DEADLINE_RULE_PERIOD_REVERSED', { rule: name, effectiveFrom, effectiveTo });
    }
  }
  const inOrder = rules.toSorted((first, second) =>
    compareText(first.spec.effectiveFrom, second.spec.effectiveFrom),
  );
  const lastDays = new Map<string, string>();
  for (const {
    name,
    spec: { effectiveFrom, effectiveTo = openEnd },
  } of inOrder) {
    const lastDay = lastDays.get(name);
    if (lastDay !== undefined && effectiveFrom <= lastDay) {
      throw new GatewayError('DEADLINE_RULE_PERIODS_OVERLAP', { rule: name, effectiveFrom, lastDay });
    }
    lastDays.set(name, effectiveTo);
  }
}

function compareText(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
