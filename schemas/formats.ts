import { check as checkCaseNumber } from './identifiers/case-number.js';
import { check as checkCreditCode } from './identifiers/unified-social-credit-code.js';
import { check as checkDivisionCode } from './identifiers/division-code.js';
import { check as checkDocumentNumber } from './identifiers/document-number.js';
import { rightIdentifier, type IdentifierCheck } from './identifiers/identifier.js';
import { check as checkImplementationListCode } from './identifiers/implementation-list-code.js';
import { check as checkOrganisationCode } from './identifiers/organisation-code.js';
import { check as checkRegistrationNumber } from './identifiers/registration-number.js';
import { hasDateForm, isInstant, isLegalDate } from './legal-date.js';

/** The values of `format` in record schemas, each with its check. */
export const formatChecks: ReadonlyMap<string, (text: string) => IdentifierCheck> = new Map([
  ['case-number', checkCaseNumber],
  ['date', checkDate],
  ['date-time', checkInstant],
  ['division-code', checkDivisionCode],
  ['document-number', checkDocumentNumber],
  ['implementation-list-code', checkImplementationListCode],
  ['organisation-code', checkOrganisationCode],
  ['registration-number', checkRegistrationNumber],
  ['unified-social-credit-code', checkCreditCode],
]);

function checkDate(text: string): IdentifierCheck {
  if (isLegalDate(text)) return rightIdentifier;
  return hasDateForm(text)
    ? {
        ok: false,
        code: 'RECORD_DATE_NOT_IN_CALENDAR',
        zh: '日期不存在或早于1900年。',
        en: 'No such day, or before 1900.',
      }
    : {
        ok: false,
        code: 'RECORD_DATE_WRONG_FORM',
        zh: '日期格式应为 YYYY-MM-DD。',
        en: 'A date is written YYYY-MM-DD.',
      };
}

function checkInstant(text: string): IdentifierCheck {
  if (isInstant(text)) return rightIdentifier;
  return {
    ok: false,
    code: 'RECORD_INSTANT_WRONG_FORM',
    zh: '时间应为带时区的 ISO 8601 格式，如 2026-03-02T09:30:00+08:00。',
    en: 'An instant is ISO 8601 with its offset, e.g. 2026-03-02T09:30:00+08:00.',
  };
}
