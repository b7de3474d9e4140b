import { DatePicker, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import type { LateItem } from '../../../../reading/bulletin.js';
import type { ObligationReportRow } from '../../../../services/obligations.js';
import { useApi } from '../../api/use-api.js';
import { Named, useNames } from '../../frame/names.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Moment } from '../../parts/moment.js';
import { Percent } from '../../parts/percent.js';
import { QuerySelect } from '../../parts/query-filter.js';
import { useQuery } from '../../router/location.js';
import { DeadlinesHead } from './tabs.js';

const texts = messages({
  say: { zh: '按到期日统计各部门的按时率，以及每一项逾期、迟报的时间用在了哪里。', en: 'On-time rates by due day, and where the days of everything late went.' },
  period: { zh: '到期日', en: 'Due days' },
  asOf: { zh: '截至（过去某日）', en: 'As of (a past day)' },
  department: { zh: '部门', en: 'Department' },
  download: { zh: '下载 Excel 通报', en: 'Download as Excel' },
  figures: { zh: '统计', en: 'Figures' },
  dataset: { zh: '数据集', en: 'Dataset' },
  target: { zh: '目标', en: 'Target' },
  rule: { zh: '规则', en: 'Rule' },
  rate: { zh: '按时率', en: 'On time' },
  met: { zh: '按时', en: 'In time' },
  metLate: { zh: '迟报', en: 'Late' },
  overdue: { zh: '逾期', en: 'Overdue' },
  open: { zh: '未了结', en: 'Open' },
  unexplained: { zh: '未说明', en: 'Unexplained' },
  none: { zh: '这段时间没有到期的报送义务', en: 'Nothing fell due then' },
  late: { zh: '逾期和迟报', en: 'What was late' },
  noLate: { zh: '这段时间没有逾期和迟报', en: 'Nothing was late then' },
  cut: { zh: '条数太多，只列出最前的一部分；请缩小范围。', en: 'There are more than are listed; narrow the period.' },
  due: { zh: '到期', en: 'Due' },
  metAt: { zh: '完成', en: 'Met' },
  daysLate: { zh: '逾期天数', en: 'Days late' },
  where: { zh: '时间用在', en: 'Where the days went' },
  reason: { zh: '原因', en: 'Why' },
  unsaid: { zh: '未说明', en: 'not explained' },
  byDepartment: { zh: '部门上报前', en: 'before it was reported' },
  quarantine: { zh: '隔离区', en: 'in quarantine' },
  gateway: { zh: '网关', en: 'at the gateway' },
  outage: { zh: '接收方停机', en: 'receiver’s outage' },
  receiver: { zh: '接收方处理', en: 'at the receiver' },
});

const day = 'YYYY-MM-DD';

/** The bulletin of a period: figures, and everything late with where its days went. */
export function ReportPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const number = useNumber();
  const { all } = useNames();
  const [query, setQuery] = useQuery();
  const { from, to, asOf, department } = query;
  const filter = { from, to, asOf, department };
  const loaded = useApi('GET /deadline-bulletin', { query: filter }, ['obligations']);
  const bulletin = loaded.data;
  const figure = (title: string, of: (row: ObligationReportRow) => number, tone = ''): TableColumnsType<ObligationReportRow>[number] => ({
    title,
    align: 'right',
    className: 'figure',
    render: (_, row) => <span className={of(row) > 0 ? tone : ''}>{number(of(row))}</span>,
  });
  const columns: TableColumnsType<ObligationReportRow> = [
    { title: text.department, render: (_, row) => <Named kind="department" name={row.department} /> },
    { title: text.dataset, render: (_, row) => <Named kind="dataset" name={row.dataset} /> },
    { title: text.target, render: (_, row) => <Named kind="connector" name={row.target} /> },
    { title: text.rate, align: 'right', render: (_, { onTimeRate }) => <Percent share={onTimeRate} /> },
    figure(text.met, ({ met }) => met),
    figure(text.metLate, ({ metLate }) => metLate),
    figure(text.overdue, ({ overdue }) => overdue, 'late'),
    figure(text.open, ({ open }) => open),
    figure(text.unexplained, ({ unexplained }) => unexplained, 'soon'),
  ];
  const lateColumns: TableColumnsType<LateItem> = [
    { title: text.department, render: (_, row) => <Named kind="department" name={row.department} /> },
    { title: text.dataset, render: (_, row) => <Named kind="dataset" name={row.dataset} /> },
    { title: text.target, render: (_, row) => <Named kind="connector" name={row.target} /> },
    { title: text.due, render: (_, { dueOn }) => <span className="moment">{dueOn}</span> },
    { title: text.metAt, render: (_, { metAt }) => <Moment at={metAt} /> },
    { title: text.daysLate, align: 'right', className: 'figure', render: (_, { daysLate }) => number(daysLate, { maximumFractionDigits: 1 }) },
    { title: text.where, width: 200, render: (_, { days }) => <Share days={days} /> },
    { title: text.reason, render: (_, { reason }) => reason ?? <span className="faint">{text.unsaid}</span> },
  ];
  return (
    <>
      <DeadlinesHead say={text.say} />
      <div className="filters">
        <DatePicker.RangePicker
          aria-label={text.period}
          allowEmpty={[true, true]}
          value={[from === undefined ? null : dayjs(from), to === undefined ? null : dayjs(to)]}
          onChange={(days) => setQuery({ from: days?.[0]?.format(day), to: days?.[1]?.format(day) })}
        />
        <DatePicker aria-label={text.asOf} placeholder={text.asOf} value={asOf === undefined ? null : dayjs(asOf)} onChange={(one) => setQuery({ asOf: one?.format(day) })} />
        <QuerySelect name="department" label={text.department} choices={all('department').map((one) => ({ value: one.name, label: one[language] }))} />
      </div>
      <DataTable label={text.figures} columns={columns} rows={bulletin?.report.rows} rowKey={(row) => [row.department, row.dataset, row.target, row.rule].join(' ')} loaded={loaded} empty={text.none} />
      <div className="sheet-title"><h2>{text.late}</h2>{bulletin?.isCut ? <span className="soon">{text.cut}</span> : null}</div>
      <DataTable label={text.late} columns={lateColumns} rows={bulletin?.late.slice(0, lateShown)} rowKey={(row) => [row.record, row.rule, row.target].join(' ')} loaded={loaded} empty={text.noLate} />
    </>
  );
}

const lateShown = 100;
const stations = [
  ['department', 'byDepartment', 'late'],
  ['quarantine', 'quarantine', 'soon'],
  ['gateway', 'gateway', 'calm'],
  ['outage', 'outage', 'plain'],
  ['receiver', 'receiver', 'good'],
] as const;

/** Where the days went, as a bar and in words. */
function Share({ days }: Pick<LateItem, 'days'>): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const whole = stations.reduce((sum, [name]) => sum + days[name], 0);
  const words = stations.filter(([name]) => days[name] >= leastDays).map(([name, key]) => `${text[key]} ${number(days[name], { maximumFractionDigits: 1 })}`).join('，');
  return (
    <div className="share" title={words}>
      <div className="share-bar" aria-hidden>
        {stations.map(([name, , tone]) => <span key={name} className={`share-${tone}`} style={{ width: `${String(whole === 0 ? 0 : (100 * days[name]) / whole)}%` }} />)}
      </div>
      <span className="share-words">{words}</span>
    </div>
  );
}

const leastDays = 0.05;
