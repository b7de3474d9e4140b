import { administrativeLicenceRules } from './administrative-licence.js';
import { administrativePenaltyRules } from './administrative-penalty.js';
import { inspectionRules } from './inspection.js';
import type { RuleList } from './rule.js';

/** The rules of every dataset that has some; a new dataset's are added here. */
export const rulesOfDatasets: ReadonlyMap<string, RuleList> = new Map<string, RuleList>([
  ['administrative-licence', administrativeLicenceRules],
  ['administrative-penalty', administrativePenaltyRules],
  ['inspection', inspectionRules],
]);
