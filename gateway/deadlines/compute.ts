import { GatewayError } from '../../schemas/errors.js';
import type { Calendar } from './calendar.js';
import { addMonths, dayNumber, dayText } from './civil-date.js';
import type { DeadlineDuration, DeadlineTerm } from './rule.js';

export interface DueDate {
  /** Last day of the period, in Asia/Shanghai. */
  readonly dueOn: string;
  /** Instant (UTC, ISO) before which it has to be done: 24:00 of the last day, or the receiver's closing time. */
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

/**
 * When a period that starts on `triggerDate` ends. The trigger date itself is not counted.
 * Throws DEADLINE_DATE_NOT_COVERED for a date that the calendar does not cover.
 * @law 民法典 第201条、第202条、第203条
 *
 * @example computeDue({ duration: { workingDays: 20 }, rollForward: false }, '2026-09-18', calendar).dueOn // '2026-10-22'
 */
export function computeDue(term: DeadlineTerm, triggerDate: string, calendar: Calendar): DueDate {
  const { duration } = term;
  if ('workingDays' in duration) {
    const dueOn = calendar.addWorkdays(triggerDate, duration.workingDays);
    return dueDate(term, dueOn, calendar.isProvisional(dayAfter(triggerDate), dueOn));
  }
  const lastDay = lastCalendarDay(duration, triggerDate);
  if (!term.rollForward) return dueDate(term, lastDay, false);
  const dueOn = calendar.nextWorkdayFrom(lastDay);
  return dueDate(term, dueOn, calendar.isProvisional(lastDay, dueOn));
}

/**
 * The same answer with every day of the way and why it counts. It walks day by day, apart from the tables that
 * `computeDue` uses, so that one proves the other.
 */
export function explainDue(term: DeadlineTerm, triggerDate: string, calendar: Calendar): ExplainedDueDate {
  const { duration } = term;
  const steps: DueDateStep[] = [
    { date: triggerDate, counts: false, count: 0, zh: '起算日当日不计', en: 'day of the event, not counted' },
  ];
  const start = dayNumberOf(triggerDate);
  let provisional = false;
  let last = start;
  if ('workingDays' in duration) {
    for (let count = 0; count < duration.workingDays; ) {
      last += 1;
      const { isWorkday, provisional: isDayProvisional, zh, en } = calendar.explain(dayText(last));
      provisional ||= isDayProvisional;
      if (isWorkday) count += 1;
      steps.push({ date: dayText(last), counts: isWorkday, count, zh, en });
    }
  } else {
    const end = dayNumberOf(lastCalendarDay(duration, triggerDate));
    for (last = start + 1; last < end; last += 1) steps.push(calendarDay(last, last - start));
    steps.push(lastStep(duration, end, end - start));
    last = end;
    if (term.rollForward) {
      provisional = roll();
    }
  }
  return { ...dueDate(term, dayText(last), provisional), steps };

  /** Walks on from a last day that is a rest day; at most as far as the longest run of rest days. */
  function roll(): boolean {
    const length = last - start;
    let day = calendar.explain(dayText(last));
    let isProvisional = day.provisional;
    while (!day.isWorkday) {
      last += 1;
      day = calendar.explain(dayText(last));
      isProvisional ||= day.provisional;
      const zh = day.isWorkday ? `期限最后一日顺延到此日（${day.zh}）` : `${day.zh}，顺延`;
      const en = day.isWorkday ? `the last day moves here (${day.en})` : `${day.en}, moves on`;
      steps.push({ date: day.date, counts: day.isWorkday, count: length, zh, en });
    }
    return isProvisional;
  }
}

function calendarDay(day: number, count: number): DueDateStep {
  return { date: dayText(day), counts: true, count, zh: '自然日', en: 'calendar day' };
}

function lastStep(duration: Exclude<DeadlineDuration, { workingDays: number }>, day: number, count: number): DueDateStep {
  const inMonths = 'months' in duration;
  return {
    date: dayText(day),
    counts: true,
    count,
    zh: inMonths ? `满${duration.months}个月，期限最后一日` : `第${count}日，期限最后一日`,
    en: inMonths ? `${duration.months} months are over: last day` : `day ${count}: last day`,
  };
}

function lastCalendarDay(duration: Exclude<DeadlineDuration, { workingDays: number }>, triggerDate: string): string {
  const day = dayNumberOf(triggerDate);
  return dayText('months' in duration ? addMonths(day, duration.months) : day + duration.calendarDays);
}

const minutesPerHour = 60;
const minutesPerDay = 24 * minutesPerHour;
/** Asia/Shanghai is eight hours ahead of UTC all year; it has had no summer time since 1991. */
const shanghaiMinutesAhead = 8 * minutesPerHour;

function dueDate({ closingTime }: DeadlineTerm, dueOn: string, provisional: boolean): DueDate {
  if (closingTime === undefined) return { dueOn, dueAt: `${dueOn}T16:00:00.000Z`, provisional };
  const closing = Number(closingTime.slice(0, 2)) * minutesPerHour + Number(closingTime.slice(3, 5));
  const inUtc = closing - shanghaiMinutesAhead;
  const day = inUtc < 0 ? dayText(dayNumberOf(dueOn) - 1) : dueOn;
  const minute = (inUtc + minutesPerDay) % minutesPerDay;
  const time = `${two(Math.floor(minute / minutesPerHour))}:${two(minute % minutesPerHour)}`;
  return { dueOn, dueAt: `${day}T${time}:00.000Z`, provisional };
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
