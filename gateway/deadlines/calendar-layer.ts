/** Who ordered the days: a narrower level overrides a wider one. */
export type CalendarLevel = 'national' | 'province' | 'prefecture';

/**
 * `spec` of a Calendar manifest: one layer of days off and days worked. A layer holds the dated days of one
 * year (`year`, `status`, `holidays`), days that return each year (`fixedDays`), or both.
 */
export interface CalendarLayer {
  readonly title: { readonly zh: string; readonly en: string };
  readonly level: CalendarLevel;
  /** GB/T 2260 code of the province or prefecture; needed below the national level. */
  readonly divisionCode?: string;
  readonly notices: readonly CalendarNotice[];
  readonly year?: number;
  /** `published`: the year's schedule is out; `expected`: only the law's own days, results are provisional. */
  readonly status?: 'published' | 'expected';
  readonly holidays?: readonly Holiday[];
  readonly fixedDays?: readonly FixedDay[];
}

export interface CalendarNotice {
  /** 文号. */
  readonly number: string;
  readonly issuer: string;
  readonly scope?: { readonly zh: string; readonly en: string };
  readonly link?: string;
}

/** One holiday as a notice words it: off from the first to the last day, with the weekends worked for it. */
export interface Holiday {
  readonly zh: string;
  readonly en: string;
  readonly from: string;
  readonly to: string;
  readonly workedOn?: readonly string[];
}

/** A day off on the same date of each year. */
export interface FixedDay {
  readonly zh: string;
  readonly en: string;
  /** `MM-DD`. */
  readonly monthDay: string;
  readonly fromYear?: number;
  readonly toYear?: number;
}

export const levelsFromWidest: readonly CalendarLevel[] = ['national', 'province', 'prefecture'];

/**
 * The layers that hold for a division: the national ones, its province's and its prefecture's.
 * Digits 1–2 of a GB/T 2260 code name the province, 1–4 the prefecture.
 */
export function layersOfDivision(layers: readonly CalendarLayer[], divisionCode: string): CalendarLayer[] {
  return layers.filter(({ level, divisionCode: own = '' }) => {
    if (level === 'national') return true;
    const digitCount = level === 'province' ? 2 : 4;
    return own.slice(0, digitCount) === divisionCode.slice(0, digitCount);
  });
}
