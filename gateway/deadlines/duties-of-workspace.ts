import { compileCondition } from '../../mappings/conditions.js';
import type { NameIds } from '../exchanges/names.js';
import type { ObligationPlanner } from '../exchanges/plan.js';
import type { Workspace } from '../workspace/workspace.js';
import { dutyNames } from './chain.js';
import { departmentCalendars } from './department-calendars.js';
import { createObligationPlanner } from './obligation-planner.js';
import type { PeriodDutyOptions } from './period-duties.js';
import { type DeadlineRule, isPeriodRule } from './rule.js';
import type { WarningOptions } from './warnings.js';

/** The planner of a workspace's rules, and what warnings of its obligations have to know. */
export function dutiesOfWorkspace(
  workspace: Workspace,
  rules: readonly DeadlineRule[],
  ids: NameIds,
): { readonly planner: ObligationPlanner } & Pick<WarningOptions, 'thresholds' | 'calendarOf'> {
  const departments = workspace.departments();
  const divisions = new Map(departments.map(({ metadata, spec }) => [metadata.name, spec.divisionCode]));
  const names = new Map(departments.flatMap(({ metadata: { name }, spec: { creditCode } }) => [[name, name], [creditCode, name]]));
  const numbers = new Map(departments.map(({ metadata: { name } }) => [ids.department(name), name]));
  const layers = workspace.calendars().map(({ spec }) => spec);
  const divisionOf = (department: string): string => divisions.get(department) ?? wholeCountry;
  const calendarOf = departmentCalendars(layers, divisionOf);
  return {
    planner: createObligationPlanner({ rules, layers, divisionOf, departmentNamed: (text) => names.get(text), ids }),
    thresholds: new Map(
      rules.flatMap(({ name, spec }) => dutyNames(name, spec).map((duty) => [ids.rule(duty), spec.warnAt] as const)),
    ),
    calendarOf: (department) => calendarOf(numbers.get(department) ?? ''),
  };
}

/** GB/T 2260: no division in particular. */
const wholeCountry = '000000';

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
