import { checkRules, isChainSpec, type ChainRuleSpec, type DeadlineRuleSpec, type StepEvidence } from '../deadlines/rule.js';
import type { CheckContext } from './check.js';
import { oneOf } from './one-of.js';
import { reportThrown } from './report-thrown.js';
import type { Manifest } from './resources.js';

/** What a schema cannot say of a deadline rule: days, datasets, and the steps of a chain. */
export function checkRule(manifest: Manifest<DeadlineRuleSpec>, context: CheckContext): void {
  const { metadata, spec } = manifest;
  reportThrown(manifest, context, () => checkRules([{ name: metadata.name, version: 1, spec }]));
  checkDatasetNames(manifest, spec.appliesTo.datasets, '/spec/appliesTo/datasets', context);
  if (isChainSpec(spec)) checkSteps(manifest, spec, context);
}

/** Reports every name in the list at `path` that is no dataset's. */
export function checkDatasetNames(manifest: Manifest<unknown>, names: readonly string[], path: string, context: CheckContext): void {
  for (const [index, name] of names.entries()) checkDatasetName(manifest, name, `${path}/${String(index)}`, context);
}

function checkDatasetName(manifest: Manifest<unknown>, dataset: string, path: string, context: CheckContext): boolean {
  if (context.datasets.has(dataset)) return true;
  context.report(manifest, 'CONFIG_DATASET_UNKNOWN', { path, given: dataset, expected: oneOf(context.datasets.keys(), dataset) });
  return false;
}

function checkSteps(manifest: Manifest<unknown>, spec: ChainRuleSpec, context: CheckContext): void {
  const { steps, owedBy } = spec;
  if (owedBy && 'department' in owedBy) {
    const known = context.workspace.departments().map(({ metadata }) => metadata.name);
    const given = owedBy.department;
    if (!known.includes(given)) context.report(manifest, 'CONFIG_DEPARTMENT_UNKNOWN', { path: '/spec/owedBy/department', given, expected: oneOf(known, given) });
  }
  const names = new Set<string>();
  for (const [index, { name, countFrom, evidence }] of steps.entries()) {
    const path = `/spec/steps/${String(index)}`;
    if (names.has(name)) context.report(manifest, 'DEADLINE_STEP_TWICE', { path: `${path}/name`, given: name });
    names.add(name);
    if (index === 0 && countFrom === 'previous') context.report(manifest, 'DEADLINE_STEP_FIRST', { path: `${path}/countFrom`, given: countFrom });
    for (const [part, one] of evidence.entries()) {
      checkEvidence(manifest, { spec, one, path: `${path}/evidence/${String(part)}` }, context);
    }
  }
}

/** Evidence has to refer to the record that the chain begins with; its date has to be a field that it has. */
function checkEvidence(
  manifest: Manifest<unknown>,
  { spec, one: { dataset, field }, path }: { readonly spec: ChainRuleSpec; readonly one: StepEvidence; readonly path: string },
  context: CheckContext,
): void {
  if (!checkDatasetName(manifest, dataset, `${path}/dataset`, context)) return;
  const schema = context.datasets.get(dataset);
  const referredTo = schema?.references.map((one) => one.dataset) ?? [];
  const unnamed = spec.appliesTo.datasets.filter((name) => !referredTo.includes(name));
  if (unnamed.length > 0) {
    context.report(manifest, 'DEADLINE_STEP_REFERS_NOT', { path: `${path}/dataset`, given: `${dataset} → ${unnamed.join(', ')}`, expected: oneOf(referredTo) });
  }
  if (field !== undefined && schema && !schema.fields.has(field)) {
    context.report(manifest, 'DEADLINE_STEP_FIELD_UNKNOWN', { path: `${path}/field`, given: `${dataset}.${field}`, expected: oneOf(schema.fields.keys(), field) });
  }
}
