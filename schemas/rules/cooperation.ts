import type { Authority } from '../generated/parts.js';
import type { Rule } from './rule.js';

interface Cooperation {
  readonly authority: Authority;
  readonly cooperatingAuthorities?: readonly Authority[];
}

/** Rules of what several departments do together. */
export const cooperationRules: readonly Rule<Cooperation>[] = [
  {
    name: 'leader-is-no-partner',
    reads: ['/authority', '/cooperatingAuthorities'],
    check: ({ authority, cooperatingAuthorities = [] }) => {
      const index = cooperatingAuthorities.findIndex(({ creditCode }) => creditCode === authority.creditCode);
      return index < 0
        ? undefined
        : { code: 'RECORD_PARTNER_IS_LEADER', path: `/cooperatingAuthorities/${index}/creditCode` };
    },
  },
];
