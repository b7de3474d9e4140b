import { valueAtPath } from '../../schemas/dataset-field.js';
import type { JsonObject } from '../../schemas/json.js';
import { addMonths, dayNumber, dayText } from '../deadlines/civil-date.js';
import type { LegalBasis } from '../deadlines/rule.js';

/** How grave a breach is. @law 国家发展改革委令第36号 信用修复管理办法 */
export const publicationClasses = ['minor', 'ordinary', 'severe'] as const;
export type PublicationClass = (typeof publicationClasses)[number];

/** `spec` of a PublicationRule manifest: which records are published, and for how long at the least and at the most. */
export interface PublicationRuleSpec {
  readonly title: { readonly zh: string; readonly en: string };
  readonly basis: LegalBasis;
  /** Amounts and kinds that no document fixes: whoever owns the rule set them. */
  readonly setLocally: boolean;
  /** First and last day of a decision that the rule holds for. */
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly dataset: string;
  /** Field with the day from which the period runs; dots lead inwards. */
  readonly startsAt: string;
  /** The connectors' `system` that publish; all others get the record whatever its class. */
  readonly publicSystems: readonly string[];
  readonly repair?: RepairSpec;
  /** The first one whose condition holds; where none does, the class is for a person to decide. */
  readonly classes: readonly ClassSpec[];
}

export interface ClassSpec {
  readonly class: PublicationClass;
  /** A condition of the mapping language over the unified record; absent: every record. */
  readonly when?: JsonObject;
  /** False: not published at all. */
  /** Fields with an amount in yuan of at least so much; one of them is enough. Exact decimals. */
  readonly atLeast?: Readonly<Record<string, string>>;
  readonly publish: boolean;
  readonly leastMonths: number;
  readonly mostMonths: number;
}

/** Records of another dataset that end a publication. */
export interface RepairSpec {
  readonly dataset: string;
  /** Its field with the document number of the repaired record. */
  readonly document: string;
  /** Which of its records grant the repair. */
  readonly when: JsonObject;
  /** Its field with the first day on which the record is published no more. */
  readonly stopsAt: string;
}

/** A period of publication; days are YYYY-MM-DD. */
export interface PublicationWindow {
  /** Null: undetermined. */
  readonly class: PublicationClass | null;
  /** Also true while the class is undetermined: then the deliveries wait. */
  readonly isPublic: boolean;
  readonly startsOn: string;
  /** Last day before which no repair ends it; null without a class. */
  readonly leastUntil: string | null;
  /** First day on which it is published no more; null without a class. */
  readonly endsOn: string | null;
}

/** The publication rules of one dataset and department, ready to use. */
export interface PublicationPlan {
  readonly publicSystems: ReadonlySet<string>;
  /** Undefined where no rule holds for the day of the decision. `chosen` is the class that a person has decided. */
  windowOf(record: JsonObject, chosen?: PublicationClass): PublicationWindow | undefined;
}

/** The rules under which one dataset's records end publications. */
export type RepairPlan = readonly {
  /** Dataset of the records that are repaired. */
  readonly repairs: string;
  granted(record: JsonObject): { readonly document: string; readonly stopsOn: string } | undefined;
}[];

type Compile = (condition: JsonObject) => (record: JsonObject) => boolean;

/** Joins rules that follow each other in time; undefined where there are none. */
export function createPublicationPlan(specs: readonly PublicationRuleSpec[], compile: Compile): PublicationPlan | undefined {
  if (specs.length === 0) return undefined;
  const rules = specs.map((spec) => ({
    spec,
    classes: spec.classes.map((one) => ({ ...one, holds: holdsOf(one, compile) })),
  }));
  return {
    publicSystems: new Set(specs.flatMap((spec) => spec.publicSystems)),
    windowOf(record, chosen) {
      for (const { spec, classes } of rules) {
        const startsOn = valueAtPath(record, spec.startsAt.split('.'));
        if (typeof startsOn !== 'string' || !isInForce(spec, startsOn)) continue;
        const found = classes.find((one) => (chosen === undefined ? one.holds(record) : one.class === chosen));
        return found ? windowOfClass(found, startsOn) : { class: null, isPublic: true, startsOn, leastUntil: null, endsOn: null };
      }
      return undefined;
    },
  };
}

function holdsOf({ when, atLeast }: ClassSpec, compile: Compile): (record: JsonObject) => boolean {
  const isOfKind = when ? compile(when) : () => true;
  const amounts = Object.entries(atLeast ?? {}).map(([field, least]) => ({ path: field.split('.'), least: cents(least) }));
  return (record) => {
    if (!isOfKind(record)) return false;
    return amounts.length === 0 || amounts.some(({ path, least }) => reaches(valueAtPath(record, path), least));
  };
}

function reaches(value: unknown, least: bigint | undefined): boolean {
  const amount = typeof value === 'string' ? cents(value) : undefined;
  return amount !== undefined && least !== undefined && amount >= least;
}

/** An amount in yuan as whole cents, exact; undefined for what is none. */
function cents(yuan: string): bigint | undefined {
  const [, whole, part = ''] = /^(\d{1,20})(?:\.(\d{1,2}))?$/u.exec(yuan) ?? [];
  return whole === undefined ? undefined : BigInt(whole + part.padEnd(2, '0'));
}

/** What records of this dataset end by the given rules. */
export function createRepairPlan(dataset: string, specs: readonly PublicationRuleSpec[], compile: Compile): RepairPlan {
  return specs.flatMap(({ dataset: repairs, repair }) => {
    if (repair?.dataset !== dataset) return [];
    const isGranted = compile(repair.when);
    return {
      repairs,
      granted(record: JsonObject) {
        const document = valueAtPath(record, repair.document.split('.'));
        const stopsOn = valueAtPath(record, repair.stopsAt.split('.'));
        const isWhole = typeof document === 'string' && typeof stopsOn === 'string' && dayNumber(stopsOn) !== undefined;
        return isWhole && isGranted(record) ? { document, stopsOn } : undefined;
      },
    };
  });
}

/**
 * A period of months ends with the same-numbered day, or with the month's last.
 * @law 民法典 第201条、第202条
 */
function windowOfClass(found: ClassSpec, startsOn: string): PublicationWindow | undefined {
  const start = dayNumber(startsOn);
  if (start === undefined) return undefined;
  return {
    class: found.class,
    isPublic: found.publish,
    startsOn,
    leastUntil: dayText(addMonths(start, found.leastMonths)),
    endsOn: dayText(addMonths(start, found.mostMonths) + 1),
  };
}

function isInForce({ effectiveFrom, effectiveTo }: PublicationRuleSpec, day: string): boolean {
  return effectiveFrom <= day && (effectiveTo === undefined || day <= effectiveTo);
}
