import type { Problem } from '../../schemas/problem.js';
import type { QuarantineView } from '../services/quarantine.js';
import { shanghaiMinute } from '../clock.js';
import { listing } from './table.js';
import { oneLine } from './text-width.js';

/** The first problem in one phrase, and how many more there are. */
export function firstReason({ problems }: QuarantineView): string {
  const [first] = problems;
  if (first === undefined) return '-';
  const where = first.column ?? first.path;
  const more = problems.length === 1 ? '' : ` (+${problems.length - 1})`;
  return `${where === '' ? '' : `${where}: `}${first.zh}${more}`;
}

/** One quarantined record with every reason and how to mend it. */
export function describeQuarantined(view: QuarantineView): string {
  const head = listing([
    ['编号', 'id', view.id],
    ['交换任务', 'exchange', view.exchange],
    ['位置', 'position', view.position],
    ...(view.target === null ? [] : [['退回的目标', 'refused by', view.target] as const]),
    ['状态', 'state', view.state],
    ['记录', 'record', view.record],
    ['首次发现', 'first seen', shanghaiMinute(new Date(view.firstSeenAt))],
  ]);
  return head + view.problems.map(describeProblem).join('');
}

function describeProblem({ code, path, column, value, zh, en, fixZh, fixEn }: Problem, index: number): string {
  const where = [column, path].filter((part) => part !== undefined && part !== '').join(' → ');
  const given = value === undefined ? '' : ` = ${value}`;
  return [
    `${index + 1}. ${oneLine(`${where}${given}`)} [${code}]`,
    `   ${oneLine(`${zh} ${en}`)}`,
    `   处理 Mend: ${oneLine(`${fixZh} ${fixEn}`)}\n`,
  ].join('\n');
}
