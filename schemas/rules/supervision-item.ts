import type { SupervisionItem } from '../generated/supervision-item.js';
import { inUseRules } from './in-use.js';
import type { Rule } from './rule.js';

/** Rules of the supervision item list. */
export const supervisionItemRules: readonly Rule<SupervisionItem>[] = [...inUseRules];
