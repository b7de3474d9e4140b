import { compileCondition } from '../../mappings/conditions.js';
import { valueAtPath } from '../../schemas/dataset-field.js';
import type { JsonObject } from '../../schemas/json.js';
import type { NameIds } from '../exchanges/names.js';
import type { ChainPlan, Chains, EvidencePlan } from '../exchanges/plan.js';
import type { Calendar } from './calendar.js';
import { stepRuleName } from './chain.js';
import { computeDue } from './compute.js';
import { type ChainRuleSpec, type DeadlineRule, isChainRule, type StepEvidence } from './rule.js';

/** What holds while no workspace is in force: no duty has steps. */
export const noChains: Chains = {
  beginningIn: () => [],
  evidenceIn: () => [],
  isLaterStep: () => false,
  ofStep: () => undefined,
};

/** The chains among the rules, bound to the numbers of this store and to the calendar of each department. */
export function createChains(
  rules: readonly DeadlineRule[],
  ids: Pick<NameIds, 'rule'>,
  calendarOf: (department: string) => Calendar,
): Chains {
  const beginning = new Map<string, ChainPlan[]>();
  const evidence = new Map<string, EvidencePlan[]>();
  const ofStep = new Map<number, ChainPlan>();
  const later = new Set<number>();
  for (const rule of rules.filter(isChainRule)) {
    const chain = chainPlan(rule, ids, calendarOf);
    for (const dataset of rule.spec.appliesTo.datasets) add(beginning, dataset, chain);
    for (const [index, step] of chain.steps.entries()) {
      ofStep.set(step.ruleId, chain);
      if (step.countFrom === 'previous') later.add(step.ruleId);
      for (const [part, one] of (rule.spec.steps[index]?.evidence ?? []).entries()) {
        add(evidence, one.dataset, evidencePlan(one, { ruleId: step.ruleId, part, shows: new Set(rule.spec.appliesTo.datasets) }));
      }
    }
  }
  return {
    beginningIn: (dataset) => beginning.get(dataset) ?? [],
    evidenceIn: (dataset) => evidence.get(dataset) ?? [],
    isLaterStep: (ruleId) => later.has(ruleId),
    ofStep: (ruleId) => ofStep.get(ruleId),
  };
}

function chainPlan(
  { name, version, spec }: DeadlineRule<ChainRuleSpec>,
  ids: Pick<NameIds, 'rule'>,
  calendarOf: (department: string) => Calendar,
): ChainPlan {
  return {
    steps: spec.steps.map((step) => ({
      ruleId: ids.rule(stepRuleName(name, step)),
      name: stepRuleName(name, step),
      ruleVersion: version,
      countFrom: step.countFrom,
      parts: step.evidence.length,
      dueFrom: (department, triggerDate) => computeDue(step, triggerDate, calendarOf(department)),
    })),
  };
}

function evidencePlan(
  { when, field }: StepEvidence,
  place: Pick<EvidencePlan, 'ruleId' | 'part' | 'shows'>,
): EvidencePlan {
  const path = field?.split('.');
  return {
    ...place,
    applies: when ? compileCondition(when) : () => true,
    doneOn: (record) => (path ? textAt(record, path) : null),
  };
}

function textAt(record: JsonObject, path: readonly string[]): string | undefined {
  const value = valueAtPath(record, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function add<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}
