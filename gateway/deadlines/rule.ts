import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Manifest } from '../workspace/resources.js';
import { dayNumber } from './civil-date.js';

/** `spec` of a DeadlineRule manifest: one legal period, what starts it, and what it asks of whom. */
export interface DeadlineRuleSpec extends DeadlineTerm {
  readonly title: { readonly zh: string; readonly en: string };
  readonly basis: LegalBasis;
  /** First and last trigger date that the rule holds for; a later law is a new rule, never an edit. */
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly appliesTo: {
    readonly datasets: readonly string[];
    /** A condition of the mapping language over the unified record. */
    readonly when?: JsonObject;
  };
  readonly trigger: DeadlineTrigger;
  /** Systems that have to receive the record; absent: the duty has no receiver among the connectors. */
  readonly target?: { readonly systems: readonly string[] };
  /** What meets the obligation at its target. */
  readonly metBy: 'handedOver' | 'accepted' | 'published';
  /** Working days before the due day at which people are warned. */
  readonly warnAt: readonly number[];
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

/** A field of the unified record (`decisionDate`, `result.date`) or something that happened to it. */
export type DeadlineTrigger = { readonly field: string } | { readonly event: 'withdrawal' };

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
export interface DeadlineRule {
  readonly name: string;
  readonly version: number;
  readonly spec: DeadlineRuleSpec;
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
