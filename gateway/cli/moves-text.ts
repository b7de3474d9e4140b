import type { MoveKind } from '../deadlines/moves.js';
import type { MoveCount, MoveExample, MovePreview } from '../deadlines/move-preview.js';
import { table, type Column } from './table.js';

type Figures = Readonly<Record<MoveKind, number>> & { readonly rule: string; readonly department: string };

/** How many obligations of a rule and department go where. */
export const moveColumns: readonly Column<Figures>[] = [
  { zh: '规则', en: 'rule', value: ({ rule }) => rule },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '提前', en: 'earlier', value: ({ earlier }) => earlier },
  { zh: '推迟', en: 'later', value: ({ later }) => later },
  { zh: '由暂定改为确定', en: 'confirmed', value: ({ confirmed }) => confirmed },
  { zh: '改为暂定', en: 'provisional', value: ({ unconfirmed }) => unconfirmed },
  { zh: '已逾期待决定', en: 'to be decided', value: ({ awaitingDecision }) => awaitingDecision },
  { zh: '已有决定不变', en: 'kept', value: ({ kept }) => kept },
];

const previewColumns: readonly Column<MoveCount>[] = [
  ...moveColumns,
  { zh: '立即逾期', en: 'overdue at once', value: ({ overdueAtOnce }) => overdueAtOnce },
];

const kindWords: Readonly<Record<MoveKind, string>> = {
  earlier: '提前 earlier',
  later: '推迟 later',
  confirmed: '由暂定改为确定 confirmed',
  unconfirmed: '改为暂定 provisional now',
  awaitingDecision: '已逾期：推迟须由数据管理机构决定 overdue: later only by a decision',
  kept: '数据管理机构已决定：不变 kept by a decision',
};

/** What `apply` says of due dates: nothing where none moves. `isDone`: they have moved. */
export function movesText({ counts, examples }: MovePreview, isDone: boolean): string {
  if (counts.length === 0) return isDone ? '' : '未了结的义务期限不变。 No open obligation would move.\n';
  const heading = isDone ? '未了结义务的期限变动 Open obligations moved' : '未了结义务的期限将变动 Open obligations that would move';
  return `\n${heading}:\n${table(previewColumns, counts)}\n${examples.map(exampleText).join('')}`;
}

function exampleText({ rule, department, kind, obligations, triggerDate, before, after, notable }: MoveExample): string {
  const lengths = [before.length, after.length].map((length) => (length ? `${length.zh} ${length.en}` : ''));
  const change = lengths[0] === lengths[1] ? lengths[1] : lengths.join(' → ');
  const days = [dayText(before), dayText(after)].join(' → ');
  const head = `例 e.g. ${rule} · ${department} · ${triggerDate} 起算 counted from · ${String(obligations)} 项 obligations`;
  const steps = notable.map(({ date, counts, count, zh, en }) => `    ${date} ${counts ? `第${String(count)}日` : '不计'} ${zh} ${en}\n`);
  return `${head}\n  ${change ? `${change}：` : ''}${days} ${kindWords[kind]}\n${steps.join('')}`;
}

function dayText({ dueOn, provisional }: MoveExample['before']): string {
  return provisional ? `${dueOn}（暂定 provisional）` : dueOn;
}
