import { createRandom, type Random } from '../random.js';
import { addDays, addYears } from './days.js';
import { pickInspectors, type Inspector } from './inspectors.js';
import { makeParty, type Party } from './parties.js';
import type { Reason, Verdict } from './verdict.js';
import * as words from './vocabulary.js';

/** What the makers of facts need to know of the whole. */
export interface World {
  readonly seed: number;
  /** `YYYY-MM-DD`; every decision lies 1 to 60 days before it. */
  readonly today: string;
  readonly partyCount: number;
}

export interface Inspection {
  readonly code: string;
  readonly item: words.SupervisionItem;
  readonly implementCode: string;
  readonly party: Party;
  readonly form: string;
  readonly type: string;
  readonly mode: string;
  readonly result: string;
  readonly date: string;
  readonly officers: readonly Inspector[];
  readonly updatedAt: string;
}

export interface Penalty {
  readonly documentNumber: string;
  readonly party: Party;
  readonly offence: words.Offence;
  readonly kinds: readonly string[];
  readonly content: string;
  /** Hundredths of a yuan. */
  readonly fineFen: number | null;
  readonly confiscatedFen: number | null;
  readonly suspended: string | null;
  readonly filedOn: string;
  readonly decidedOn: string;
  readonly validUntil: string;
  readonly publicUntil: string;
  readonly isSummary: boolean;
  readonly caseSource: string;
  readonly updatedAt: string;
}

export interface Licence {
  readonly documentNumber: string;
  readonly party: Party;
  readonly kind: words.LicenceKind;
  readonly number: string;
  readonly content: string;
  readonly decidedOn: string;
  readonly validFrom: string;
  readonly validUntil: string;
}

export interface InspectionPlan {
  readonly stream: string;
  readonly prefix: string;
  readonly department: words.Department;
  readonly roster: readonly Inspector[];
  readonly items: readonly [words.SupervisionItem, ...words.SupervisionItem[]];
  readonly outdatedItemCode: string;
  /** Days before today, for an index. */
  readonly age: (index: number, random: Random) => number;
  /** Minutes after 08:00 in Shanghai at which the row was last touched; within the working day. */
  readonly minute: (index: number, random: Random) => number;
}

export function makeInspection(
  world: World,
  plan: InspectionPlan,
  index: number,
  verdict: Verdict,
): Inspection {
  const random = createRandom(world.seed, plan.stream, 'facts', index);
  const date = addDays(world.today, -plan.age(index, random));
  const item = random.pick(plan.items);
  const number = String(index + 1).padStart(5, '0');
  const inspection: Inspection = {
    code: `${plan.prefix}${date.slice(0, 4)}${number}`,
    item: verdict.isDangling ? { ...item, code: plan.outdatedItemCode } : item,
    implementCode: `${plan.department.creditCode}3${number}`,
    party: makeParty(world.seed, random.below(world.partyCount)),
    form: random.pick(words.inspectionForms),
    type: random.pick(words.inspectionTypes),
    mode: random.pick(words.inspectionModes),
    result: random.pick(words.inspectionResults),
    date,
    officers: pickInspectors(plan.roster, random),
    updatedAt: workingTime(date, plan.minute(index, random)),
  };
  return verdict.reason === null ? inspection : spoilInspection(inspection, verdict.reason);
}

const kindsOfPenalty: readonly [readonly string[], ...(readonly string[])[]] = [
  ['罚款'],
  ['罚款'],
  ['罚款'],
  ['罚款'],
  ['警告', '罚款'],
  ['罚款', '没收违法所得'],
  ['警告'],
  ['罚款', '暂扣许可证件'],
];

export interface PenaltyPlan {
  readonly stream: string;
  readonly prefix: string;
  readonly offences: readonly [words.Offence, ...words.Offence[]];
}

/** `party` where the penalty follows an inspection of that party. */
export function makePenalty(
  world: World,
  plan: PenaltyPlan,
  index: number,
  verdict: Verdict,
  party?: Party,
): Penalty {
  const random = createRandom(world.seed, plan.stream, 'facts', index);
  const decidedOn = addDays(world.today, -1 - random.below(party === undefined ? 60 : 19));
  const kinds = verdict.reason === 'fineWithoutAmount' ? ['罚款'] : random.pick(kindsOfPenalty);
  const fineFen = kinds.includes('罚款') ? makeAmountFen(random) : null;
  const confiscatedFen = kinds.includes('没收违法所得') ? makeAmountFen(random) : null;
  const suspended = kinds.includes('暂扣许可证件')
    ? `安全生产许可证（甘）JZ安许证字${100000 + random.below(900000)}`
    : null;
  const amounts = [
    fineFen === null ? [] : [`罚款人民币${fineFen / 100}元`],
    confiscatedFen === null ? [] : [`没收违法所得${confiscatedFen / 100}元`],
    kinds.filter((kind) => kind === '警告' || kind === '暂扣许可证件'),
  ].flat();
  const penalty: Penalty = {
    documentNumber: `${plan.prefix}〔${decidedOn.slice(0, 4)}〕${index + 1}号`,
    party: party ?? makeParty(world.seed, random.below(world.partyCount)),
    offence: random.pick(plan.offences),
    kinds,
    content: `责令改正违法行为，${amounts.join('，')}。`,
    fineFen,
    confiscatedFen,
    suspended,
    filedOn: addDays(decidedOn, -1 - random.below(10)),
    decidedOn,
    validUntil: random.chance(0.5) ? '2099-12-31' : addYears(decidedOn, 3),
    publicUntil: addYears(decidedOn, 1),
    isSummary: random.chance(0.3),
    caseSource: random.pick(words.caseSources),
    updatedAt: workingTime(decidedOn, 15 * random.below(32)),
  };
  return verdict.reason === null ? penalty : spoilPenalty(penalty, verdict.reason);
}

export function makeLicence(world: World, stream: string, index: number, verdict: Verdict): Licence {
  const random = createRandom(world.seed, stream, 'facts', index);
  const decidedOn = addDays(world.today, -1 - random.below(60));
  const kind = random.pick(words.licenceKinds);
  const licence: Licence = {
    documentNumber: `州市监许〔${decidedOn.slice(0, 4)}〕${index + 1}号`,
    party: makeParty(world.seed, random.below(world.partyCount)),
    kind,
    number: `${kind.prefix}${String(index + 1).padStart(7, '0')}`,
    content: kind.content,
    decidedOn,
    validFrom: decidedOn,
    validUntil: random.chance(0.2) ? '2099-12-31' : addDays(addYears(decidedOn, 5), -1),
  };
  return verdict.reason === null ? licence : spoilLicence(licence, verdict.reason);
}

/** From 100.00 to 99,999.99 yuan, mostly round. */
function makeAmountFen(random: Random): number {
  return random.chance(0.7) ? 100_000 * (1 + random.below(99)) : 10_000 + random.below(9_990_000);
}

/** A time in the Shanghai working day as a UTC instant. */
function workingTime(date: string, minutes: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + minutes * 60_000).toISOString();
}

function spoilInspection(inspection: Inspection, reason: Reason): Inspection {
  if (reason === 'missingNumber') return { ...inspection, code: '' };
  if (reason === 'missingText') return { ...inspection, result: '' };
  if (reason === 'impossibleDate') return { ...inspection, date: impossibleDate(inspection.date) };
  if (reason === 'oneInspector') return { ...inspection, officers: inspection.officers.slice(0, 1) };
  if (reason === 'wrongItemCode')
    return { ...inspection, item: { ...inspection.item, code: inspection.item.code.slice(1) } };
  return { ...inspection, party: spoilParty(inspection.party, reason) };
}

function spoilPenalty(penalty: Penalty, reason: Reason): Penalty {
  if (reason === 'missingNumber') return { ...penalty, documentNumber: '' };
  if (reason === 'missingText') return { ...penalty, offence: { ...penalty.offence, facts: '' } };
  if (reason === 'impossibleDate') return { ...penalty, decidedOn: impossibleDate(penalty.decidedOn) };
  if (reason === 'fineWithoutAmount') return { ...penalty, fineFen: null };
  return { ...penalty, party: spoilParty(penalty.party, reason) };
}

function spoilLicence(licence: Licence, reason: Reason): Licence {
  if (reason === 'missingNumber') return { ...licence, documentNumber: '' };
  if (reason === 'missingText') return { ...licence, content: '' };
  if (reason === 'impossibleDate') return { ...licence, decidedOn: impossibleDate(licence.decidedOn) };
  return { ...licence, party: spoilParty(licence.party, reason) };
}

function impossibleDate(date: string): string {
  return `${date.slice(0, 4)}-02-30`;
}

function spoilParty(party: Party, reason: Reason): Party {
  if (reason === 'missingName') return { ...party, name: '' };
  if (reason !== 'wrongCheckDigit') return party;
  if (party.creditCode !== undefined) return { ...party, creditCode: withOtherLast(party.creditCode) };
  return { ...party, idNumber: withOtherLast(party.idNumber ?? '') };
}

/** Another last character that is a digit, so the value stays well-formed and only the check fails. */
function withOtherLast(code: string): string {
  const last = code.slice(-1);
  return code.slice(0, -1) + (/\d/.test(last) ? String((Number(last) + 1) % 10) : '0');
}
