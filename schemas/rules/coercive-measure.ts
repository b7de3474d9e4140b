import type { CoerciveMeasure } from '../generated/coercive-measure.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { forbids, needs } from './presence.js';
import type { Rule } from './rule.js';

/** Codes of the table coercion-kind. */
const measure = '1';
const execution = '2';

/** @law 行政强制法 第二条、第九条、第十二条 */
export const coerciveMeasureRules: readonly Rule<CoerciveMeasure>[] = [
  ...partyRules,
  notInFuture('decisionDate', 'RECORD_DECISION_DATE_IN_FUTURE'),
  inOrder('startDate', 'extendedUntil', 'RECORD_END_BEFORE_START'),
  inOrder('startDate', 'endDate', 'RECORD_END_BEFORE_START'),
  ...typeOf(measure, 'measureType', 'executionType'),
  ...typeOf(execution, 'executionType', 'measureType'),
];

type TypeField = 'measureType' | 'executionType';

/** Either kind has a type of its own and none of the other's. */
function typeOf(code: string, own: TypeField, other: TypeField): readonly Rule<CoerciveMeasure>[] {
  const when = ({ kind }: CoerciveMeasure): boolean => kind === code;
  const demand = { reads: ['kind'] as const, when };
  return [
    needs({ ...demand, name: `kind-${code}-has-its-type`, code: 'RECORD_COERCION_TYPE_MISSING', fields: [own] }),
    forbids({ ...demand, name: `kind-${code}-has-no-other-type`, code: 'RECORD_COERCION_TYPE_OTHER_KIND', fields: [other] }),
  ];
}
