import { amountOperator } from './operators/amount.js';
import { applyOperator } from './operators/apply.js';
import { codesOperator } from './operators/codes.js';
import { constOperator } from './operators/const.js';
import { dateOperator } from './operators/date.js';
import { eachOperator } from './operators/each.js';
import { exprOperator } from './operators/expr.js';
import { fieldsOperator } from './operators/fields.js';
import { firstOperator } from './operators/first.js';
import { fromOperator } from './operators/from.js';
import { joinOperator } from './operators/join.js';
import { listOperator } from './operators/list.js';
import { lookupOperator } from './operators/lookup.js';
import { numberOperator } from './operators/number.js';
import type { SourceOperator, StepOperator } from './operators/operator.js';
import { splitOperator } from './operators/split.js';
import { zipOperator } from './operators/zip.js';

/** Where a value can come from. A rule names exactly one. */
export const sourceOperators: readonly SourceOperator[] = [
  fromOperator,
  constOperator,
  firstOperator,
  listOperator,
  zipOperator,
  amountOperator,
  exprOperator,
];

/** What can be done with it, in the order in which it is done, however the rule is written down. */
export const stepOperators: readonly StepOperator[] = [
  applyOperator,
  splitOperator,
  eachOperator,
  fieldsOperator,
  lookupOperator,
  codesOperator,
  dateOperator,
  numberOperator,
  joinOperator,
];
