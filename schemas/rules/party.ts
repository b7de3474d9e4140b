import type { LegalRepresentative, Party } from '../generated/parts.js';
import { check as checkIdentityDocument } from '../identifiers/identity-document.js';
import type { Finding, Rule } from './rule.js';

interface HasParty {
  readonly party: Party;
}

/** GB 32100-2015: 9 for the register of enterprises, 2 for an individual business. */
const individualBusinessPrefix = '92';

/** The six codes of the double publicity form, of which an organisation needs one. */
const organisationCodes = [
  'creditCode',
  'registrationNumber',
  'organisationCode',
  'taxNumber',
  'publicInstitutionNumber',
  'socialOrganisationNumber',
] as const satisfies readonly (keyof Party)[];

/** Rules that every record with a party keeps. */
export const partyRules: readonly Rule<HasParty>[] = [
  {
    name: 'person-has-document',
    reads: ['/party/category', '/party/idType', '/party/idNumber'],
    check: ({ party }) => (party.category === 'natural-person' ? personDocument(party) : undefined),
  },
  {
    name: 'organisation-has-code',
    reads: ['/party/category', ...organisationCodes.map((name) => `/party/${name}`)],
    check: ({ party }) =>
      party.category === 'natural-person' || hasOrganisationCode(party) ? undefined : partyCodeMissing,
  },
  {
    name: 'person-has-no-organisation-code',
    reads: ['/party/category', ...organisationCodes.map((name) => `/party/${name}`)],
    check: ({ party }) =>
      party.category === 'natural-person' && hasOrganisationCode(party) ? personHasCode : undefined,
  },
  {
    name: 'individual-business-is-its-own-class',
    reads: ['/party/category', '/party/creditCode'],
    check: ({ party: { category, creditCode } }) =>
      creditCode !== undefined &&
      category !== 'natural-person' &&
      creditCode.startsWith(individualBusinessPrefix) !== (category === 'individual-business')
        ? wrongClass
        : undefined,
  },
  {
    name: 'person-document-is-right',
    reads: ['/party/idType', '/party/idNumber'],
    check: ({ party }, today) => personDocumentFault(party, '/party/idNumber', today),
  },
  {
    name: 'legal-representative-document-is-right',
    reads: ['/party/legalRepresentative'],
    check: ({ party: { legalRepresentative } }, today) =>
      legalRepresentative && representativeDocument(legalRepresentative, today),
  },
];

/** Where a decision is published on both sides, an organisation is named with its legal representative. */
export const legalRepresentativeRule: Rule<HasParty> = {
  name: 'organisation-has-legal-representative',
  reads: ['/party/category', '/party/legalRepresentative'],
  check: ({ party }) =>
    party.category === 'legal-person' && party.legalRepresentative === undefined
      ? representativeMissing
      : undefined,
};

/** Only enterprises and individual businesses are listed, classified and supported as such. */
export const enterpriseRule: Rule<HasParty> = {
  name: 'party-is-no-person',
  reads: ['/party/category'],
  check: ({ party }) => (party.category === 'natural-person' ? partyIsPerson : undefined),
};

const partyIsPerson: Finding = { code: 'RECORD_PARTY_IS_PERSON', path: '/party/category' };
const partyCodeMissing: Finding = { code: 'RECORD_PARTY_CODE_MISSING', path: '/party/creditCode' };
const personHasCode: Finding = { code: 'RECORD_PERSON_HAS_ORGANISATION_CODE', path: '/party/category' };
const wrongClass: Finding = { code: 'RECORD_PARTY_CLASS_WRONG', path: '/party/category' };
const idTypeMissing: Finding = { code: 'RECORD_PARTY_DOCUMENT_MISSING', path: '/party/idType' };
const idNumberMissing: Finding = { code: 'RECORD_PARTY_DOCUMENT_MISSING', path: '/party/idNumber' };
const representativeMissing: Finding = {
  code: 'RECORD_LEGAL_REPRESENTATIVE_MISSING',
  path: '/party/legalRepresentative',
};
const representativeIdTypeMissing: Finding = {
  code: 'RECORD_ID_TYPE_MISSING',
  path: '/party/legalRepresentative/idType',
};

function personDocument(party: Party): Finding | undefined {
  if (party.idNumber === undefined) return idNumberMissing;
  return party.idType === undefined ? idTypeMissing : undefined;
}

function hasOrganisationCode(party: Party): boolean {
  for (const name of organisationCodes) if (party[name] !== undefined) return true;
  return false;
}

function representativeDocument(person: LegalRepresentative, today: string): Finding | undefined {
  if (person.idNumber !== undefined && person.idType === undefined) return representativeIdTypeMissing;
  return personDocumentFault(person, '/party/legalRepresentative/idNumber', today);
}

/** The number of a person's identity document, judged by its kind. */
export function personDocumentFault(
  person: { readonly idType?: string; readonly idNumber?: string },
  path: string,
  today: string,
): Finding | undefined {
  if (person.idNumber === undefined || person.idType === undefined) return undefined;
  const checked = checkIdentityDocument(person.idType, person.idNumber, today);
  return checked.ok ? undefined : { code: checked.code, path, zh: checked.zh, en: checked.en };
}
