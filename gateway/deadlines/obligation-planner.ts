import { compileCondition } from '../../mappings/conditions.js';
import type { NameIds } from '../exchanges/names.js';
import type { ObligationPlanner, PlannedObligation } from '../exchanges/plan.js';
import type { CalendarLayer } from './calendar-layer.js';
import { departmentCalendars } from './department-calendars.js';
import { createChains } from './chain-plans.js';
import { createPlanner } from './plan.js';
import type { DeadlineRule } from './rule.js';

export interface ObligationPlannerOptions {
  readonly rules: readonly DeadlineRule[];
  readonly layers: readonly CalendarLayer[];
  /** GB/T 2260 code of a department's division: it chooses the calendar's layers. */
  readonly divisionOf: (department: string) => string;
  /** The department with this name or credit code, where it is one of the workspace's. */
  readonly departmentNamed: (text: string) => string | undefined;
  readonly ids: Pick<NameIds, 'rule' | 'department'>;
}

/** The planner that `current` gives at the moment: configuration changes while the pipeline holds on to it. */
export function plannerInForce(current: () => ObligationPlanner): ObligationPlanner {
  return {
    plan: (request) => current().plan(request),
    get chains() {
      return current().chains;
    },
  };
}

const metBy = { handedOver: 'handed-over', accepted: 'accepted', published: 'published', recorded: 'recorded' } as const;

/** The deadline planner bound to a workspace's departments and to the numbers of this store. */
export function createObligationPlanner(options: ObligationPlannerOptions): ObligationPlanner {
  const calendarOf = departmentCalendars(options.layers, options.divisionOf);
  const { rules, divisionOf, departmentNamed, ids } = options;
  const planner = createPlanner({ rules, calendarOf, divisionOf, departmentNamed, compileCondition });
  return {
    chains: createChains(rules, ids, calendarOf),
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
        ruleId: ids.rule(one.rule),
        ruleVersion: one.ruleVersion,
        targetId: one.target?.targetId ?? 0,
        triggerDate: one.triggerDate,
        dueOn: one.dueOn,
        dueAt: one.dueAt,
        provisional: one.provisional,
        metBy: metBy[one.metBy],
        departmentId: ids.department(one.owedBy),
        startsOnReceipt: one.startsOnReceipt,
        operation,
      }));
    },
  };
}
