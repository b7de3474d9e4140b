import { conditionProblems } from '../../mappings/conditions.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { CalendarLayer } from '../deadlines/calendar-layer.js';
import { createCalendar } from '../deadlines/calendar.js';
import type { DeadlineRuleSpec } from '../deadlines/rule.js';
import type { RetentionRuleSpec } from '../erasure/retention-rule.js';
import type { PublicationRuleSpec } from '../publication/rule.js';
import type { CheckContext } from './check.js';
import { reportThrown } from './report-thrown.js';
import { checkDatasetNames, checkRule } from './check-rule.js';
import { checkMapping, reportMistakes } from './check-mapping.js';
import { oneOf } from './one-of.js';
import { valueAt } from './manifest-problem.js';
import type { CodeTableSpec, Manifest } from './resources.js';

/** Where each kind has conditions of the mapping language; `*` stands for each item of a list. */
const conditionPaths: Readonly<Record<string, readonly string[]>> = {
  Exchange: ['/targets/*/when'],
  Agreement: ['/scope/when'],
  DeadlineRule: ['/appliesTo/when', '/steps/*/evidence/*/when'],
  PublicationRule: ['/classes/*/when', '/repair/when'],
};

/** What a schema cannot say of a manifest's own content: mapping rules, conditions, codes, days and periods. */
export function checkContent(manifest: Manifest, context: CheckContext): void {
  for (const path of conditionPaths[manifest.kind] ?? []) checkConditions(manifest, path, context);
  switch (manifest.kind) {
    case 'Mapping':
      checkMapping(manifest, context);
      break;
    case 'CodeTable':
      checkCodes(manifest as unknown as Manifest<CodeTableSpec>, context);
      break;
    case 'DeadlineRule':
      checkRule(manifest as unknown as Manifest<DeadlineRuleSpec>, context);
      break;
    case 'PublicationRule':
      checkPublicationRule(manifest as unknown as Manifest<PublicationRuleSpec>, context);
      break;
    case 'RetentionRule':
      checkDatasetNames(manifest, (manifest as unknown as Manifest<RetentionRuleSpec>).spec.datasets, '/spec/datasets', context);
      break;
    case 'Calendar':
      reportThrown(manifest, context, () => createCalendar([manifest.spec as unknown as CalendarLayer]));
      break;
    case 'Route':
      context.report(manifest, 'CONFIG_ROUTE_NOT_SUPPORTED', { path: '/kind' });
      break;
    default:
  }
}

function checkConditions(manifest: Manifest, pattern: string, context: CheckContext): void {
  for (const { path, condition } of conditionsAt(manifest.spec, pattern)) {
    reportMistakes(manifest, `/spec${path}`, conditionProblems(condition), context);
  }
}

function conditionsAt(spec: JsonObject, pattern: string): { path: string; condition: JsonValue }[] {
  const [list = '', ...inner] = pattern.split('/*');
  const rest = inner.length === 0 ? undefined : inner.join('/*');
  if (rest === undefined) {
    const condition = valueAt(spec, pattern);
    return condition === undefined ? [] : [{ path: pattern, condition }];
  }
  const items = valueAt(spec, list);
  if (!Array.isArray(items)) return [];
  return items.flatMap((_, index) => conditionsAt(spec, `${list}/${String(index)}${rest}`));
}

function checkCodes(manifest: Manifest<CodeTableSpec>, context: CheckContext): void {
  const { extends: base, items } = manifest.spec;
  if (base !== undefined && context.shippedCodeTables.table(base) === undefined) {
    context.report(manifest, 'CONFIG_CODE_TABLE_UNKNOWN', { path: '/spec/extends', given: base });
  }
  const codes = new Set<string>();
  for (const [index, { code, validFrom, validTo }] of items.entries()) {
    const path = `/spec/items/${String(index)}`;
    if (codes.has(code)) context.report(manifest, 'CONFIG_CODE_TWICE', { path: `${path}/code`, given: code });
    codes.add(code);
    if (validFrom !== undefined && validTo !== undefined && validTo < validFrom) {
      context.report(manifest, 'CONFIG_PERIOD_REVERSED', { path: `${path}/validTo`, given: `${validFrom} … ${validTo}` });
    }
  }
}

function checkPublicationRule(manifest: Manifest<PublicationRuleSpec>, context: CheckContext): void {
  const { dataset, repair, effectiveFrom, effectiveTo, classes } = manifest.spec;
  const known = context.datasets;
  for (const [path, name] of [['/spec/dataset', dataset], ['/spec/repair/dataset', repair?.dataset]] as const) {
    if (name === undefined || known.has(name)) continue;
    context.report(manifest, 'CONFIG_DATASET_UNKNOWN', { path, given: name, expected: oneOf(known.keys(), name) });
  }
  if (effectiveTo !== undefined && effectiveTo < effectiveFrom) {
    context.report(manifest, 'CONFIG_PERIOD_REVERSED', { path: '/spec/effectiveTo', given: `${effectiveFrom} … ${effectiveTo}` });
  }
  for (const [index, { leastMonths, mostMonths }] of classes.entries()) {
    if (leastMonths <= mostMonths) continue;
    const given = `${String(leastMonths)} … ${String(mostMonths)}`;
    context.report(manifest, 'CONFIG_PERIOD_REVERSED', { path: `/spec/classes/${String(index)}/mostMonths`, given });
  }
}
