import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { ObligationReportRow } from '../../../../services/obligations.js';
import { useApi } from '../../api/use-api.js';
import { Named } from '../../frame/names.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Percent } from '../../parts/percent.js';
import { Link } from '../../router/link.js';
import { pathWith } from '../../router/location.js';

const texts = messages({
  title: { zh: '各部门报送', en: 'Departments' },
  report: { zh: '通报', en: 'Bulletin' },
  department: { zh: '部门', en: 'Department' },
  rate: { zh: '按时率', en: 'On time' },
  open: { zh: '未了结', en: 'Open' },
  overdue: { zh: '逾期', en: 'Overdue' },
  soon: { zh: '3天内到期', en: 'Due in 3 days' },
  unexplained: { zh: '迟报未说明', en: 'Late, unexplained' },
  none: { zh: '还没有产生报送义务', en: 'Nothing has been owed yet' },
});

type Figures = Pick<ObligationReportRow, 'department' | 'open' | 'overdue' | 'dueSoon' | 'met' | 'metLate' | 'unexplained'>;

/** How each department keeps its deadlines. */
export function Departments(): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const report = useApi('GET /obligation-report', { query: { soonDays: 3 } }, ['obligations']);
  const columns: TableColumnsType<Figures> = [
    { title: text.department, render: (_, { department }) => <Link to={pathWith('/deadlines', { department })}><Named kind="department" name={department} /></Link> },
    { title: text.rate, align: 'right', render: (_, { met, metLate, overdue }) => <Percent share={shareOf(met, met + metLate + overdue)} /> },
    { title: text.overdue, align: 'right', className: 'figure', render: (_, { overdue }) => <span className={overdue > 0 ? 'late' : ''}>{number(overdue)}</span> },
    { title: text.soon, align: 'right', className: 'figure', render: (_, { dueSoon }) => <span className={dueSoon > 0 ? 'soon' : ''}>{number(dueSoon)}</span> },
    { title: text.open, align: 'right', className: 'figure', render: (_, { open }) => number(open) },
    { title: text.unexplained, align: 'right', className: 'figure', render: (_, { unexplained }) => number(unexplained) },
  ];
  const rows = report.data === undefined ? undefined : byDepartment(report.data.rows);
  return (
    <div>
      <div className="sheet-title"><h2>{text.title}</h2><Link to="/deadlines/report">{text.report}</Link></div>
      <DataTable label={text.title} columns={columns} rows={rows} rowKey={({ department }) => department} loaded={report} empty={text.none} />
    </div>
  );
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function byDepartment(rows: readonly ObligationReportRow[]): Figures[] {
  const sums = new Map<string, Figures>();
  for (const row of rows) {
    const sum = sums.get(row.department);
    sums.set(row.department, {
      department: row.department,
      open: row.open + (sum?.open ?? 0),
      overdue: row.overdue + (sum?.overdue ?? 0),
      dueSoon: row.dueSoon + (sum?.dueSoon ?? 0),
      met: row.met + (sum?.met ?? 0),
      metLate: row.metLate + (sum?.metLate ?? 0),
      unexplained: row.unexplained + (sum?.unexplained ?? 0),
    });
  }
  return [...sums.values()].toSorted((one, other) => other.overdue - one.overdue || other.dueSoon - one.dueSoon);
}
