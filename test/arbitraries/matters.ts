import fc from 'fast-check';
import type { CrossDepartmentItem } from '../../schemas/generated/cross-department-item.js';
import type { EnforcementOfficer } from '../../schemas/generated/enforcement-officer.js';
import type { InspectionImplementationList } from '../../schemas/generated/inspection-implementation-list.js';
import type { JointInspectionTask } from '../../schemas/generated/joint-inspection-task.js';
import type { MutualEvidence } from '../../schemas/generated/mutual-evidence.js';
import type { Attachment, ConcernedObject } from '../../schemas/generated/parts.js';
import type { SpotCheckTask } from '../../schemas/generated/spot-check-task.js';
import type { SupervisionItem } from '../../schemas/generated/supervision-item.js';
import * as identifiers from './identifiers.js';
import { authorities, chineseText, officers, today } from './records.js';

const earliest = '2019-01-01';

function codes(): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom('KBM', 'LHJC', 'SSR', 'STZJ'), identifiers.digits(9)).map((parts) => parts.join(''));
}

function itemCodes(): fc.Arbitrary<string[]> {
  return fc.uniqueArray(identifiers.digits(14), { minLength: 1, maxLength: 4 });
}

function levels(): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom('0', '1', '2', '3'), { minLength: 1 });
}

function modes(): fc.Arbitrary<string> {
  return fc.constantFrom('01', '02', '03', '04', '05', '06', '99');
}

function objectKinds(): fc.Arbitrary<string> {
  return fc.constantFrom('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '99');
}

/** What follows the body's credit code in the code of an inspection implementation list: a level, then its own number. */
function listNumbers(): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom('1', '2', '3', '4', '5'), identifiers.digits(6)).map((parts) => parts.join(''));
}

/** Departments beside the leading one; their codes are so many that it is never among them. */
function partners() {
  return fc.uniqueArray(authorities(), { minLength: 1, maxLength: 3, selector: ({ creditCode }) => creditCode });
}

function concernedObjects(): fc.Arbitrary<ConcernedObject> {
  return fc.record(
    {
      name: chineseText(20),
      category: fc.constantFrom('legal-person', 'individual-business', 'natural-person'),
      creditCode: identifiers.creditCodes(),
      address: chineseText(30),
    },
    { requiredKeys: ['name'] },
  );
}

function attachments(): fc.Arbitrary<Attachment> {
  return fc.record({
    name: chineseText(20).map((name) => `${name}.pdf`),
    sha256: fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 64, maxLength: 64 }),
    sizeBytes: fc.integer({ min: 1, max: 1_000_000 }).map(String),
    mediaType: fc.constantFrom('application/pdf', 'image/jpeg'),
  });
}

/** Days from one on; the later one is there or not. */
function term(): fc.Arbitrary<readonly [first: string, last: string | undefined]> {
  return fc
    .tuple(identifiers.legalDates(earliest, today), fc.option(fc.nat(1000), { nil: undefined }))
    .map(([first, days]) => [first, days === undefined ? undefined : identifiers.addDays(first, days)]);
}

/** When an item is in the list, and so whether it is in use. */
function listing(): fc.Arbitrary<Pick<SupervisionItem, 'state' | 'effectiveDate' | 'retiredDate'>> {
  return term().map(([effectiveDate, retiredDate]) =>
    retiredDate === undefined ? { state: '1', effectiveDate } : { state: '0', effectiveDate, retiredDate },
  );
}

/** Valid supervision items. */
export function supervisionItems(): fc.Arbitrary<SupervisionItem> {
  return fc
    .record(
      {
        code: identifiers.digits(14),
        name: chineseText(30),
        subItemName: chineseText(30),
        powerCode: identifiers.digits(12),
        licenceItemName: chineseText(20),
        authority: authorities(),
        businessLine: chineseText(10),
        objectKind: objectKinds(),
        supervisionObject: chineseText(20),
        mode: modes(),
        levels: levels(),
        legalBasis: chineseText(60),
        measures: chineseText(30),
        process: chineseText(30),
        outcome: chineseText(30),
        implementationListCodes: fc.uniqueArray(
          fc.tuple(identifiers.creditCodes(), listNumbers()).map((parts) => parts.join('')),
          { minLength: 1, maxLength: 3 },
        ),
      },
      { requiredKeys: ['code', 'name', 'authority', 'objectKind', 'levels', 'legalBasis'] },
    )
    .chain((item) => listing().map((days) => ({ ...item, ...days })));
}

/** Valid entries of the inspection implementation list; the code begins with the body's. */
export function inspectionImplementationLists(): fc.Arbitrary<InspectionImplementationList> {
  return fc
    .record(
      {
        supervisionItemCode: identifiers.digits(14),
        name: chineseText(30),
        authority: authorities(),
        objectKind: objectKinds(),
        inspectionContent: chineseText(60),
        points: fc.array(
          fc.record({ name: chineseText(20), requirement: chineseText(30), method: chineseText(20) }, { requiredKeys: ['name'] }),
          { minLength: 1, maxLength: 4 },
        ),
        mode: fc.constantFrom('01', '02', '03', '99'),
        frequency: chineseText(10),
        legalBasis: chineseText(60),
        divisionCode: identifiers.divisionCodes(),
      },
      { requiredKeys: ['supervisionItemCode', 'name', 'authority', 'objectKind', 'inspectionContent', 'legalBasis', 'divisionCode'] },
    )
    .chain((list) => fc.tuple(listing(), listNumbers()).map(([days, number]) => ({ ...list, ...days, code: list.authority.creditCode + number })));
}

/** Valid items of the list of cross-department supervision. */
export function crossDepartmentItems(): fc.Arbitrary<CrossDepartmentItem> {
  return fc
    .record(
      {
        code: codes(),
        name: chineseText(30),
        content: chineseText(60),
        objectScope: chineseText(30),
        supervisionItemCodes: itemCodes(),
        authority: authorities(),
        initiatingAuthority: authorities(),
        cooperatingAuthorities: partners(),
        mode: modes(),
        levels: levels(),
        legalBasis: chineseText(60),
      },
      { requiredKeys: ['code', 'name', 'content', 'objectScope', 'authority', 'cooperatingAuthorities', 'levels', 'legalBasis'] },
    )
    .chain((item) => listing().map((days) => ({ ...item, ...days })));
}

/** Valid joint inspection tasks, in all states. */
export function jointInspectionTasks(): fc.Arbitrary<JointInspectionTask> {
  return fc
    .record(
      {
        code: codes(),
        name: chineseText(30),
        authority: authorities(),
        cooperatingAuthorities: partners(),
        divisionCodes: fc.uniqueArray(identifiers.divisionCodes(), { minLength: 1, maxLength: 3 }),
        supervisionItemCode: identifiers.digits(14),
        objects: fc.array(concernedObjects(), { minLength: 1, maxLength: 4 }),
        inspectionContent: chineseText(60),
        requirement: chineseText(30),
        endReason: chineseText(30),
        remark: chineseText(20),
      },
      { requiredKeys: ['code', 'name', 'authority', 'cooperatingAuthorities', 'supervisionItemCode', 'objects', 'inspectionContent'] },
    )
    .chain((task) =>
      fc.tuple(term(), fc.constantFrom('01', '02', '03', '04')).map(([[startDate, last], state]) => {
        const dueDate = last === undefined ? {} : { dueDate: last };
        return { ...task, state, startDate, ...dueDate, ...(state < '03' ? {} : { endDate: last ?? startDate }) };
      }),
    );
}

/** Valid spot-check tasks. */
export function spotCheckTasks(): fc.Arbitrary<SpotCheckTask> {
  return fc
    .record(
      {
        code: codes(),
        name: chineseText(30),
        planCode: codes(),
        authority: authorities(),
        cooperatingAuthorities: partners(),
        supervisionItemCodes: itemCodes(),
        objects: fc.array(concernedObjects(), { minLength: 1, maxLength: 4 }),
        officers: fc.array(officers(), { minLength: 2, maxLength: 4 }),
      },
      { requiredKeys: ['code', 'name', 'planCode', 'authority', 'supervisionItemCodes', 'objects', 'officers'] },
    )
    .chain((task) => term().map(([drawnDate, last]) => ({ ...task, drawnDate, ...(last === undefined ? {} : { dueDate: last }) })));
}

/** Valid evidence; a test report names who tested, its number and its conclusion. */
export function mutualEvidence(): fc.Arbitrary<MutualEvidence> {
  return fc
    .record(
      {
        code: codes(),
        kind: fc.constantFrom('01', '02', '03', '04', '05', '06', '07', '08', '20'),
        name: chineseText(30),
        object: concernedObjects(),
        inspectionCode: identifiers.digits(12),
        authority: authorities(),
        institution: authorities(),
        qualification: fc.constantFrom('CMA', 'CNAS'),
        reportNumber: identifiers.digits(8),
        conclusion: chineseText(60),
        outcome: fc.constantFrom('1', '2', '3'),
        recognisedBy: partners(),
        attachments: fc.array(attachments(), { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ['code', 'kind', 'name', 'authority', 'institution', 'reportNumber', 'conclusion', 'attachments'] },
    )
    .chain((evidence) => term().map(([madeDate, last]) => ({ ...evidence, madeDate, ...(last === undefined ? {} : { validUntil: last }) })));
}

/** Valid enforcement officers; a certificate that is not in force any more says since when. */
export function enforcementOfficers(): fc.Arbitrary<EnforcementOfficer> {
  return fc
    .record(
      {
        certificateNumber: identifiers.digits(11),
        name: chineseText(4),
        authority: authorities(),
        rank: chineseText(8),
        staffKind: fc.constantFrom('01', '02', '03', '99'),
        isLegallyQualified: fc.boolean(),
        enforcementFields: fc.uniqueArray(chineseText(6), { minLength: 1, maxLength: 3 }),
        divisionCode: identifiers.divisionCodes(),
      },
      { requiredKeys: ['certificateNumber', 'name', 'authority', 'divisionCode'] },
    )
    .chain((officer) =>
      fc.tuple(identifiers.legalDates(earliest, today), fc.constantFrom('1', '2', '3'), fc.integer({ min: 1, max: 1800 })).map(([issuedDate, state, days]) => ({
        ...officer,
        issuedDate,
        validUntil: identifiers.addDays(issuedDate, 1826),
        state,
        ...(state === '1' ? {} : { endedDate: identifiers.addDays(issuedDate, days) }),
      })),
    );
}
