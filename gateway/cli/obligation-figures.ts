import type { Command } from 'commander';

import type { ObligationNames, ObligationReportRow } from '../services/obligations.js';
import { wholeNumber } from './command.js';
import type { CommonOptions } from './open-services.js';
import type { Column } from './table.js';

/** Options that narrow obligations. */
export interface NameOptions extends CommonOptions {
  readonly department?: string;
  readonly dataset?: string;
  readonly target?: string;
  readonly rule?: string;
  readonly soonDays: number;
}

/** The options of `NameOptions`. */
export function addNames(command: Command): void {
  command
    .option('--department <name>', '只看一个部门。 Of one department only.')
    .option('--dataset <name>', '只看一个数据集。 Of one dataset only.')
    .option('--target <name>', '只看一个目标，写作 部门/名称。 Of one target only: department/name.')
    .option('--rule <name>', '只看一条规则。 Of one rule only.')
    .option('--soon-days <n>', '“即将到期”指今后几日。 How many days “due soon” looks ahead.', wholeNumber(1, 366), 3);
}

/** What the options ask for. */
export function namesOf({ department, dataset, target, rule }: NameOptions): ObligationNames {
  return { department, dataset, target, rule };
}

/** What is counted of obligations, for people. */
export const figureColumns: readonly Column<ObligationReportRow>[] = [
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '数据集', en: 'dataset', value: ({ dataset }) => dataset },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '规则', en: 'rule', value: ({ rule }) => rule },
  { zh: '未了结', en: 'open', value: ({ open }) => open },
  { zh: '逾期', en: 'overdue', value: ({ overdue }) => overdue },
  { zh: '即将到期', en: 'due soon', value: ({ dueSoon }) => dueSoon },
  { zh: '按时', en: 'met', value: ({ met }) => met },
  { zh: '迟报', en: 'met late', value: ({ metLate }) => metLate },
  { zh: '未说明', en: 'unexplained', value: ({ unexplained }) => unexplained },
  { zh: '免除', en: 'waived', value: ({ waived }) => waived },
  { zh: '按时率', en: 'on time', value: ({ onTimeRate }) => (onTimeRate === null ? null : percent(onTimeRate)) },
  { zh: '平均提前小时', en: 'mean lead h', value: ({ meanLeadHours }) => meanLeadHours },
];

function percent(rate: number): string {
  return `${(rate * 100).toFixed(2)}%`;
}
