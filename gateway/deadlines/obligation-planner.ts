import { compileCondition } from '../../mappings/conditions.js';
import type { NameIds } from '../exchanges/names.js';
import type { ObligationPlanner, PlannedObligation } from '../exchanges/plan.js';
import type { CalendarLayer } from './calendar-layer.js';
import { departmentCalendars } from './department-calendars.js';
import { createPlanner } from './plan.js';
import type { DeadlineRule } from './rule.js';

export interface ObligationPlannerOptions {
  readonly rules: readonly DeadlineRule[];
  readonly layers: readonly CalendarLayer[];
  /** GB/T 2260 code of a department's division: it chooses the calendar's layers. */
  readonly divisionOf: (department: string) => string;
  readonly ids: Pick<NameIds, 'rule'>;
}

const metBy = { handedOver: 'handed-over', accepted: 'accepted', published: 'published' } as const;

/** The deadline planner bound to a workspace's departments and to the numbers of this store. */
export function createObligationPlanner(options: ObligationPlannerOptions): ObligationPlanner {
  const calendarOf = departmentCalendars(options.layers, options.divisionOf);
  const planner = createPlanner({ rules: options.rules, calendarOf, divisionOf: options.divisionOf, compileCondition });
  return {
    plan({ dataset, department, operation, eventDate, firstSeenOn, record, targets }): PlannedObligation[] {
      const { obligations } = planner.plan({
        dataset,
        department,
        operation,
        targets,
        record,
        eventDate,
        firstSeenOn,
      });
      return obligations.map((one) => ({
        ruleId: options.ids.rule(one.rule),
        ruleVersion: one.ruleVersion,
        targetId: one.target?.targetId ?? 0,
        triggerDate: one.triggerDate,
        dueOn: one.dueOn,
        dueAt: one.dueAt,
        provisional: one.provisional,
        metBy: metBy[one.metBy],
        operation,
      }));
    },
  };
}
