import type { Workspace } from '../workspace/workspace.js';
import { layersOfDivision } from './calendar-layer.js';
import { type Calendar, createCalendar } from './calendar.js';
import { stepRuleName } from './chain.js';
import { isChainSpec, isPeriodSpec, type DeadlineTerm } from './rule.js';

/** How the obligations of a name are counted for a department, by the rules in force. */
export interface Counting {
  readonly term: DeadlineTerm;
  readonly calendar: Calendar;
}

/**
 * The arithmetic behind an obligation's due date. Undefined where there is none to speak of: the rule is gone, or its dates
 * are fixed by the calendar.
 */
export function countingOf(workspace: Workspace, department: string, dutyName: string): Counting | undefined {
  const term = termNamed(workspace, dutyName);
  if (!term) return undefined;
  const division = workspace.departments().find(({ metadata }) => metadata.name === department)?.spec.divisionCode ?? '000000';
  const layers = workspace.calendars().map(({ spec }) => spec);
  return { term, calendar: createCalendar(layersOfDivision(layers, division)) };
}

function termNamed(workspace: Workspace, dutyName: string): DeadlineTerm | undefined {
  for (const { metadata, spec } of workspace.deadlineRules()) {
    if (isChainSpec(spec)) {
      const step = spec.steps.find((one) => stepRuleName(metadata.name, one) === dutyName);
      if (step) return step;
    } else if (metadata.name === dutyName) {
      return isPeriodSpec(spec) ? undefined : spec;
    }
  }
  return undefined;
}
