import { compileCondition } from '../../mappings/conditions.js';
import type { NameIds } from '../exchanges/names.js';
import type { Workspace } from '../workspace/workspace.js';
import type { PeriodDutyOptions } from './period-duties.js';
import { type DeadlineRule, isPeriodRule } from './rule.js';

/** What a workspace says of the duties of periods: whose they are, and who receives what fulfils them. */
export function periodDutyOptions(
  workspace: Workspace,
  rules: readonly DeadlineRule[],
  ids: NameIds,
): Omit<PeriodDutyOptions, 'store' | 'makeId'> {
  const exchanges = workspace.exchanges();
  return {
    rules: rules.filter(isPeriodRule),
    departments: workspace.departments().map(({ metadata: { name }, spec: { divisionCode } }) => ({
      name,
      divisionCode,
      datasets: new Set(exchanges.filter(({ metadata }) => metadata.department === name).map(({ spec }) => spec.dataset)),
    })),
    targets: workspace
      .connectors()
      .filter(({ spec }) => spec.delivery !== undefined)
      .map(({ metadata, spec }) => ({ reference: `${metadata.department}/${metadata.name}`, system: spec.system })),
    ids,
    compileCondition,
  };
}
