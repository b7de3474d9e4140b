import { shanghaiMinute } from '../clock.js';
import type { Calendar } from '../deadlines/calendar.js';
import { dayNumber, dayText } from '../deadlines/civil-date.js';
import { computeDue } from '../deadlines/compute.js';
import { type Opening, openingOf } from '../deadlines/opening-hours.js';
import { type DeadlineRuleSpec, type DeadlineTerm, holdsFor, isInForce, type RecordRuleSpec } from '../deadlines/rule.js';
import { type FiringDay, type FiringDays, firingDays, listFiringDays } from '../schedule/firing-days.js';
import { latestRun, type LateRun, worstWait } from '../schedule/worst-wait.js';
import type { CheckContext } from './check.js';
import type { Words } from './manifest-problem.js';
import type { AgreementPromises, AgreementSpec, ConnectorSpec, ExchangeSpec, Manifest } from './resources.js';

/** So far ahead runs are held against what is promised: a year with all its holidays, and some of the next. */
const daysAhead = 430;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface PromisePlace {
  readonly manifest: Manifest<ExchangeSpec>;
  readonly connector: Manifest<ConnectorSpec>;
  readonly agreement: Manifest<AgreementSpec>;
  /** Of the target's agreement. */
  readonly path: string;
}

/** The runs of an exchange over the days to come, and when their receiver is open. */
interface Runs {
  readonly firing: FiringDays;
  readonly days: readonly FiringDay[];
  /** Days of events. */
  readonly dates: readonly string[];
  readonly opening: Opening;
  readonly calendar: Calendar;
}

/**
 * Refuses a schedule that cannot keep what the target's agreement promises, or that comes too late for a deadline rule of
 * the target, however quick all the rest is. Only for cron expressions and time zones that are valid.
 */
export function checkPromises(place: PromisePlace, context: CheckContext): void {
  const { manifest, agreement } = place;
  const { promises } = agreement.spec;
  const { schedule } = manifest.spec;
  if (schedule === undefined) {
    if (promises && !startsItself(place, context)) refuse(place, context, { zh: '没有计划，不会自动运行', en: 'no schedule: it never runs by itself' });
    return;
  }
  const runs = runsOf(place, schedule, context);
  if (!runs) return;
  for (const words of [brokenFrequency(promises?.every, runs), brokenTimeLimit(promises?.within, runs)]) {
    if (words) refuse(place, context, words);
  }
  for (const { metadata, spec } of rulesOf(place, context)) {
    const late = lateFor(spec, runs, (date) => isInForce(spec, date));
    if (!late) continue;
    const given = `${schedule.cron} · ${metadata.name}`;
    context.report(manifest, 'CONFIG_SCHEDULE_TOO_LATE', { path: '/spec/schedule/cron', given, expected: lateWords(late) });
  }
}

/** What departments push to the gateway starts its exchange whenever it comes. */
function startsItself({ manifest }: PromisePlace, { workspace }: CheckContext): boolean {
  const { source } = manifest.spec;
  return workspace.resolve('Connector', source.connector, manifest.metadata.department).manifest?.spec.type === 'inbound';
}

function refuse({ manifest, agreement, path }: PromisePlace, context: CheckContext, expected: Words): void {
  const { promises, timeLimit, frequency } = agreement.spec;
  const given = `${agreement.metadata.name}：${timeLimit}，${frequency} ${JSON.stringify(promises)}`;
  context.report(manifest, 'CONFIG_PROMISE_NOT_KEPT', { path, given, expected });
}

function runsOf(
  { manifest, connector }: PromisePlace,
  { cron, timeZone }: { readonly cron: string; readonly timeZone: string },
  context: CheckContext,
): Runs | undefined {
  const { today } = context;
  const [calendar, receivers] = [manifest, connector].map(({ metadata }) => context.calendarOf(metadata.department));
  const start = dayNumber(today);
  if (!calendar || !receivers || start === undefined) return undefined;
  const firing = firingDays(cron, timeZone);
  return {
    firing,
    days: listFiringDays(firing, today, 2 * daysAhead),
    dates: Array.from({ length: daysAhead }, (_, index) => dayText(start + index)),
    opening: openingOf(connector.spec.delivery?.openingHours, receivers),
    calendar,
  };
}

function brokenFrequency(every: AgreementPromises['every'], { firing, days, calendar }: Runs): Words | undefined {
  if (every === undefined) return undefined;
  if ('workingDays' in every) {
    for (const [index, day] of days.entries()) {
      const previous = days[index - 1];
      if (!previous || calendar.addWorkdays(previous.date, every.workingDays) >= day.date) continue;
      const gap = `${shanghaiMinute(previous.last)} → ${shanghaiMinute(day.first)}`;
      return {
        zh: `每${String(every.workingDays)}个工作日至少一次；计划的间隔 ${gap} 更长`,
        en: `at least once in ${String(every.workingDays)} working days; the schedule pauses longer`,
      };
    }
    return undefined;
  }
  const pause = worstWait(firing, days, { nextOpen: (instant) => instant });
  const promised = promiseText(every);
  if (pause && pause.waitMs <= lengthMs(every)) return undefined;
  return {
    zh: `每${promised.zh}至少一次；${pause ? `计划最长间隔${spanText(pause.waitMs).zh}（${shanghaiMinute(pause.after)} → ${shanghaiMinute(pause.firesAt)}）` : '计划只运行一次或不运行'}`,
    en: `at least once in ${promised.en}; ${pause ? `the longest pause is ${spanText(pause.waitMs).en}` : 'it runs once or never'}`,
  };
}

function brokenTimeLimit(within: AgreementPromises['within'], runs: Runs): Words | undefined {
  if (within === undefined) return undefined;
  if ('workingDays' in within || 'calendarDays' in within) {
    const late = lateFor({ duration: within, rollForward: false }, runs, () => true);
    return late && lateWords(late);
  }
  const wait = worstWait(runs.firing, runs.days, runs.opening);
  if (wait && wait.waitMs <= lengthMs(within)) return undefined;
  if (!wait) return { zh: '计划只运行一次或不运行', en: 'it runs once or never' };
  const [promised, longest] = [promiseText(within), spanText(wait.waitMs)];
  const [from = '', fires = '', taken = ''] = [wait.after, wait.firesAt, wait.takenAt].map(shanghaiMinute);
  return {
    zh: `${promised.zh}之内；最坏要等${longest.zh}：${from} 之后产生的，${fires} 才读到，${taken} 起才可送出`,
    en: `within ${promised.en}; the worst wait is ${longest.en}: what comes after ${from} is read at ${fires} and sent from ${taken} on`,
  };
}

/** Rules of the target's system that start with a date of the exchange's records and hold for its department. */
function rulesOf({ manifest, connector }: PromisePlace, { workspace, today }: CheckContext): Manifest<RecordRuleSpec>[] {
  const { department } = manifest.metadata;
  const division = workspace.departments().find(({ metadata }) => metadata.name === department)?.spec.divisionCode ?? '';
  return workspace.deadlineRules().filter((rule): rule is Manifest<RecordRuleSpec> => {
    const spec: DeadlineRuleSpec = rule.spec;
    if (!('duration' in spec) || (spec.effectiveTo ?? today) < today || !('field' in spec.trigger)) return false;
    const isOwed = spec.appliesTo.datasets.includes(manifest.spec.dataset) && spec.target?.systems.includes(connector.spec.system) === true;
    return isOwed && holdsFor(spec, department, division);
  });
}

function lateFor(term: DeadlineTerm, { days, dates, calendar, opening }: Runs, isOwed: (date: string) => boolean): LateRun | undefined {
  return latestRun(days, dates, (date) => (isOwed(date) ? computeDue(term, date, calendar) : undefined), opening);
}

function lateWords({ eventDate, firesAt, takenAt, due }: LateRun): Words {
  const [fires = '', taken = ''] = [firesAt, takenAt].map(shanghaiMinute);
  return {
    zh: `${eventDate} 当日末产生的，到期日 ${due.dueOn}；计划 ${fires} 才读到，${taken} 起才可送出`,
    en: `what happens at the end of ${eventDate} is due on ${due.dueOn}, read at ${fires} and sent from ${taken} on`,
  };
}

type Span = { readonly minutes: number } | { readonly hours: number } | { readonly days: number };

function lengthMs(span: Span): number {
  if ('minutes' in span) return span.minutes * minuteMs;
  return 'hours' in span ? span.hours * hourMs : span.days * dayMs;
}

function promiseText(span: Span): Words {
  if ('minutes' in span) return { zh: `${String(span.minutes)}分钟`, en: `${String(span.minutes)} minutes` };
  return 'hours' in span
    ? { zh: `${String(span.hours)}小时`, en: `${String(span.hours)} hours` }
    : { zh: `${String(span.days)}天`, en: `${String(span.days)} days` };
}

/** A length in the largest unit that it is a whole number of. */
function spanText(ms: number): Words {
  for (const [unit, zh, en] of [[dayMs, '天', 'days'], [hourMs, '小时', 'hours']] as const) {
    if (ms >= unit && ms % unit === 0) return { zh: `${String(ms / unit)}${zh}`, en: `${String(ms / unit)} ${en}` };
  }
  const minutes = String(Math.ceil(ms / minuteMs));
  return { zh: `${minutes}分钟`, en: `${minutes} minutes` };
}
