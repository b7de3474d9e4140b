import { citizenId } from './transforms/citizen-id.js';
import { creditCode } from './transforms/credit-code.js';
import { documentNumber } from './transforms/document-number.js';
import { halfWidth, lower, upper } from './transforms/letters.js';
import { maskId, maskName, maskPhone } from './transforms/masking.js';
import { partyCategory } from './transforms/party-category.js';
import { collapseSpaces, removeSpaces, trim } from './transforms/spacing.js';
import type { Transform } from './transforms/transform.js';
import { longTerm, noneText } from './transforms/words.js';

/** Everything that `apply` can name. */
export const transforms: readonly Transform[] = [
  trim,
  collapseSpaces,
  removeSpaces,
  halfWidth,
  upper,
  lower,
  documentNumber,
  creditCode,
  citizenId,
  partyCategory,
  maskName,
  maskId,
  maskPhone,
  noneText,
  longTerm,
];
