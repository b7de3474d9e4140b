import type { SpotCheckTask } from '../generated/spot-check-task.js';
import { cooperationRules } from './cooperation.js';
import { inOrder, notInFuture } from './dates.js';
import { twoOfficersRule } from './officers.js';
import type { Rule } from './rule.js';

/** Rules of draws for double-random inspections. */
export const spotCheckTaskRules: readonly Rule<SpotCheckTask>[] = [
  ...cooperationRules,
  twoOfficersRule,
  notInFuture('drawnDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('drawnDate', 'dueDate', 'RECORD_DUE_BEFORE_START'),
];
