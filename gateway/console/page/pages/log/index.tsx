import { DatePicker, Input, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import type { FoundEntry } from '../../../../exchange-log/search/search.js';
import { useApi } from '../../api/use-api.js';
import { Named, useNames } from '../../frame/names.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { QuerySelect } from '../../parts/query-filter.js';
import { Link } from '../../router/link.js';
import { goTo, useQuery } from '../../router/location.js';
import { stations, wordOf } from './stations.js';

const texts = messages({
  title: { zh: '交换日志', en: 'Exchange log' },
  say: { zh: '只增不改：每个事件都被签名的检查点固定，任何改动都能查出来。新的在前。', en: 'Append-only: signed checkpoints hold every event, and any change shows. Newest first.' },
  record: { zh: '按记录编号查看全过程', en: 'A record’s whole story, by its id' },
  station: { zh: '事件', en: 'Event' },
  department: { zh: '部门', en: 'Department' },
  period: { zh: '时间', en: 'Time' },
  actor: { zh: '操作者', en: 'Actor' },
  index: { zh: '序号', en: 'Index' },
  at: { zh: '时刻', en: 'When' },
  dataset: { zh: '数据集', en: 'Dataset' },
  target: { zh: '目标', en: 'Target' },
  code: { zh: '代码', en: 'Code' },
  story: { zh: '记录', en: 'Record' },
  whole: { zh: '全过程', en: 'Story' },
  gateway: { zh: '网关', en: 'gateway' },
  none: { zh: '没有符合条件的事件', en: 'No event is like that' },
});

export function LogPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const number = useNumber();
  const { all } = useNames();
  const [query, setQuery] = useQuery();
  const { station, department, dataset, target, from, until, cursor, actor } = query;
  const loaded = useApi('GET /log-search', { query: { station, department, dataset, target, from, until, cursor, actor, limit: 50 } }, ['records', 'deliveries', 'quarantine', 'configuration']);
  const columns: TableColumnsType<FoundEntry> = [
    { title: text.index, align: 'right', className: 'figure', render: (_, { index }) => number(index) },
    { title: text.at, render: (_, { at }) => <Moment at={at} /> },
    { title: text.station, render: (_, one) => wordOf(one.station)[language] },
    { title: text.department, render: (_, one) => <Named kind="department" name={one.department} /> },
    { title: text.dataset, render: (_, one) => <Named kind="dataset" name={one.dataset} /> },
    { title: text.target, render: (_, one) => <Named kind="connector" name={one.target} /> },
    { title: text.code, render: (_, { code }) => (code === null ? null : <code>{code}</code>) },
    { title: text.actor, render: (_, one) => (one.actor === 'gateway' ? <span className="faint">{text.gateway}</span> : one.actor) },
    { title: text.story, render: (_, { record }) => (record === null ? null : <Link to={`/exchange-log/records/${record}`}>{text.whole}</Link>) },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <div className="filters">
        <Input.Search aria-label={text.record} placeholder={text.record} className="filter wide-filter" onSearch={(id) => { if (id.trim() !== '') goTo(`/exchange-log/records/${encodeURIComponent(id.trim())}`); }} />
        <QuerySelect name="station" label={text.station} choices={stations.map((value) => ({ value, label: wordOf(value)[language] }))} />
        <QuerySelect name="department" label={text.department} choices={all('department').map((one) => ({ value: one.name, label: one[language] }))} />
        <DatePicker.RangePicker
          aria-label={text.period}
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          allowEmpty={[true, true]}
          value={[from === undefined ? null : dayjs(from), until === undefined ? null : dayjs(until)]}
          onChange={(ends) => setQuery({ from: ends?.[0]?.toISOString(), until: ends?.[1]?.toISOString(), cursor: undefined })}
        />
      </div>
      <DataTable label={text.title} columns={columns} rows={loaded.data?.items} rowKey={({ index }) => index} loaded={loaded} empty={text.none} next={loaded.data?.next ?? null} />
    </>
  );
}
