import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assetPath } from './assets.js';
import type { ErrorEntry, Recovery } from './error-codes/entry.js';
import { errorTable } from './errors.js';

const target = 'docs/errors.md';

const recoveries: Readonly<Record<Recovery, string>> = {
  retry: '稍后自动重试 tries again later',
  skipRecord: '搁置该记录，继续 puts the record aside, goes on',
  stopRun: '结束本批次 ends the run',
  fixConfig: '等待修改配置 waits for configuration',
  bug: '请报告开发者 report it to the makers',
};

const introduction = `# 错误代码 / Error codes

由 \`npm run docs:errors\` 从 \`schemas/errors.ts\` 写成，请勿手改。代码一经发布不再更改，也不再挪作他用。
Written from \`schemas/errors.ts\` by \`npm run docs:errors\`; do not edit. A code never changes its meaning.

| recovery | 网关自己怎么做 what the gateway does by itself |
| --- | --- |
${Object.entries(recoveries)
  .map(([recovery, words]) => `| \`${recovery}\` | ${words} |`)
  .join('\n')}
`;

/** The whole error table as one Markdown page: a section an area, codes in alphabetical order. */
export function errorDocument(table: Readonly<Record<string, ErrorEntry>>): string {
  const areas = new Map<string, string[]>();
  for (const [code, entry] of Object.entries(table).toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const area = code.slice(0, code.indexOf('_'));
    areas.set(area, [...(areas.get(area) ?? []), item(code, entry)]);
  }
  return introduction + [...areas].map(([area, items]) => `\n## ${area}\n\n${items.join('\n')}`).join('');
}

function item(code: string, { recovery, status, zh, en, fixZh, fixEn }: ErrorEntry): string {
  return `**\`${code}\`** · \`${recovery}\` · HTTP ${status}\\\n${zh} ${en}\\\n处理 Mend：${fixZh} ${fixEn}\n`;
}

/** Run as a program it writes the page; imported it does nothing. */
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(assetPath(target), errorDocument(errorTable));
