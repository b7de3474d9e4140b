import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { quarantineStates, type QuarantineView } from '../../../../services/quarantine.js';
import { useApi } from '../../api/use-api.js';
import { Named } from '../../frame/names.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Moment } from '../../parts/moment.js';
import { QueryChoice } from '../../parts/query-filter.js';
import { QuarantineMark, quarantineStateTexts } from '../../parts/states.js';
import { Link } from '../../router/link.js';
import { useQuery } from '../../router/location.js';
import { ProblemView } from './problem-view.js';
import { ReplayPage } from './replay-page.js';

const texts = messages({
  title: { zh: '隔离记录', en: 'Quarantined records' },
  state: { zh: '状态', en: 'State' },
  position: { zh: '来源位置', en: 'Place at the source' },
  exchange: { zh: '交换任务', en: 'Exchange' },
  faults: { zh: '问题', en: 'What is wrong' },
  seen: { zh: '最近出现', en: 'Last seen' },
  more: { zh: (count: number) => `等 ${String(count)} 处`, en: (count: number) => `and more, ${String(count)} in all` },
  none: { zh: '没有这种状态的记录', en: 'No record is in this state' },
});

export function QuarantineList(): ReactNode {
  const text = useText(texts);
  const states = useText(quarantineStateTexts);
  const isChinese = useLanguage() === 'zh';
  const [query] = useQuery();
  const state = quarantineStates.find((one) => one === query['state']) ?? 'open';
  const loaded = useApi('GET /quarantine', { query: { state, exchange: query['exchange'], cursor: query['cursor'], limit: 50 } }, ['quarantine']);
  const columns: TableColumnsType<QuarantineView> = [
    { title: text.position, render: (_, { id, position }) => <Link to={`/quarantine/${id}`}><code>{position}</code></Link> },
    { title: text.exchange, render: (_, { exchange }) => <Named kind="exchange" name={exchange} /> },
    {
      title: text.faults,
      render: (_, { problems }) => {
        const [first] = problems;
        if (first === undefined) return null;
        return <>{first.column === undefined ? null : <code>{first.column} </code>}{isChinese ? first.zh : first.en} {problems.length > 1 ? <span className="faint">{text.more(problems.length)}</span> : null}</>;
      },
    },
    { title: text.state, render: (_, one) => <QuarantineMark state={one.state} /> },
    { title: text.seen, render: (_, { lastSeenAt }) => <Moment at={lastSeenAt} /> },
  ];
  return (
    <>
      <div className="filters">
        <QueryChoice name="state" label={text.state} choices={quarantineStates.map((value) => ({ value, label: states[value] }))} />
        {state === 'open' && loaded.data ? <ReplayPage items={loaded.data.items} onDone={loaded.reload} /> : null}
      </div>
      <DataTable
        label={text.title}
        columns={columns}
        rows={loaded.data?.items}
        rowKey={({ id }) => id}
        loaded={loaded}
        empty={text.none}
        next={loaded.data?.next ?? null}
        expanded={({ problems }) => <div className="stack">{problems.map((problem) => <ProblemView key={`${problem.code} ${problem.path}`} problem={problem} />)}</div>}
      />
    </>
  );
}
