import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { ExchangeView } from '../../../../services/exchanges.js';
import { useApi } from '../../api/use-api.js';
import { Named, useTitleOf } from '../../frame/names.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Mark } from '../../parts/mark.js';
import { Moment } from '../../parts/moment.js';
import { pathOf, splitName } from '../../parts/names.js';
import { PageHead } from '../../parts/page-head.js';
import { QuerySearch } from '../../parts/query-filter.js';
import { ScheduleText } from '../../parts/schedule-text.js';
import { RunMark } from '../../parts/states.js';
import { Link } from '../../router/link.js';
import { useQuery } from '../../router/location.js';

const texts = messages({
  title: { zh: '交换任务', en: 'Exchanges' },
  say: { zh: '从部门系统取数据，转成统一记录，再送到各目标。', en: 'Pull from a department’s system, make unified records, deliver them to the targets.' },
  search: { zh: '按名称、部门、数据集查找', en: 'Find by name, department or dataset' },
  name: { zh: '任务', en: 'Exchange' },
  department: { zh: '部门', en: 'Department' },
  dataset: { zh: '数据集', en: 'Dataset' },
  targets: { zh: '送往', en: 'Delivers to' },
  schedule: { zh: '计划', en: 'Schedule' },
  next: { zh: '下次', en: 'Next' },
  last: { zh: '上次', en: 'Last run' },
  outcome: { zh: '结果', en: 'Outcome' },
  paused: { zh: '已暂停', en: 'Paused' },
  never: { zh: '还没有执行', en: 'Never run' },
  read: { zh: (rows: string, bad: string) => `读取 ${rows}，隔离 ${bad}`, en: (rows: string, bad: string) => `${rows} read, ${bad} quarantined` },
  none: { zh: '没有交换任务。先登记连接器和映射，再应用一份交换任务的配置。', en: 'No exchange. Register connectors and a mapping, then apply an exchange.' },
});

export function ExchangesPage(): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const titleOf = useTitleOf();
  const [query] = useQuery();
  const exchanges = useApi('GET /exchanges', {}, ['runs', 'configuration']);
  const words = (one: ExchangeView): string =>
    [one.name, titleOf('exchange', one.name), titleOf('department', splitName(one.name).department), titleOf('dataset', one.dataset)].join(' ').toLowerCase();
  const rows = exchanges.data?.items.filter((one) => words(one).includes((query['q'] ?? '').toLowerCase()));
  const columns: TableColumnsType<ExchangeView> = [
    { title: text.name, render: (_, { name }) => <Link to={pathOf('/exchanges', name)}><Named kind="exchange" name={name} /></Link> },
    { title: text.department, render: (_, { name }) => <Named kind="department" name={splitName(name).department} /> },
    { title: text.dataset, render: (_, { dataset }) => <Named kind="dataset" name={dataset} /> },
    { title: text.targets, render: (_, { targets }) => targets.map((target) => titleOf('connector', target)).join('、') },
    { title: text.schedule, render: (_, one) => <ScheduleText cron={one.cron} timeZone={one.timeZone} /> },
    { title: text.next, render: (_, { paused, nextRunAt }) => (paused === null ? <Moment at={nextRunAt} /> : <Mark tone="soon">{text.paused}</Mark>) },
    { title: text.last, render: (_, { lastRun }) => (lastRun === null ? <span className="faint">{text.never}</span> : <Link to={`/runs/${String(lastRun.id)}`}><Moment at={lastRun.startedAt} /></Link>) },
    {
      title: text.outcome,
      render: (_, { lastRun }) =>
        lastRun === null ? null : <><RunMark state={lastRun.state} /> <span className="faint">{text.read(number(lastRun.rows), number(lastRun.quarantined))}</span></>,
    },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <div className="filters"><QuerySearch name="q" label={text.search} /></div>
      <DataTable label={text.title} columns={columns} rows={rows} rowKey={({ name }) => name} loaded={exchanges} empty={text.none} />
    </>
  );
}
