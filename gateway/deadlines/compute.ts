import { GatewayError } from '../../schemas/errors.js';
import type { Calendar } from './calendar.js';
import { addMonths, dayNumber, dayText } from './civil-date.js';
import type { DeadlineDuration, DeadlineTerm } from './rule.js';

export interface DueDate {
  /** Last day of the period, in Asia/Shanghai. */
  readonly dueOn: string;
  /** Instant (UTC, ISO) before which it has to be done: 24:00 of the last day, or the closing time. */
  readonly dueAt: string;
  /** True when the schedule of a year that the period reaches into is not published. */
  readonly provisional: boolean;
}

export interface ExplainedDueDate extends DueDate {
  readonly steps: readonly DueDateStep[];
}

/** One day of the period. */
export interface DueDateStep {
  readonly date: string;
  readonly counts: boolean;
  /** Days counted so far; for months the day of the period. */
  readonly count: number;
  readonly zh: string;
  readonly en: string;
}

/** Days that do not count, first and last included (`YYYY-MM-DD`). */
export interface Suspension {
  readonly from: string;
  readonly to: string;
}

type CalendarDuration = Exclude<DeadlineDuration, { workingDays: number }>;

/**
 * When a period that starts on `triggerDate` ends. The trigger date itself is not counted.
 * Throws DEADLINE_DATE_NOT_COVERED for no real day, or where the calendar is asked and does not reach.
 * @law 民法典 第201条、第202条、第203条
 *
 * @example computeDue(rule.spec, '2026-09-18', calendar) // { dueOn: '2026-10-22', … } for 20 working days
 */
export function computeDue(term: DeadlineTerm, triggerDate: string, calendar: Calendar): DueDate {
  const { duration } = term;
  if ('workingDays' in duration) {
    const dueOn = calendar.addWorkdays(triggerDate, duration.workingDays);
    return dueDate(term, dueOn, calendar.isProvisional(dayAfter(triggerDate), dueOn));
  }
  const lastDay = dayText(lastCalendarDay(dayNumberOf(triggerDate), duration));
  if (!term.rollForward) return dueDate(term, lastDay, false);
  const dueOn = calendar.nextWorkdayFrom(lastDay);
  return dueDate(term, dueOn, calendar.isProvisional(lastDay, dueOn));
}

/**
 * The same answer with every day of the way and why it counts. It walks day by day, apart from the tables
 * that `computeDue` uses, so that one proves the other. Days of a suspension are passed over: a period in months becomes
 * longer by as many days.
 */
export function explainDue(
  term: DeadlineTerm,
  triggerDate: string,
  calendar: Calendar,
  suspensions: readonly Suspension[] = [],
): ExplainedDueDate {
  const { duration } = term;
  const start = dayNumberOf(triggerDate);
  const isSuspended = suspendedDays(suspensions);
  const walk =
    'workingDays' in duration
      ? walkWorkingDays(start, duration.workingDays, calendar, isSuspended)
      : walkCalendarDays(start, duration, term.rollForward ? calendar : undefined, isSuspended);
  const first = {
    date: triggerDate,
    counts: false,
    count: 0,
    zh: '起算日当日不计',
    en: 'day of the event, not counted',
  };
  return { ...dueDate(term, dayText(walk.lastDay), walk.provisional), steps: [first, ...walk.steps] };
}

interface Walk {
  readonly lastDay: number;
  readonly provisional: boolean;
  readonly steps: readonly DueDateStep[];
}

type IsSuspended = (day: number) => boolean;

function suspendedDays(suspensions: readonly Suspension[]): IsSuspended {
  const spans = suspensions.map(({ from, to }) => [dayNumberOf(from), dayNumberOf(to)] as const);
  return (day) => spans.some(([from, to]) => from <= day && day <= to);
}

function walkWorkingDays(start: number, workingDays: number, calendar: Calendar, isSuspended: IsSuspended): Walk {
  const steps: DueDateStep[] = [];
  let lastDay = start;
  let isProvisional = false;
  for (let count = 0; count < workingDays;) {
    lastDay += 1;
    if (isSuspended(lastDay)) {
      steps.push(suspendedDay(lastDay, count));
      continue;
    }
    const { date, isWorkday, provisional, zh, en } = calendar.explain(dayText(lastDay));
    if (isWorkday) count += 1;
    isProvisional ||= provisional;
    steps.push({ date, counts: isWorkday, count, zh, en });
  }
  return { lastDay, provisional: isProvisional, steps };
}

/** The calendar is given where a last day that is a rest day moves on: at most to the end of a holiday. */
function walkCalendarDays(
  start: number,
  duration: CalendarDuration,
  calendar: Calendar | undefined,
  isSuspended: IsSuspended,
): Walk {
  const days = lastCalendarDay(start, duration) - start;
  const steps: DueDateStep[] = [];
  let end = start;
  for (let count = 0; count < days;) {
    end += 1;
    if (isSuspended(end)) {
      steps.push(suspendedDay(end, count));
      continue;
    }
    count += 1;
    steps.push(count < days ? calendarDay(end, count) : lastStep(duration, end, count));
  }
  if (!calendar) return { lastDay: end, provisional: false, steps };

  let last = calendar.explain(dayText(end));
  let isProvisional = last.provisional;
  let lastDay = end;
  while (!last.isWorkday) {
    lastDay += 1;
    if (isSuspended(lastDay)) {
      steps.push(suspendedDay(lastDay, days));
      continue;
    }
    last = calendar.explain(dayText(lastDay));
    isProvisional ||= last.provisional;
    const { date, isWorkday } = last;
    const zh = isWorkday ? `期限最后一日顺延到此日（${last.zh}）` : `${last.zh}，顺延`;
    const en = isWorkday ? `the last day moves here (${last.en})` : `${last.en}, moves on`;
    steps.push({ date, counts: isWorkday, count: days, zh, en });
  }
  return { lastDay, provisional: isProvisional, steps };
}

function suspendedDay(day: number, count: number): DueDateStep {
  return { date: dayText(day), counts: false, count, zh: '期限中止', en: 'suspended' };
}

function calendarDay(day: number, count: number): DueDateStep {
  return { date: dayText(day), counts: true, count, zh: '自然日', en: 'calendar day' };
}

function lastStep(duration: CalendarDuration, day: number, count: number): DueDateStep {
  const inMonths = 'months' in duration;
  return {
    date: dayText(day),
    counts: true,
    count,
    zh: inMonths ? `满${duration.months}个月，期限最后一日` : `第${count}日，期限最后一日`,
    en: inMonths ? `${duration.months} months are over: last day` : `day ${count}: last day`,
  };
}

function lastCalendarDay(start: number, duration: CalendarDuration): number {
  return 'months' in duration ? addMonths(start, duration.months) : start + duration.calendarDays;
}

const minutesPerHour = 60;
const minutesPerDay = 24 * minutesPerHour;
/** Asia/Shanghai is eight hours ahead of UTC all year; it has had no summer time since 1991. */
const shanghaiMinutesAhead = 8 * minutesPerHour;

/** The instant of a due day: its end in Shanghai, or the receiver's closing time. */
export function dueDate({ closingTime }: Pick<DeadlineTerm, 'closingTime'>, dueOn: string, provisional: boolean): DueDate {
  if (closingTime === undefined) return { dueOn, dueAt: `${dueOn}T16:00:00.000Z`, provisional };
  const closing = Number(closingTime.slice(0, 2)) * minutesPerHour + Number(closingTime.slice(3, 5));
  const inUtc = closing - shanghaiMinutesAhead;
  const day = inUtc < 0 ? dayText(dayNumberOf(dueOn) - 1) : dueOn;
  const minute = (inUtc + minutesPerDay) % minutesPerDay;
  const time = `${two(Math.floor(minute / minutesPerHour))}:${two(minute % minutesPerHour)}`;
  return { dueOn, dueAt: `${day}T${time}:00.000Z`, provisional };
}

/** The same day, ending when its receiver closes, if that is sooner. @law 民法典 第203条 */
export function closedAt(due: DueDate, closingTime: string | undefined): DueDate {
  if (closingTime === undefined) return due;
  const closed = dueDate({ closingTime }, due.dueOn, due.provisional);
  return closed.dueAt < due.dueAt ? closed : due;
}

/** Instant (UTC, ISO) at which a day ends in Shanghai. Throws DEADLINE_DATE_NOT_COVERED for no real day. */
export function endOfShanghaiDay(date: string): string {
  dayNumberOf(date);
  return `${date}T16:00:00.000Z`;
}

function dayAfter(date: string): string {
  return dayText(dayNumberOf(date) + 1);
}

function dayNumberOf(date: string): number {
  const day = dayNumber(date);
  if (day === undefined) throw new GatewayError('DEADLINE_DATE_NOT_COVERED', { date: date.slice(0, 40) });
  return day;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
