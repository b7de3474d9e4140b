import { GatewayError } from '../../schemas/errors.js';
import type { Calendar } from './calendar.js';
import { addMonths, dayNumber, dayText } from './civil-date.js';
import { dueDate, type DueDate, type DueDateStep, type ExplainedDueDate } from './compute.js';
import type { PeriodRuleSpec } from './rule.js';

/** One month, quarter or year of a rule. All days are `YYYY-MM-DD`. */
export interface Period extends DueDate {
  readonly firstDay: string;
  readonly lastDay: string;
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/**
 * The period that a day lies in, and when its duty is due: the rule's own date, or the period's last day. A fixed date
 * stays where it is, also on a rest day. A 29 February is the 28th in other years.
 * Throws DEADLINE_DATE_NOT_COVERED for no real day.
 *
 * @example periodOf(quarterly, '2026-05-20') // { firstDay: '2026-04-01', lastDay: '2026-06-30', dueOn: '2026-06-30', … }
 */
export function periodOf(spec: PeriodRuleSpec, date: string): Period {
  if (dayNumber(date) === undefined) throw new GatewayError('DEADLINE_DATE_NOT_COVERED', { date: date.slice(0, 40) });
  const months = monthsOf[spec.trigger.each];
  const month = Number(date.slice(5, 7)) - 1;
  const first = dayOf(`${date.slice(0, 4)}-${two(month - (month % months) + 1)}-01`);
  const firstDay = dayText(first);
  const lastDay = dayText(addMonths(first, months) - 1);
  return { firstDay, lastDay, ...dueDate(spec, fixedDay(spec, firstDay) ?? lastDay, false) };
}

/** The same with the days that matter: where the period begins, the last working day before the end, and the end. */
export function explainPeriod(spec: PeriodRuleSpec, date: string, calendar: Calendar): ExplainedDueDate {
  const { firstDay, lastDay: _, ...due } = periodOf(spec, date);
  const lastWorkday = calendar.addWorkdays(due.dueOn, 0);
  const steps: DueDateStep[] = [{ date: firstDay, counts: false, count: 0, zh: '周期开始', en: 'the period begins' }];
  if (lastWorkday !== due.dueOn) {
    const zh = '到期前最后一个工作日：固定日期不顺延';
    steps.push({ date: lastWorkday, counts: false, count: 0, zh, en: 'last working day before it: a fixed date never moves' });
  }
  const { zh, en } = calendar.explain(due.dueOn);
  steps.push({ date: due.dueOn, counts: true, count: 1, zh: `到期日（${zh}）`, en: `due day (${en})` });
  return { ...due, steps };
}

function fixedDay({ dueOn }: PeriodRuleSpec, firstDay: string): string | undefined {
  if (dueOn === undefined) return undefined;
  const year = firstDay.slice(0, 4);
  return dayNumber(`${year}-${dueOn}`) === undefined ? `${year}-02-28` : `${year}-${dueOn}`;
}

function dayOf(date: string): number {
  const day = dayNumber(date);
  if (day === undefined) throw new GatewayError('DEADLINE_DATE_NOT_COVERED', { date });
  return day;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
