import { Button } from 'antd';
import type { ReactNode } from 'react';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import { Named } from '../../frame/names.js';
import type { PageProps } from '../../frame/places.js';
import { useMay } from '../../frame/session.js';
import { messages, useText } from '../../language/text.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { pathOf } from '../../parts/names.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { QuarantineMark } from '../../parts/states.js';
import { useAction } from '../../parts/use-action.js';
import { Link } from '../../router/link.js';
import { ProblemView } from './problem-view.js';

const texts = messages({
  list: { zh: '隔离区', en: 'Quarantine' },
  replay: { zh: '重放', en: 'Replay' },
  replayed: { zh: '已按现行规则重新处理', en: 'Tried again by the present rules' },
  state: { zh: '状态', en: 'State' },
  exchange: { zh: '交换任务', en: 'Exchange' },
  run: { zh: '批次', en: 'Run' },
  target: { zh: '退回方', en: 'Refused by' },
  first: { zh: '首次出现', en: 'First seen' },
  last: { zh: '最近出现', en: 'Last seen' },
  closed: { zh: '了结', en: 'Closed' },
  faults: { zh: (count: number) => `${String(count)} 处问题`, en: (count: number) => `${String(count)} faults` },
  record: { zh: '记录', en: 'Record' },
  timeline: { zh: '查看全过程', en: 'Its whole story' },
});

/** One record that failed, with everything that is wrong with it. */
export function QuarantinedPage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const may = useMay();
  const id = names['id'] ?? '';
  const { data, problem, reload } = useApi('GET /quarantine/{id}', { path: { id } }, ['quarantine']);
  const action = useAction();
  const replay = (): void => {
    void action.run(async () => {
      await call('POST /quarantine/{id}/replay', { path: { id } });
      reload();
    }, text.replayed);
  };
  return (
    <>
      <PageHead title={data?.position ?? '…'} back={{ to: '/quarantine', title: text.list }}>
        {data?.state === 'open' && may('quarantine.replay') ? <Button type="primary" loading={action.isBusy} onClick={replay}>{text.replay}</Button> : null}
      </PageHead>
      <ProblemAlert problem={problem ?? action.problem} onRetry={reload} />
      {data === undefined ? null : (
        <>
          <Facts
            items={[
              [text.state, <QuarantineMark key="state" state={data.state} />],
              [text.exchange, <Link key="exchange" to={pathOf('/exchanges', data.exchange)}><Named kind="exchange" name={data.exchange} /></Link>],
              [text.run, <Link key="run" to={`/runs/${String(data.run)}`}>{data.run}</Link>],
              ...(data.target === null ? [] : [[text.target, <Named key="target" kind="connector" name={data.target} />] as const]),
              [text.first, <Moment key="first" at={data.firstSeenAt} />],
              [text.last, <Moment key="last" at={data.lastSeenAt} />],
              ...(data.closedAt === null ? [] : [[text.closed, <Moment key="closed" at={data.closedAt} />] as const]),
              ...(may('log.read') ? [[text.record, <Link key="record" to={`/exchange-log/records/${data.record}`}>{text.timeline}</Link>] as const] : []),
            ]}
          />
          <div className="sheet-title"><h2>{text.faults(data.problems.length)}</h2></div>
          <div className="stack">{data.problems.map((one) => <div className="cause" key={`${one.code} ${one.path}`}><ProblemView problem={one} /></div>)}</div>
        </>
      )}
    </>
  );
}
