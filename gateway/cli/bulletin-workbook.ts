import exceljs from 'exceljs';

import { shanghaiMinute } from '../clock.js';
import type { Bulletin, LateItem, UrgingCount } from '../reading/bulletin.js';
import { figureColumns } from './obligation-figures.js';
import type { Column } from './table.js';

const lateColumns: readonly Column<LateItem>[] = [
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '数据集', en: 'dataset', value: ({ dataset }) => dataset },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '规则', en: 'rule', value: ({ rule }) => rule },
  { zh: '起算日', en: 'counted from', value: ({ triggerDate }) => triggerDate },
  { zh: '到期日', en: 'due on', value: ({ dueOn }) => dueOn },
  { zh: '完成', en: 'met', value: ({ metAt }) => (metAt === null ? '未完成 not yet' : shanghaiMinute(new Date(metAt))) },
  { zh: '逾期天数', en: 'days late', value: ({ daysLate }) => daysLate },
  { zh: '部门上报前', en: 'department', value: ({ days }) => days.department },
  { zh: '隔离区', en: 'quarantine', value: ({ days }) => days.quarantine },
  { zh: '网关', en: 'gateway', value: ({ days }) => days.gateway },
  { zh: '接收方停机', en: 'outage', value: ({ days }) => days.outage },
  { zh: '接收方', en: 'receiver', value: ({ days }) => days.receiver },
  { zh: '原因', en: 'reason', value: ({ reason }) => reason ?? '未说明 not explained' },
  { zh: '认领', en: 'adopted', value: ({ adopted }) => (adopted ? '认领 adopted' : null) },
  { zh: '记录', en: 'record', value: ({ record }) => record },
];

/** Also for the table on the screen. */
export const urgingColumns: readonly Column<UrgingCount>[] = [
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '催办', en: 'urged', value: ({ urged }) => urged },
  { zh: '督办', en: 'supervised', value: ({ supervised }) => supervised },
  { zh: '未答复', en: 'unanswered', value: ({ unanswered }) => unanswered },
];

/** The bulletin as a workbook: the figures, what was late, and what was urged, a sheet each. Texts are texts, never formulas. */
export async function writeBulletinWorkbook(file: string, bulletin: Bulletin): Promise<void> {
  const workbook = new exceljs.Workbook();
  const { at, from, to, report, late, isCut, adopted, urgings } = bulletin;
  const period = `${from ?? '最早 first'} — ${to ?? '最近 last'}`;
  const title = `到期日 due ${period}，截至 as of ${shanghaiMinute(new Date(at))}`;
  const total = { department: '合计 all', dataset: '', target: null, rule: '', ...report.total };
  addSheet(workbook, '通报 figures', `报送时限通报 Bulletin: ${title}，认领 adopted ${String(adopted)}`, figureColumns, [...report.rows, total]);
  const cut = isCut ? `，仅列前 only the first ${String(late.length)}` : '';
  addSheet(workbook, '逾期和迟报 late', `逾期和迟报 Late: ${title}${cut}`, lateColumns, late);
  addSheet(workbook, '催办督办 urgings', `催办和督办 Urgings: ${title}`, urgingColumns, urgings);
  await workbook.xlsx.writeFile(file);
}

const titleFontSize = 14;
const narrowest = 10;
const widest = 40;

function addSheet<Row>(
  workbook: exceljs.Workbook,
  name: string,
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 2 }] });
  sheet.addRow([title]).font = { bold: true, size: titleFontSize };
  sheet.addRow(columns.map(({ zh, en }) => `${zh} ${en}`)).font = { bold: true };
  for (const row of rows) sheet.addRow(columns.map(({ value }) => value(row) ?? null));
  for (const [index, { zh, en }] of columns.entries()) {
    const longest = rows.reduce((most, row) => Math.max(most, String(columns[index]?.value(row) ?? '').length), zh.length * 2 + en.length);
    sheet.getColumn(index + 1).width = Math.min(Math.max(longest + 2, narrowest), widest);
  }
}
