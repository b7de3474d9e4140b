import type { InspectionImplementationList } from '../generated/inspection-implementation-list.js';
import { inUseRules } from './in-use.js';
import type { Finding, Rule } from './rule.js';

const otherBody: Finding = { code: 'RECORD_LIST_CODE_OTHER_BODY', path: '/code' };

/** Rules of the inspection implementation list, whose codes begin with the credit code of the body. */
export const inspectionImplementationListRules: readonly Rule<InspectionImplementationList>[] = [
  ...inUseRules,
  {
    name: 'code-is-of-its-body',
    reads: ['/code', '/authority/creditCode'],
    check: ({ code, authority }) => (code.startsWith(authority.creditCode) ? undefined : otherBody),
  },
];
