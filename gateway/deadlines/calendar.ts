import { GatewayError } from '../../schemas/errors.js';
import { type CalendarLayer, levelsFromWidest } from './calendar-layer.js';
import { dayNumber, dayText } from './civil-date.js';
import { type DayReason, firstYear, lastYear, lastYearOfInput, markDays } from './day-marks.js';

/**
 * Working days of one division, by the State Council's yearly schedules and the layers below them.
 * All dates are days in Asia/Shanghai as text `YYYY-MM-DD`; every method answers from tables made once.
 * A date that is no real day or lies outside 1990–2099 throws DEADLINE_DATE_NOT_COVERED; ask `covers` first
 * where the date is a record's.
 */
export interface Calendar {
  covers(date: string): boolean;
  isWorkday(date: string): boolean;
  /**
   * The n-th working day after the date, which itself is not counted; with n below 0 the n-th before it.
   * With n = 0 the last working day that is not after the date. Adding a and then b equals adding a + b.
   * @law 民法典 第201条
   */
  addWorkdays(date: string, n: number): string;
  /** The date itself where it is a working day, or else the first working day after it. @law 民法典 第203条 */
  nextWorkdayFrom(date: string): string;
  /** True when a day from first to last lies in a year whose schedule is not published. */
  isProvisional(first: string, last: string): boolean;
  /** Why a day counts or does not, in words. */
  explain(date: string): DayExplanation;
  /** The years that any layer speaks of, in order. A year that is not listed is provisional too. */
  coverage(): CoveredYear[];
}

export interface DayExplanation {
  readonly date: string;
  readonly isWorkday: boolean;
  readonly provisional: boolean;
  readonly zh: string;
  readonly en: string;
}

export interface CoveredYear {
  readonly year: number;
  readonly published: boolean;
  /** Numbers of the notices (文号). */
  readonly notices: readonly string[];
}

/**
 * Lays the layers over the plain week, national first, and prepares the tables. The order in which layers are
 * given does not matter. Throws DEADLINE_CALENDAR_DATE_WRONG and DEADLINE_CALENDAR_DAYS_CLASH.
 *
 * @example createCalendar([...readShippedCalendars().values()]).addWorkdays('2026-09-18', 20) // '2026-10-22'
 */
export function createCalendar(layers: readonly CalendarLayer[]): Calendar {
  const marks = markDays(layers);
  const ranks = rankWorkdays(marks.reasons, marks.reasonOf);
  const years = coveredYears(layers);
  const published = new Set(years.filter((year) => year.published).map(({ year }) => year));

  /** Position of a date in the tables. */
  function position(date: string): number {
    const day = coveredDay(date);
    if (day === undefined) throw new GatewayError('DEADLINE_DATE_NOT_COVERED', { date: date.slice(0, 40) });
    return day - marks.firstDay;
  }

  function coveredDay(date: string): number | undefined {
    const day = dayNumber(date);
    if (day === undefined) return undefined;
    const year = yearOf(date);
    return year >= firstYear && year <= lastYearOfInput ? day : undefined;
  }

  function reasonAt(at: number): DayReason {
    return marks.reasons[marks.reasonOf[at] ?? 0] ?? marks.plainWorkday;
  }

  /** The working day of the given rank, counted from 1 at the start of the tables. */
  function workdayOfRank(rank: number, date: string, n: number): string {
    const at = ranks.positionOf[rank - 1];
    if (at === undefined) throw new GatewayError('DEADLINE_DATE_NOT_COVERED', { date, workingDays: n });
    return dayText(marks.firstDay + at);
  }

  function isProvisional(first: string, last: string): boolean {
    const lastOne = Math.min(yearOf(last), lastYear);
    for (let year = yearOf(first); year <= lastOne; year += 1) if (!published.has(year)) return true;
    return false;
  }

  return {
    covers: (date) => coveredDay(date) !== undefined,
    isWorkday: (date) => reasonAt(position(date)).isWorkday,
    addWorkdays(date, n) {
      const at = position(date);
      const rank = n < 0 ? (ranks.countBefore[at] ?? 0) + 1 + n : (ranks.countBefore[at + 1] ?? 0) + n;
      return workdayOfRank(rank, date, n);
    },
    nextWorkdayFrom(date) {
      return workdayOfRank((ranks.countBefore[position(date)] ?? 0) + 1, date, 0);
    },
    isProvisional,
    explain(date) {
      const { isWorkday, zh, en } = reasonAt(position(date));
      const provisional = isProvisional(date, date);
      return {
        date,
        isWorkday,
        provisional,
        zh: provisional ? `${zh}（当年安排未公布，暂定）` : zh,
        en: provisional ? `${en} (schedule not published, provisional)` : en,
      };
    },
    coverage: () => years.map((year) => ({ ...year })),
  };
}

/** Working days before each position, and the position of each working day: either way in one step. */
function rankWorkdays(
  reasons: readonly DayReason[],
  reasonOf: Uint16Array,
): { countBefore: Int32Array; positionOf: Int32Array } {
  const countBefore = new Int32Array(reasonOf.length + 1);
  const positionOf = new Int32Array(reasonOf.length);
  let count = 0;
  for (let at = 0; at < reasonOf.length; at += 1) {
    if (reasons[reasonOf[at] ?? 0]?.isWorkday === true) {
      positionOf[count] = at;
      count += 1;
    }
    countBefore[at + 1] = count;
  }
  return { countBefore, positionOf: positionOf.subarray(0, count) };
}

function coveredYears(layers: readonly CalendarLayer[]): CoveredYear[] {
  const years = new Map<number, { published: boolean; notices: Set<string> }>();
  const byLevel = levelsFromWidest.flatMap((level) => layers.filter((layer) => layer.level === level));
  for (const { year, level, status, notices } of byLevel) {
    if (year === undefined) continue;
    const known = years.get(year) ?? { published: false, notices: new Set<string>() };
    known.published ||= level === 'national' && status === 'published';
    for (const { number } of notices) known.notices.add(number);
    years.set(year, known);
  }
  return [...years]
    .toSorted(([first], [second]) => first - second)
    .map(([year, { published, notices }]) => ({ year, published, notices: [...notices] }));
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
