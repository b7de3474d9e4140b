import type { QuarantineView } from '../services/quarantine.js';
import type { RunReport, TargetReport } from '../summary.js';
import { firstReason } from './quarantine-text.js';
import { table, type Column } from './table.js';
import { oneLine } from './text-width.js';

/** What `jiantong start` tells a person after every exchange has run. */
export function summaryText(runs: readonly RunReport[], quarantined: readonly QuarantineView[]): string {
  const failures = runs.flatMap(({ name, failure }) =>
    failure === null ? [] : [`${name} 未完成 did not finish: ${oneLine(failure.text)} [${failure.code}]\n`],
  );
  return [table(columns, runs.flatMap(linesOf)), ...failures, quarantinedText(runs, quarantined)].join('');
}

/** A line of the summary: an exchange and one of its targets; the exchange's own counts stand on its first line only. */
interface SummaryLine {
  readonly run: RunReport | null;
  readonly target: TargetReport | null;
}

function linesOf(run: RunReport): SummaryLine[] {
  if (run.targets.length === 0) return [{ run, target: null }];
  return run.targets.map((target, index) => ({ run: index === 0 ? run : null, target }));
}

const columns: readonly Column<SummaryLine>[] = [
  { zh: '交换任务', en: 'exchange', value: ({ run }) => run?.name ?? '' },
  { zh: '读取', en: 'pulled', value: ({ run }) => run?.rows ?? '' },
  { zh: '未变', en: 'unchanged', value: ({ run }) => run?.unchanged ?? '' },
  { zh: '入库', en: 'stored', value: ({ run }) => run?.versions ?? '' },
  { zh: '隔离', en: 'quarantined', value: ({ run }) => run?.quarantined ?? '' },
  { zh: '目标', en: 'target', value: ({ target }) => target?.connector ?? null },
  { zh: '接收', en: 'accepted', value: ({ target }) => target?.accepted ?? null },
  { zh: '退回', en: 'rejected', value: ({ target }) => target?.rejected ?? null },
  { zh: '待回执', en: 'awaiting receipt', value: ({ target }) => target?.awaitingReceipt ?? null },
  { zh: '其他未了', en: 'other open', value: ({ target }) => (target === null ? null : otherOpen(target)) },
  { zh: '最近到期', en: 'nearest due', value: ({ target }) => target?.nearestDueOn ?? null },
];

function otherOpen({ pending, awaitingReceipt, unknown, held }: TargetReport): number {
  return pending - awaitingReceipt + unknown + held;
}

function quarantinedText(runs: readonly RunReport[], quarantined: readonly QuarantineView[]): string {
  const count = runs.reduce((sum, run) => sum + run.quarantined, 0);
  if (count === 0 || quarantined.length === 0) return '';
  const lines = quarantined.map(
    (view) => `  ${view.exchange} ${oneLine(view.position)}  ${oneLine(firstReason(view))}\n`,
  );
  return `\n隔离 ${count} 条，例如 ${count} quarantined, such as:\n${lines.join('')}  全部原因 All reasons: jiantong quarantine list | show <id>\n`;
}
