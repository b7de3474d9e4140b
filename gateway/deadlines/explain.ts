import type { Calendar } from './calendar.js';
import { type DueDateStep, explainDue, type ExplainedDueDate } from './compute.js';
import { explainPeriod } from './period.js';
import {
  type ChainRuleSpec,
  type DeadlineDuration,
  type DeadlineRule,
  type DeadlineRuleSpec,
  isChainSpec,
  isInForce,
  isPeriodSpec,
  type Quota,
} from './rule.js';

/** What `jiantong deadlines compute RULE --from DATE` shows: data only, the command prints it. */
export interface DeadlineExplanation {
  /** The JSON answer. */
  readonly document: {
    readonly dueOn: string;
    readonly provisional: boolean;
    readonly steps: readonly DueDateStep[];
  };
  /** Sentences above the table: the rule, its law, the length of the period. */
  readonly opening: readonly Words[];
  readonly table: { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** Sentences below the table: the result and what limits it. */
  readonly closing: readonly Words[];
}

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/**
 * Explains a rule's arithmetic from a given trigger date, day by day.
 * Throws DEADLINE_DATE_NOT_COVERED where the date is no real day of the calendar.
 */
export function explainDeadline(
  { name, spec }: Pick<DeadlineRule, 'name' | 'spec'>,
  from: string,
  calendar: Calendar,
): DeadlineExplanation {
  const { dueOn, dueAt, provisional, steps } = explained(spec, from, calendar);
  const { document, documentNumber, article, issuer } = spec.basis;
  const law = `${issuer}《${document}》${documentNumber ? `（${documentNumber}）` : ''}${article}`;

  const closing: Words[] = [
    { zh: `到期日 ${dueOn}，须在 ${dueAt} 之前完成。`, en: `Due on ${dueOn}: to be done before ${dueAt}.` },
  ];
  if (provisional) {
    closing.push({
      zh: '暂定：期限涉及的年份尚未公布放假安排，公布后重新计算。',
      en: 'Provisional: a year of the period has no published schedule yet; computed again when it has.',
    });
  }
  if (!isInForce(spec, isPeriodSpec(spec) ? (steps[0]?.date ?? from) : from)) {
    const until = spec.effectiveTo ?? '';
    closing.push({
      zh: `注意：规则自 ${spec.effectiveFrom}${until && `至 ${until}`}施行，对该日期不适用，结果只作演算。`,
      en: `Mind: the rule holds from ${spec.effectiveFrom}${until && ` to ${until}`}, not for this date.`,
    });
  }

  const opening: Words[] = [
    { zh: `${name}：${spec.title.zh}`, en: `${name}: ${spec.title.en}` },
    { zh: `依据：${law}`, en: `Basis: ${law}` },
    taskInWords(spec, from),
  ];
  if (spec.setLocally) {
    opening.push({
      zh: '注意：文件没有规定具体期限，该期限由本地自行设定。',
      en: 'Mind: the document sets no figure; this one was set locally.',
    });
  }

  return {
    document: { dueOn, provisional, steps },
    opening,
    table: {
      headings: ['日期 date', '计入 counts', '第几日 count', '说明', 'why'],
      rows: steps.map((step) => [
        step.date,
        step.counts ? '是 yes' : '否 no',
        step.counts ? String(step.count) : '',
        step.zh,
        step.en,
      ]),
    },
    closing,
  };
}

function explained(spec: DeadlineRuleSpec, from: string, calendar: Calendar): ExplainedDueDate {
  if (isPeriodSpec(spec)) return explainPeriod(spec, from, calendar);
  return isChainSpec(spec) ? explainChain(spec, from, calendar) : explainDue(spec, from, calendar);
}

/** Every step of a chain as if the one before it was met on its last day; due is what is due last. */
function explainChain({ steps }: ChainRuleSpec, from: string, calendar: Calendar): ExplainedDueDate {
  let before = from;
  let last: ExplainedDueDate | undefined;
  const days: DueDateStep[] = [];
  let isProvisional = false;
  for (const step of steps) {
    const isNext = step.countFrom === 'previous';
    const start = isNext ? before : from;
    const due = explainDue(step, start, calendar);
    const since = isNext ? { zh: '假定上一步在最后一日完成', en: 'as if the step before was met on its last day' } : { zh: '自起算日', en: 'from the trigger' };
    const { zh, en } = step.title;
    days.push({ date: start, counts: false, count: 0, zh: `【${zh}】${since.zh}`, en: `[${en}] ${since.en}` }, ...due.steps);
    isProvisional ||= due.provisional;
    before = due.dueOn;
    if (!last || due.dueAt >= last.dueAt) last = due;
  }
  const { dueOn, dueAt } = last ?? explainDue({ duration: { calendarDays: 1 }, rollForward: false }, from, calendar);
  return { dueOn, dueAt, provisional: isProvisional, steps: days };
}

function taskInWords(spec: DeadlineRuleSpec, from: string): Words {
  if (isChainSpec(spec)) {
    const zh = spec.steps.map((step) => `${step.title.zh}（${step.countFrom === 'previous' ? '自上一步起' : ''}${lengthInWords(step.duration).zh}）`);
    const en = spec.steps.map((step) => `${step.title.en} (${lengthInWords(step.duration).en}${step.countFrom === 'previous' ? ' from the step before' : ''})`);
    return { zh: `自 ${from} 起：${zh.join('→')}`, en: `From ${from}: ${en.join(' → ')}` };
  }
  if (isPeriodSpec(spec)) {
    const { zh, en } = quotaInWords(spec.quota);
    const each = { month: '每月', quarter: '每季度', year: '每年' }[spec.trigger.each];
    return { zh: `${from} 所在周期：${each}${zh}`, en: `The period of ${from}: each ${spec.trigger.each} ${en}` };
  }
  const length = lengthInWords(spec.duration);
  return { zh: `自 ${from} 起${length.zh}`, en: `${length.en} from ${from}` };
}

function quotaInWords(quota: Quota): Words {
  if ('records' in quota) return { zh: `至少 ${quota.records} 条`, en: `at least ${quota.records} records` };
  return {
    zh: `覆盖“${quota.of.dataset}”至少 ${quota.percent}%`,
    en: `at least ${quota.percent} % of ${quota.of.dataset}`,
  };
}

/** `20个工作日` · `20 working days`. */
export function lengthInWords(duration: DeadlineDuration): Words {
  if ('workingDays' in duration) {
    return { zh: `${duration.workingDays}个工作日`, en: `${duration.workingDays} working days` };
  }
  if ('calendarDays' in duration)
    return { zh: `${duration.calendarDays}日`, en: `${duration.calendarDays} days` };
  return { zh: `${duration.months}个月`, en: `${duration.months} months` };
}
