import { createRandom } from '../random.js';
import {
  makeInspection,
  makeLicence,
  makePenalty,
  type Inspection,
  type InspectionPlan,
  type World,
} from './facts.js';
import { makeRoster } from './inspectors.js';
import * as rows from './rows.js';
import {
  documentReasons,
  inspectionReasons,
  penaltyReasons,
  verdictOf,
  type Reason,
  type Verdict,
} from './verdict.js';
import { departments, housingItems, offences, outdatedItemCodes, transportItems } from './vocabulary.js';

export interface GeneratorOptions {
  /** Rows over all sources. */
  readonly records: number;
  readonly seed: number;
  /** `YYYY-MM-DD` in Asia/Shanghai; every decision lies 1 to 60 days before it. */
  readonly today: string;
}

/** One source stream. Any row can be made at any time; nothing is held in memory. */
export interface Stream<Row> {
  readonly name: string;
  readonly count: number;
  verdict(index: number): Verdict;
  isNaturalPerson(index: number): boolean;
  row(index: number): Row;
  /** A row beyond the generated ones that is good, e.g. to add a record by hand. */
  goodRow(index: number): Row;
}

export interface StreamTruth {
  readonly name: string;
  readonly rows: number;
  readonly good: number;
  readonly bad: number;
  /** Exact copies of the row before them. */
  readonly doubles: number;
  /** The last three are among the good. */
  readonly naturalPersons: number;
  /** Penalties that refer to an inspection that is nowhere. */
  readonly orphans: number;
  /** Inspections under an item that the province's list does not hold. */
  readonly uncatalogued: number;
  readonly badByReason: Readonly<Partial<Record<Reason, number>>>;
}

export interface Truth {
  readonly rows: number;
  readonly streams: readonly StreamTruth[];
}

export interface Generator {
  readonly housingInspections: Stream<rows.Row>;
  readonly housingPenalties: Stream<rows.Row>;
  readonly marketLicences: Stream<rows.Row>;
  readonly marketPenalties: Stream<rows.Row>;
  readonly ecologyPenalties: Stream<Record<string, rows.WorkbookCell>>;
  readonly transportInspections: Stream<rows.TransportRow>;
  truth(): Truth;
}

const inspectionOdds = { reasons: inspectionReasons, doubles: 0, dangling: 0.01 } as const;
const fileOdds = { doubles: 0.003, dangling: 0 } as const;
const good: Verdict = { reason: null, isDouble: false, isDangling: false };

/** Makes the same rows for the same options, whatever is asked first. */
export function createGenerator({ records, seed, today }: GeneratorOptions): Generator {
  const world: World = { seed, today, partyCount: Math.max(50, Math.floor(records / 4)) };
  const counts = shareOut(records);

  const housingPlan = planHousing(seed);
  const transportPlan = planTransport(seed, counts.transportInspections);

  const makeStream = <Facts extends { party: { kind: string } }, Row>(
    name: string,
    count: number,
    odds: Parameters<typeof verdictOf>[3],
    facts: (index: number, verdict: Verdict) => Facts,
    row: (facts: Facts, index: number, verdict: Verdict) => Row,
  ): Stream<Row> => {
    const verdict = (index: number): Verdict => verdictOf(seed, name, index, odds);
    const make = (index: number, verdict: Verdict): Row =>
      verdict.isDouble ? make(index - 1, good) : row(facts(index, verdict), index, verdict);
    return {
      name,
      count,
      verdict,
      isNaturalPerson: (index) => facts(index, good).party.kind === 'person',
      row: (index) => make(index, verdict(index)),
      goodRow: (index) => make(index, good),
    };
  };
  const chanceOf = (name: string, index: number) => createRandom(seed, name, 'dirt', index);

  const housingInspections = makeStream(
    housingPlan.stream,
    counts.housingInspections,
    inspectionOdds,
    (index, verdict) => makeInspection(world, housingPlan, index, verdict),
    (facts, index) => ({
      id: String(index + 1),
      ...rows.housingInspectionRow(facts, chanceOf(housingPlan.stream, index)),
    }),
  );
  /** A good inspection that the province takes, for a penalty to follow. */
  const inspectionFor = (index: number): Inspection | undefined => {
    const random = createRandom(seed, 'inspection-of-penalty', index);
    for (let attempt = 0; attempt < 20 && counts.housingInspections > 0; attempt += 1) {
      const candidate = random.below(counts.housingInspections);
      const { reason, isDangling } = housingInspections.verdict(candidate);
      if (reason === null && !isDangling) return makeInspection(world, housingPlan, candidate, good);
    }
    return undefined;
  };
  const penaltyName = 'gannan-housing/t_penalty';
  const housingPenaltyPlan = { stream: penaltyName, prefix: '州住建罚', offences: offences.housing };
  const housingPenalties = makeStream(
    penaltyName,
    counts.housingPenalties,
    { reasons: penaltyReasons, doubles: 0, dangling: 0.004 },
    (index, verdict) => {
      const inspection = inspectionFor(index);
      return { ...makePenalty(world, housingPenaltyPlan, index, verdict, inspection?.party), inspection };
    },
    (facts, index, verdict) => {
      const { inspection } = facts;
      const lost = verdict.isDangling || inspection === undefined;
      const reference = {
        code: lost ? `ZJJC${today.slice(0, 4)}9${String(index).padStart(5, '0')}` : inspection.code,
        itemCode: inspection?.item.code ?? housingItems[0].code,
      };
      return {
        id: String(index + 1),
        ...rows.housingPenaltyRow(facts, reference, chanceOf(penaltyName, index)),
      };
    },
  );
  const licenceName = 'gannan-market/licences';
  const marketLicences = makeStream(
    licenceName,
    counts.marketLicences,
    { reasons: documentReasons, ...fileOdds },
    (index, verdict) => makeLicence(world, licenceName, index, verdict),
    (facts, index) => rows.marketLicenceRow(facts, chanceOf(licenceName, index)),
  );
  const marketPlan = { stream: 'gannan-market/penalties', prefix: '州市监处罚', offences: offences.market };
  const marketPenalties = makeStream(
    marketPlan.stream,
    counts.marketPenalties,
    { reasons: penaltyReasons, ...fileOdds },
    (index, verdict) => makePenalty(world, marketPlan, index, verdict),
    (facts, index) => rows.marketPenaltyRow(facts, chanceOf(marketPlan.stream, index)),
  );
  const ecologyPlan = { stream: 'gannan-ecology/penalties', prefix: '甘南环罚', offences: offences.ecology };
  const ecologyPenalties = makeStream(
    ecologyPlan.stream,
    counts.ecologyPenalties,
    { reasons: penaltyReasons, ...fileOdds },
    (index, verdict) => makePenalty(world, ecologyPlan, index, verdict),
    (facts, index) => rows.ecologyPenaltyRow(facts, index + 1, chanceOf(ecologyPlan.stream, index)),
  );
  const transportInspections = makeStream(
    transportPlan.stream,
    counts.transportInspections,
    inspectionOdds,
    (index, verdict) => makeInspection(world, transportPlan, index, verdict),
    (facts, index): rows.TransportRow => ({
      id: index + 1,
      ...rows.transportInspectionRow(facts, departments.transport, chanceOf(transportPlan.stream, index)),
    }),
  );
  const streams = {
    housingInspections,
    housingPenalties,
    marketLicences,
    marketPenalties,
    ecologyPenalties,
    transportInspections,
  };
  return {
    ...streams,
    truth: () => {
      const counted = Object.values(streams).map(count);
      return { rows: counted.reduce((sum, stream) => sum + stream.rows, 0), streams: counted };
    },
  };
}

function planHousing(seed: number): InspectionPlan {
  return {
    stream: 'gannan-housing/t_inspection',
    prefix: 'ZJJC',
    department: departments.housing,
    roster: makeRoster(seed, departments.housing),
    items: housingItems,
    outdatedItemCode: outdatedItemCodes.housing,
    // Before every penalty, so that each can follow any of them.
    age: (_index, random) => 20 + random.below(41),
    minute: (_index, random) => 15 * random.below(32),
  };
}

/** In the order of time, so that a page of rows can be found without sorting all of them. */
function planTransport(seed: number, count: number): InspectionPlan {
  const daysGone = (index: number): number => (index * 60) / (count + 1);
  return {
    stream: 'gannan-transport/inspections',
    prefix: 'JTJC',
    department: departments.transport,
    roster: makeRoster(seed, departments.transport),
    items: transportItems,
    outdatedItemCode: outdatedItemCodes.transport,
    age: (index) => 60 - Math.floor(daysGone(index)),
    minute: (index) => 15 * Math.floor((daysGone(index) % 1) * 32),
  };
}

/** Parts of the whole; the licences take what rounding leaves. */
function shareOut(records: number) {
  const part = (share: number): number => Math.floor(records * share);
  const counts = {
    housingInspections: part(0.1),
    housingPenalties: part(0.15),
    marketPenalties: part(0.2),
    ecologyPenalties: part(0.05),
    transportInspections: part(0.2),
  };
  const given = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { ...counts, marketLicences: records - given };
}

function count(stream: Stream<unknown>): StreamTruth {
  const badByReason: Partial<Record<Reason, number>> = {};
  const truth = { good: 0, bad: 0, doubles: 0, naturalPersons: 0, orphans: 0, uncatalogued: 0 };
  for (let index = 0; index < stream.count; index += 1) {
    const { reason, isDouble, isDangling } = stream.verdict(index);
    if (isDouble) truth.doubles += 1;
    else if (reason !== null) {
      truth.bad += 1;
      badByReason[reason] = (badByReason[reason] ?? 0) + 1;
    } else {
      truth.good += 1;
      if (stream.isNaturalPerson(index)) truth.naturalPersons += 1;
      if (isDangling && stream.name.endsWith('penalty')) truth.orphans += 1;
      if (isDangling && stream.name.includes('inspection')) truth.uncatalogued += 1;
    }
  }
  return { name: stream.name, rows: stream.count, ...truth, badByReason };
}
