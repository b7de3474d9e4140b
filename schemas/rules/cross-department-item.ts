import type { CrossDepartmentItem } from '../generated/cross-department-item.js';
import { cooperationRules } from './cooperation.js';
import { inUseRules } from './in-use.js';
import type { Rule } from './rule.js';

/** Rules of the list of matters that several departments supervise together. */
export const crossDepartmentItemRules: readonly Rule<CrossDepartmentItem>[] = [...inUseRules, ...cooperationRules];
