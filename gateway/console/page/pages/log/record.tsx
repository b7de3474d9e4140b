import { Empty, Spin } from 'antd';
import type { ReactNode } from 'react';
import type { LogEntry } from '../../../../exchange-log/entry.js';
import { useApi } from '../../api/use-api.js';
import { useTitleOf } from '../../frame/names.js';
import type { PageProps } from '../../frame/places.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { Link } from '../../router/link.js';
import { RecordProof } from './record-proof.js';
import { wordOf } from './stations.js';

const texts = messages({
  list: { zh: '交换日志', en: 'Exchange log' },
  title: { zh: '一条记录的全过程', en: 'The story of a record' },
  story: { zh: '经过', en: 'What happened' },
  version: { zh: (version: number) => `第 ${String(version)} 版`, en: (version: number) => `version ${String(version)}` },
  run: { zh: (run: number) => `批次 ${String(run)}`, en: (run: number) => `run ${String(run)}` },
  by: { zh: '经办', en: 'by' },
  digests: { zh: '摘要', en: 'Digests' },
  none: { zh: '交换日志里没有这条记录，或您不能查看它', en: 'The exchange log knows no such record, or you may not see it' },
});

const shown = 200;

/** All that the exchange log says of one record, and the proof of it. */
export function RecordPage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const record = names['id'] ?? '';
  const { data, problem, reload } = useApi('GET /log-entries', { query: { record, limit: shown } }, ['records', 'deliveries', 'quarantine', 'obligations']);
  return (
    <>
      <PageHead title={text.title} say={<code>{record}</code>} back={{ to: '/exchange-log', title: text.list }} />
      <ProblemAlert problem={problem} onRetry={reload} />
      {data === undefined && problem === undefined ? <div className="loading"><Spin /></div> : null}
      {data?.items.length === 0 ? <div className="sheet"><Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.none} /></div> : null}
      {data === undefined || data.items.length === 0 ? null : (
        <div className="overview">
          <section className="sheet story" aria-label={text.story}>
            <ol>{data.items.map((entry) => <Step key={entry.id} entry={entry} />)}</ol>
          </section>
          <RecordProof record={record} />
        </div>
      )}
    </>
  );
}

function Step({ entry }: { readonly entry: LogEntry }): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const titleOf = useTitleOf();
  return (
    <li>
      <Moment at={entry.at} />
      <div>
        <strong>{wordOf(entry.station)[language]}</strong>
        <span className="faint">
          {entry.target === undefined ? '' : ` → ${titleOf('connector', entry.target)}`}
          {entry.version === undefined ? '' : ` · ${text.version(entry.version)}`}
          {entry.actor === 'gateway' ? '' : ` · ${text.by} ${entry.actor}`}
          {entry.run === undefined ? null : <> · <Link to={`/runs/${String(entry.run)}`}>{text.run(entry.run)}</Link></>}
        </span>
        {entry.code === undefined ? null : <div><code>{entry.code}</code></div>}
        {entry.digests === undefined ? null : (
          <details>
            <summary className="faint">{text.digests}</summary>
            {Object.entries(entry.digests).map(([name, digest]) => <div key={name}><code>{name} {digest}</code></div>)}
          </details>
        )}
      </div>
    </li>
  );
}
