import type { Officer } from '../generated/parts.js';
import type { Finding, Rule } from './rule.js';

/** Enforcement takes at least two officers: 行政处罚法 第四十二条; the national field set asks for as many. */
const officersMin = 2;

const tooFew: Finding = { code: 'RECORD_OFFICERS_TOO_FEW', path: '/officers' };

/** The rule that no officer acts alone. */
export const twoOfficersRule: Rule<{ readonly officers: readonly Officer[] }> = {
  name: 'two-officers',
  reads: ['/officers'],
  check: ({ officers }) => (officers.length < officersMin ? tooFew : undefined),
};
