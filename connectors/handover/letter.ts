import type { PushRecord } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import { fillTemplate } from '../shared/template.js';
import type { HandoverStream } from './spec.js';

const defaultText = '现将下列信息共 {count} 条函送贵单位，请予办理，并将回执签章后退回。';

/** What a letter says beside its records. */
export interface LetterFacts {
  readonly batch: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly assignee: string;
}

/**
 * A printable letter with the records in a table, withdrawals apart, and a slip to be signed and given back. One HTML
 * page that loads nothing from anywhere.
 */
export function letterHtml(records: readonly PushRecord[], stream: HandoverStream, facts: LetterFacts): string {
  const { titleZh, letter } = stream;
  const parts = new Map([['count', String(records.length)], ['date', facts.date], ['batch', facts.batch]]);
  const sections = [
    section('报送 To be entered', records.filter(({ op }) => op === 'upsert'), stream),
    section('撤销 To be withdrawn', records.filter(({ op }) => op === 'withdraw'), stream),
  ];
  return `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>${escaped(`${titleZh} ${facts.batch}`)}</title>
<style>
body{font:12pt/1.6 "Songti SC",SimSun,serif;max-width:190mm;margin:0 auto}
h1{text-align:center;font-size:18pt}table{border-collapse:collapse;width:100%;font-size:9pt}
th,td{border:1px solid #000;padding:1mm;text-align:left;overflow-wrap:anywhere}.slip{border-top:1px dashed #000;margin-top:12mm;break-inside:avoid}
.right{text-align:right}@page{size:A4;margin:20mm 15mm}
</style></head><body>
<h1>${escaped(titleZh)}</h1>
<p class="right">批次 ${escaped(facts.batch)}</p>
<p>${escaped(letter?.to ?? '')}：</p>
<p>${escaped(fillTemplate(letter?.text ?? defaultText, parts))}</p>
${sections.join('')}
<p class="right">${escaped(letter?.from ?? '')}<br>${escaped(facts.date)}<br>经办人 ${escaped(facts.assignee)}</p>
<div class="slip"><h2>回执</h2>
<p>兹收到批次 ${escaped(facts.batch)} 信息共 ${records.length} 条。</p>
<p class="right">签收人：＿＿＿＿＿＿＿＿　签收日期：＿＿＿＿＿＿＿＿<br>（盖章）</p></div>
</body></html>
`;
}

function section(title: string, records: readonly PushRecord[], { columns }: HandoverStream): string {
  if (records.length === 0) return '';
  const named = columns ?? [...new Set(records.flatMap(({ row }) => Object.keys(row)))].map((name) => ({ name, title: name }));
  const head = named.map(({ name, title }) => `<th>${escaped(title ?? name)}</th>`).join('');
  const rows = records.map(({ row }) => `<tr>${named.map(({ name }) => `<td>${escaped(cellText(row, name))}</td>`).join('')}</tr>`);
  return `<h2>${escaped(title)}</h2><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>\n`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}
