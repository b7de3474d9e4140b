import { Empty, Spin } from 'antd';
import type { ReactNode } from 'react';
import type { QuarantineCause } from '../../../../services/quarantine.js';
import { useApi } from '../../api/use-api.js';
import { Named } from '../../frame/names.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { Moment } from '../../parts/moment.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { Link } from '../../router/link.js';
import { pathWith, useQuery } from '../../router/location.js';
import { ProblemView } from './problem-view.js';

const texts = messages({
  records: { zh: (count: string) => `${count} 条`, en: (count: string) => `${count} records` },
  total: { zh: (records: string, causes: string) => `${records} 处问题，${causes} 种原因`, en: (records: string, causes: string) => `${records} faults of ${causes} causes` },
  refusedBy: { zh: '退回方', en: 'Refused by' },
  seen: { zh: '首次 / 最近', en: 'First / last seen' },
  example: { zh: '看一条', en: 'See one' },
  list: { zh: '全部记录', en: 'All its records' },
  none: { zh: '没有待修正的记录。所有数据都通过了校验。', en: 'Nothing to mend: everything has passed the checks.' },
});

/** What is wrong, most frequent first. */
export function Causes(): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const [query] = useQuery();
  const { data, problem, reload } = useApi('GET /quarantine-causes', { query: { exchange: query['exchange'] } }, ['quarantine']);
  if (problem !== undefined) return <ProblemAlert problem={problem} onRetry={reload} />;
  if (data === undefined) return <div className="loading"><Spin /></div>;
  if (data.items.length === 0) return <div className="sheet"><Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.none} /></div>;
  const records = data.items.reduce((sum, cause) => sum + cause.records, 0);
  return (
    <>
      <p className="faint spaced">{text.total(number(records), number(data.items.length))}</p>
      <ul className="causes">
        {data.items.map((cause) => <Cause key={[cause.exchange, cause.target, cause.code, cause.path].join(' ')} cause={cause} />)}
      </ul>
    </>
  );
}

function Cause({ cause }: { readonly cause: QuarantineCause }): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  return (
    <li className="cause">
      <header>
        <span className="cause-count">{text.records(number(cause.records))}</span>
        <Named kind="exchange" name={cause.exchange} />
        {cause.target === null ? null : <span className="faint">{text.refusedBy} <Named kind="connector" name={cause.target} /></span>}
        <span className="faint cause-seen">{text.seen} <Moment at={cause.firstSeenAt} /> / <Moment at={cause.lastSeenAt} /></span>
      </header>
      <ProblemView problem={cause.problem} />
      <footer className="page-actions">
        <Link to={`/quarantine/${cause.example}`}>{text.example}</Link>
        <Link to={pathWith('/quarantine', { view: 'list', exchange: cause.exchange })}>{text.list}</Link>
      </footer>
    </li>
  );
}
