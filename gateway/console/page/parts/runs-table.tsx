import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { RunView } from '../../../services/exchanges.js';
import { useApi } from '../api/use-api.js';
import { Named } from '../frame/names.js';
import { useNumber } from '../language/numbers.js';
import { messages, useText } from '../language/text.js';
import { Link } from '../router/link.js';
import { useQuery } from '../router/location.js';
import { DataTable } from './data-table.js';
import { Moment } from './moment.js';
import { pathOf } from './names.js';
import { RunMark } from './states.js';

const texts = messages({
  title: { zh: '批次', en: 'Runs' },
  id: { zh: '批次', en: 'Run' },
  exchange: { zh: '交换任务', en: 'Exchange' },
  state: { zh: '状态', en: 'State' },
  started: { zh: '开始', en: 'Began' },
  took: { zh: '用时', en: 'Took' },
  seconds: { zh: (seconds: string) => `${seconds} 秒`, en: (seconds: string) => `${seconds} s` },
  rows: { zh: '读取', en: 'Read' },
  unchanged: { zh: '未变', en: 'Unchanged' },
  versions: { zh: '入库', en: 'Stored' },
  quarantined: { zh: '隔离', en: 'Quarantined' },
  failure: { zh: '未完成原因', en: 'Why it failed' },
  none: { zh: '还没有执行过', en: 'Nothing has run yet' },
});

const secondMs = 1000;

/** Runs, newest first; of one exchange or of all. */
export function RunsTable({ exchange }: { readonly exchange?: string }): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const [query] = useQuery();
  const wanted = exchange ?? query['exchange'];
  const runs = useApi('GET /runs', { query: { exchange: wanted, cursor: query['cursor'], limit: 25 } }, ['runs']);
  const took = ({ startedAt, endedAt }: RunView): string =>
    endedAt === null ? '…' : text.seconds(number((Date.parse(endedAt) - Date.parse(startedAt)) / secondMs, { maximumFractionDigits: 1 }));
  const columns: TableColumnsType<RunView> = [
    { title: text.id, render: (_, { id }) => <Link to={`/runs/${String(id)}`} label={`${text.id} ${String(id)}`}>{id}</Link> },
    ...(exchange === undefined ? [{ title: text.exchange, render: (_: unknown, { exchange: name }: RunView) => <Link to={pathOf('/exchanges', name)}><Named kind="exchange" name={name} /></Link> }] : []),
    { title: text.state, render: (_, { state }) => <RunMark state={state} /> },
    { title: text.started, render: (_, { startedAt }) => <Moment at={startedAt} /> },
    { title: text.took, align: 'right', className: 'figure', render: (_, run) => took(run) },
    { title: text.rows, align: 'right', className: 'figure', render: (_, { rows }) => number(rows) },
    { title: text.unchanged, align: 'right', className: 'figure', render: (_, { unchanged }) => number(unchanged) },
    { title: text.versions, align: 'right', className: 'figure', render: (_, { versions }) => number(versions) },
    { title: text.quarantined, align: 'right', className: 'figure', render: (_, { quarantined }) => <span className={quarantined > 0 ? 'soon' : ''}>{number(quarantined)}</span> },
    { title: text.failure, render: (_, { failure }) => (failure === null ? null : <span title={failure.code}>{failure.text}</span>) },
  ];
  return <DataTable label={text.title} columns={columns} rows={runs.data?.items} rowKey={({ id }) => id} loaded={runs} empty={text.none} next={runs.data?.next ?? null} />;
}
