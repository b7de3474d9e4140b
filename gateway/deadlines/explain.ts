import type { Calendar } from './calendar.js';
import { type DueDateStep, explainDue } from './compute.js';
import { type DeadlineDuration, type DeadlineRule, isInForce } from './rule.js';

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
  const { dueOn, dueAt, provisional, steps } = explainDue(spec, from, calendar);
  const { document, documentNumber, article, issuer } = spec.basis;
  const law = `${issuer}《${document}》${documentNumber ? `（${documentNumber}）` : ''}${article}`;
  const length = lengthInWords(spec.duration);

  const closing: Words[] = [
    { zh: `到期日 ${dueOn}，须在 ${dueAt} 之前完成。`, en: `Due on ${dueOn}: to be done before ${dueAt}.` },
  ];
  if (provisional) {
    closing.push({
      zh: '暂定：期限涉及的年份尚未公布放假安排，公布后重新计算。',
      en: 'Provisional: a year of the period has no published schedule yet; computed again when it has.',
    });
  }
  if (!isInForce(spec, from)) {
    const until = spec.effectiveTo ?? '';
    closing.push({
      zh: `注意：规则自 ${spec.effectiveFrom}${until && `至 ${until}`}施行，对该日期不适用，结果只作演算。`,
      en: `Mind: the rule holds from ${spec.effectiveFrom}${until && ` to ${until}`}, not for this date.`,
    });
  }

  return {
    document: { dueOn, provisional, steps },
    opening: [
      { zh: `${name}：${spec.title.zh}`, en: `${name}: ${spec.title.en}` },
      { zh: `依据：${law}`, en: `Basis: ${law}` },
      { zh: `自 ${from} 起${length.zh}`, en: `${length.en} from ${from}` },
    ],
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

function lengthInWords(duration: DeadlineDuration): Words {
  if ('workingDays' in duration) {
    return { zh: `${duration.workingDays}个工作日`, en: `${duration.workingDays} working days` };
  }
  if ('calendarDays' in duration)
    return { zh: `${duration.calendarDays}日`, en: `${duration.calendarDays} days` };
  return { zh: `${duration.months}个月`, en: `${duration.months} months` };
}
