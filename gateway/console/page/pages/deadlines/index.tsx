import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { obligationStandings, type ObligationView } from '../../../../services/obligations.js';
import { useApi } from '../../api/use-api.js';
import { Named, useNames } from '../../frame/names.js';
import { useMay } from '../../frame/session.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Margin } from '../../parts/margin.js';
import { QueryChoice, QuerySelect } from '../../parts/query-filter.js';
import { useNow } from '../../parts/use-now.js';
import { Link } from '../../router/link.js';
import { useQuery } from '../../router/location.js';
import { Arithmetic } from './arithmetic.js';
import { DeadlinesHead } from './tabs.js';

const texts = messages({
  say: { zh: '还没有了结的报送义务，先到期的在前。展开一行可看期限是怎样算出来的。', en: 'Open obligations, nearest due first. Open a row to see how its date was reckoned.' },
  title: { zh: '未了结的报送义务', en: 'Open obligations' },
  standing: { zh: '范围', en: 'Which' },
  all: { zh: '全部', en: 'All' },
  overdue: { zh: '已逾期', en: 'Overdue' },
  'due-soon': { zh: '即将到期', en: 'Due soon' },
  department: { zh: '部门', en: 'Department' },
  dataset: { zh: '数据集', en: 'Dataset' },
  target: { zh: '目标', en: 'Target' },
  rule: { zh: '时限规则', en: 'Rule' },
  margin: { zh: '余量', en: 'Margin' },
  due: { zh: '到期', en: 'Due' },
  trigger: { zh: '起算日', en: 'Counted from' },
  record: { zh: '记录', en: 'Record' },
  timeline: { zh: '全过程', en: 'Story' },
  provisional: { zh: '暂定', en: 'provisional' },
  none: { zh: '没有符合条件的报送义务', en: 'No obligation is like that' },
});

export function DeadlinesPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const may = useMay();
  const now = useNow();
  const { all } = useNames();
  const [query] = useQuery();
  const standing = obligationStandings.find((one) => one === query['standing']);
  const { department, dataset, target, rule, soonDays, cursor } = query;
  const loaded = useApi('GET /obligations', { query: { standing, department, dataset, target, rule, soonDays, cursor, limit: 50 } }, ['obligations']);
  const choices = (kind: Parameters<typeof all>[0]): { value: string; label: string }[] => all(kind).map((one) => ({ value: one.name, label: one[language] }));
  const columns: TableColumnsType<ObligationView> = [
    { title: text.margin, render: (_, { dueAt }) => <Margin dueAt={dueAt} now={now} /> },
    { title: text.due, render: (_, { dueOn, provisional }) => <><span className="moment">{dueOn}</span>{provisional ? <span className="faint"> {text.provisional}</span> : null}</> },
    { title: text.department, render: (_, one) => <Named kind="department" name={one.department} /> },
    { title: text.dataset, render: (_, one) => <Named kind="dataset" name={one.dataset} /> },
    { title: text.target, render: (_, one) => <Named kind="connector" name={one.target} /> },
    { title: text.trigger, render: (_, { triggerDate }) => <span className="moment">{triggerDate}</span> },
    ...(may('log.read') ? [{ title: text.record, render: (_: unknown, { record }: ObligationView) => <Link to={`/exchange-log/records/${record}`}>{text.timeline}</Link> }] : []),
  ];
  return (
    <>
      <DeadlinesHead say={text.say} />
      <div className="filters">
        <QueryChoice name="standing" label={text.standing} choices={[{ value: 'all', label: text.all }, ...obligationStandings.map((value) => ({ value, label: text[value] }))]} />
        <QuerySelect name="department" label={text.department} choices={choices('department')} />
        <QuerySelect name="dataset" label={text.dataset} choices={choices('dataset')} />
        <QuerySelect name="rule" label={text.rule} choices={choices('deadline-rule')} />
      </div>
      <DataTable
        label={text.title}
        columns={columns}
        rows={loaded.data?.items}
        rowKey={(one) => `${one.record} ${one.rule} ${one.target ?? ''}`}
        loaded={loaded}
        empty={text.none}
        next={loaded.data?.next ?? null}
        expanded={(one) => <Arithmetic obligation={one} />}
      />
    </>
  );
}
