import { inOrder } from './dates.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

interface InUse {
  readonly state: string;
  readonly effectiveDate: string;
  readonly retiredDate?: string;
}

/** Code of the table item-state for what is no longer in use. */
const retired = '0';

/** Rules of what stands in a list from one day until another. It may be entered before its first day. */
export const inUseRules: readonly Rule<InUse>[] = [
  inOrder('effectiveDate', 'retiredDate', 'RECORD_RETIRED_BEFORE_EFFECTIVE'),
  needs<InUse>({
    name: 'retired-has-its-day',
    code: 'RECORD_RETIRED_DATE_MISSING',
    fields: ['retiredDate'],
    reads: ['state'],
    when: ({ state }) => state === retired,
  }),
];
