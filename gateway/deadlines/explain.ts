import type { Calendar } from './calendar.js';
import { type DueDateStep, explainDue } from './compute.js';
import { explainPeriod } from './period.js';
import { type DeadlineDuration, type DeadlineRule, type DeadlineRuleSpec, isInForce, isPeriodSpec, type Quota } from './rule.js';

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
  const { dueOn, dueAt, provisional, steps } = isPeriodSpec(spec)
    ? explainPeriod(spec, from, calendar)
    : explainDue(spec, from, calendar);
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

function taskInWords(spec: DeadlineRuleSpec, from: string): Words {
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

function lengthInWords(duration: DeadlineDuration): Words {
  if ('workingDays' in duration) {
    return { zh: `${duration.workingDays}个工作日`, en: `${duration.workingDays} working days` };
  }
  if ('calendarDays' in duration)
    return { zh: `${duration.calendarDays}日`, en: `${duration.calendarDays} days` };
  return { zh: `${duration.months}个月`, en: `${duration.months} months` };
}
