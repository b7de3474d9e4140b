import type { DueDate } from './compute.js';
import type { DutyState } from './first-deadline.js';
import { isChainSpec, type ChainRuleSpec, type ChainStep, type DeadlineRule, type DeadlineRuleSpec, type RecordRuleSpec } from './rule.js';

/** The name under which a step's obligations are listed, warned of, extended and counted. */
export function stepRuleName(rule: string, step: Pick<ChainStep, 'name'>): string {
  return `${rule}/${step.name}`;
}

/** The names of a rule's obligations: its own, or one for each step of a chain. */
export function dutyNames(name: string, spec: DeadlineRuleSpec): readonly string[] {
  return isChainSpec(spec) ? spec.steps.map((step) => stepRuleName(name, step)) : [name];
}

/** The rule of one step as if it stood alone, for what counts from the trigger. */
export function stepRule({ name, version, spec }: DeadlineRule<ChainRuleSpec>, step: ChainStep): DeadlineRule<RecordRuleSpec> {
  const { steps: _, owedBy: __, ...head } = spec;
  const { duration, rollForward } = step;
  return { name: stepRuleName(name, step), version, spec: { ...head, duration, rollForward } };
}

/** A step's obligation as it stands in the store. Instants in milliseconds. */
export interface StandingStep {
  readonly state: DutyState;
  readonly dueAtMs: number;
  readonly metAtMs: number | null;
}

/** When a step was done: the day that the next one counts from, and the instant that says whether it was in time. */
export interface StepDone {
  readonly on: string;
  readonly atMs: number;
}

export interface StepChange {
  /** Position in the chain. */
  readonly step: number;
  readonly state: DutyState;
  readonly metAtMs: number | null;
  /** The obligation does not stand yet: it begins on this day. */
  readonly opened?: DueDate & { readonly triggerDate: string };
}

/**
 * What becomes of a chain's obligations by what records say now. A step that counts from the one before begins when that
 * one is met. A step is opened again when what met it is gone, and becomes late when a correction says so; an earlier day
 * in a correction changes nothing, for lateness is not corrected away. Where the data office waived a step, what counts
 * from it is not owed.
 *
 * @param standing by position; undefined where no obligation stands
 * @param done by position; undefined where not all evidence is there
 */
export function followChain(
  steps: readonly Pick<ChainStep, 'countFrom'>[],
  standing: readonly (StandingStep | undefined)[],
  done: readonly (StepDone | undefined)[],
  dueFrom: (step: number, triggerDate: string) => DueDate,
): StepChange[] {
  const changes: StepChange[] = [];
  let before: StepDone | undefined;
  for (const [step, { countFrom }] of steps.entries()) {
    const stands = standing[step];
    const mayBegin = countFrom === 'previous' && before !== undefined && (!stands || stands.state === 'withdrawn');
    const opened = mayBegin && !stands && before ? { ...dueFrom(step, before.on), triggerDate: before.on } : undefined;
    const duty = opened ? { state: 'open' as const, dueAtMs: Date.parse(opened.dueAt), metAtMs: null } : stands;
    const isOwed = duty !== undefined && duty.state !== 'waived' && (duty.state !== 'withdrawn' || mayBegin);
    if (!isOwed) {
      before = undefined;
      continue;
    }
    const met = done[step];
    const now = judge(duty, met);
    if (opened || now.state !== duty.state || now.metAtMs !== duty.metAtMs) changes.push({ step, ...now, ...(opened ? { opened } : {}) });
    before = met;
  }
  return changes;
}

function judge({ dueAtMs, metAtMs }: StandingStep, met: StepDone | undefined): Pick<StepChange, 'state' | 'metAtMs'> {
  if (!met) return { state: 'open', metAtMs: null };
  const atMs = Math.max(met.atMs, metAtMs ?? met.atMs);
  return { state: atMs <= dueAtMs ? 'met' : 'met-late', metAtMs: atMs };
}
