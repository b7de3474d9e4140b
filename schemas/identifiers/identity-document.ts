import { check as checkCitizenId, normalise as normaliseCitizenId } from './citizen-id.js';
import { plainIdentifier, rightIdentifier, type IdentifierCheck } from './identifier.js';
import { check as checkPassport, normalise as normalisePassport } from './passport.js';
import { check as checkPermanentResidence } from './permanent-residence-card.js';
import { check as checkResidencePermit } from './residence-permit.js';
import { checkHongKongMacao, checkTaiwan } from './travel-permit.js';

/** The rule of one kind of document's numbers. */
interface DocumentRule {
  /** `today` is YYYY-MM-DD in Asia/Shanghai; a birth after it is a fault. */
  readonly check: (text: string, today?: string) => IdentifierCheck;
  readonly normalise: (text: string) => string;
}

/** The rules by the codes of the table id-document-type. */
const rules: ReadonlyMap<string, DocumentRule> = new Map<string, DocumentRule>([
  ['111', { check: checkCitizenId, normalise: normaliseCitizenId }],
  ['112', { check: checkCitizenId, normalise: normaliseCitizenId }],
  ['154', { check: checkResidencePermit, normalise: plainIdentifier }],
  ['414', { check: checkPassport, normalise: normalisePassport }],
  ['511', { check: checkTaiwan, normalise: plainIdentifier }],
  ['516', { check: checkHongKongMacao, normalise: plainIdentifier }],
  ['553', { check: checkPermanentResidence, normalise: plainIdentifier }],
]);

/**
 * Checks the number of an identity document by the kind of document, a code of the table id-document-type (code list
 * B of the double publicity form). A kind without a public rule, added by a workspace, passes.
 * Faults: `RECORD_CITIZEN_ID_*`, `RECORD_ID_DOCUMENT_*`.
 */
export function check(type: string, text: string, today?: string): IdentifierCheck {
  return rules.get(type)?.check(text, today) ?? rightIdentifier;
}

/** The number as its kind writes it; half-width, without blanks, upper case where the kind has no rule. */
export function normalise(type: string, text: string): string {
  return rules.get(type)?.normalise(text) ?? plainIdentifier(text);
}
