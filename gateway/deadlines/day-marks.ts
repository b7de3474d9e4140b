import { GatewayError } from '../../schemas/errors.js';
import { type CalendarLayer, type CalendarLevel, type Holiday, levelsFromWidest } from './calendar-layer.js';
import { dayNumber, dayText, isWeekend } from './civil-date.js';

/** Years that may be asked about; the tables reach further, so that a period from the last day has room. */
export const firstYear = 1990;
export const lastYearOfInput = 2099;
export const lastYear = 2119;

/** Why a day is worked or not; many days share one. */
export interface DayReason {
  readonly isWorkday: boolean;
  readonly zh: string;
  readonly en: string;
}

export interface DayMarks {
  /** Day number of position 0. */
  readonly firstDay: number;
  readonly reasons: readonly DayReason[];
  /** Index into `reasons` for each day. */
  readonly reasonOf: Uint16Array;
  readonly plainWorkday: DayReason;
}

const plainWorkday: DayReason = { isWorkday: true, zh: '工作日', en: 'working day' };
const weekend: DayReason = { isWorkday: false, zh: '双休日', en: 'weekend' };

/** Marks every day of the tables: the plain week, then level by level the fixed days and the dated days. */
export function markDays(layers: readonly CalendarLayer[]): DayMarks {
  const firstDay = dayNumber(`${firstYear}-01-01`) ?? 0;
  const endDay = dayNumber(`${lastYear + 1}-01-01`) ?? 0;
  const reasons: DayReason[] = [plainWorkday, weekend];
  const reasonOf = new Uint16Array(endDay - firstDay);
  for (let at = 0; at < reasonOf.length; at += 1) reasonOf[at] = isWeekend(firstDay + at) ? 1 : 0;

  for (const level of levelsFromWidest) {
    for (const [day, reason] of daysOfLevel(currentLayers(layers, level), level)) {
      let index = reasons.indexOf(reason);
      if (index < 0) index = reasons.push(reason) - 1;
      reasonOf[day - firstDay] = index;
    }
  }
  return { firstDay, reasons, reasonOf, plainWorkday };
}

/** A published schedule replaces what was only expected of its year. */
function currentLayers(layers: readonly CalendarLayer[], level: CalendarLevel): CalendarLayer[] {
  const ofLevel = layers.filter((layer) => layer.level === level);
  const published = new Set(ofLevel.filter(({ status }) => status === 'published').map(({ year }) => year));
  return ofLevel.filter(({ status, year }) => status !== 'expected' || !published.has(year));
}

/** Dated days are more exact than days of every year, and two dated ones must not contradict each other. */
function daysOfLevel(layers: readonly CalendarLayer[], level: CalendarLevel): Map<number, DayReason> {
  const days = new Map<number, DayReason>();
  for (const layer of layers) for (const [day, reason] of fixedDays(layer)) days.set(day, reason);
  const dated = new Map<number, DayReason>();
  for (const layer of layers) {
    for (const [day, reason] of datedDays(layer)) {
      const other = dated.get(day);
      if (other !== undefined && other.isWorkday !== reason.isWorkday) {
        throw new GatewayError('DEADLINE_CALENDAR_DAYS_CLASH', {
          level,
          date: dayText(day),
          first: other.zh,
          second: reason.zh,
        });
      }
      dated.set(day, other ?? reason);
    }
  }
  for (const [day, reason] of dated) days.set(day, reason);
  return days;
}

function* fixedDays({ fixedDays = [], title }: CalendarLayer): Generator<[number, DayReason]> {
  for (const { zh, en, monthDay, fromYear = firstYear, toYear = lastYear } of fixedDays) {
    const reason = { isWorkday: false, zh: `${zh}放假`, en: `${en}, day off` };
    if (dayNumber(`2000-${monthDay}`) === undefined) throw wrongDate(title.zh, monthDay);
    for (let year = Math.max(fromYear, firstYear); year <= Math.min(toYear, lastYear); year += 1) {
      const day = dayNumber(`${year}-${monthDay}`);
      // A fixed 29 February exists in leap years only.
      if (day !== undefined) yield [day, reason];
    }
  }
}

function* datedDays(layer: CalendarLayer): Generator<[number, DayReason]> {
  const source = layer.status === 'published' ? layer.notices.map(({ number }) => number).join('、') : '';
  for (const holiday of layer.holidays ?? []) {
    const { zh, en } = holiday;
    const off = {
      isWorkday: false,
      zh: `${zh}放假${source && `（${source}）`}`,
      en: `${en}, day off${source && ` (${source})`}`,
    };
    const worked = {
      isWorkday: true,
      zh: `${zh}调休上班${source && `（${source}）`}`,
      en: `worked for ${en}${source && ` (${source})`}`,
    };
    const [from, to] = holidayDays(layer, holiday);
    for (let day = from; day <= to; day += 1) yield [day, off];
    for (const date of holiday.workedOn ?? []) yield [dayOfYear(layer, date), worked];
  }
}

const longestHolidayDays = 60;

function holidayDays(layer: CalendarLayer, { from, to }: Holiday): [number, number] {
  const first = dayOfYear(layer, from);
  const last = dayOfYear(layer, to);
  if (last < first || last - first >= longestHolidayDays) throw wrongDate(layer.title.zh, `${from}..${to}`);
  return [first, last];
}

/** Only the December before a calendar's year is its own too: a notice often moves days around New Year. */
function dayOfYear({ year, title }: CalendarLayer, date: string): number {
  const day = dayNumber(date);
  const isOwn = date.startsWith(`${year}-`) || (year !== undefined && date.startsWith(`${year - 1}-12-`));
  if (day === undefined || !isOwn || year === undefined || year <= firstYear || year > lastYearOfInput) {
    throw wrongDate(title.zh, date);
  }
  return day;
}

function wrongDate(calendar: string, date: string): GatewayError {
  return new GatewayError('DEADLINE_CALENDAR_DATE_WRONG', { calendar, date });
}
