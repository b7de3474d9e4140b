import type { JointInspectionTask } from '../generated/joint-inspection-task.js';
import { cooperationRules } from './cooperation.js';
import { inOrder } from './dates.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Codes of the table joint-task-state for a task that is over. */
const over: ReadonlySet<string> = new Set(['03', '04']);

/** Rules of inspections that several departments make together; a task is handed out before its first day. */
export const jointInspectionTaskRules: readonly Rule<JointInspectionTask>[] = [
  ...cooperationRules,
  inOrder('startDate', 'dueDate', 'RECORD_DUE_BEFORE_START'),
  inOrder('startDate', 'endDate', 'RECORD_END_BEFORE_START'),
  needs<JointInspectionTask>({
    name: 'ended-has-its-day',
    code: 'RECORD_TASK_END_MISSING',
    fields: ['endDate'],
    reads: ['state'],
    when: ({ state }) => over.has(state),
  }),
];
