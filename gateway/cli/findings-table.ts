import type { Finding } from '../doctor/finding.js';
import { table, type Column } from './table.js';
import { oneLine } from './text-width.js';

const words = { ok: '正常 ok', warn: '注意 warn', bad: '故障 bad' } as const;

const columns: readonly Column<Finding>[] = [
  { zh: '结果', en: 'state', value: ({ state }) => words[state] },
  { zh: '检查', en: 'check', value: ({ check }) => check },
  { zh: '对象', en: 'subject', value: ({ subject }) => subject, widthMax: 40 },
  { zh: '发现', en: 'finding', value: ({ zh, en }) => `${zh} ${en}`, widthMax: 80 },
];

/** What the doctor found as a table, and below it how to mend what is not well. */
export function findingsTable(findings: readonly Finding[]): string {
  const mends = findings
    .filter(({ fixZh }) => fixZh !== null)
    .map(({ subject, zh, en, fixZh, fixEn }) =>
      [`  ${oneLine(subject)}: ${oneLine(`${zh} ${en}`)}`, `    ${oneLine(`${fixZh ?? ''} ${fixEn ?? ''}`)}\n`].join(
        '\n',
      ),
    );
  return table(columns, findings) + (mends.length === 0 ? '' : `\n处理办法 How to mend:\n${mends.join('')}`);
}
