import { ArrowRightOutlined, DatabaseOutlined, FileDoneOutlined, SendOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { ExchangeView } from '../../../../services/exchanges.js';
import { useApi } from '../../api/use-api.js';
import { useTitleOf } from '../../frame/names.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { pathOf, splitName } from '../../parts/names.js';
import { Link } from '../../router/link.js';

const texts = messages({
  picture: { zh: '数据走向', en: 'The way of the data' },
  read: { zh: (rows: string) => `读取 ${rows}`, en: (rows: string) => `${rows} read` },
  stored: { zh: (versions: string) => `入库 ${versions}`, en: (versions: string) => `${versions} stored` },
  bad: { zh: (rows: string) => `隔离 ${rows}`, en: (rows: string) => `${rows} quarantined` },
  sent: { zh: (done: string, owed: string) => `已接收 ${done} / ${owed}`, en: (done: string, owed: string) => `${done} of ${owed} accepted` },
  refused: { zh: (count: string) => `退回 ${count}`, en: (count: string) => `${count} rejected` },
  lastRun: { zh: '数字取自最近一次读到数据的批次', en: 'Figures of the latest run that read something' },
});

/** Source, dataset and targets of an exchange, with what went along each arrow. */
export function Flow({ exchange }: { readonly exchange: ExchangeView }): ReactNode {
  const text = useText(texts);
  const titleOf = useTitleOf();
  const number = useNumber();
  const runs = useApi('GET /runs', { query: { exchange: exchange.name, limit: 50 } }, ['runs']).data?.items;
  const telling = runs?.find(({ rows }) => rows > 0) ?? runs?.[0];
  const run = useApi(telling === undefined ? undefined : 'GET /runs/{id}', { path: { id: telling?.id ?? 0 } }, ['deliveries']).data;
  const [connector = '', stream = ''] = exchange.source.split(' ');
  return (
    <figure className="flow" aria-label={text.picture}>
      <div className="flow-way">
        <div className="flow-node">
          <DatabaseOutlined aria-hidden />
          <Link to={pathOf('/connectors', connector)}>{titleOf('connector', connector)}</Link>
          <code>{stream}</code>
        </div>
        <div className="flow-arrow">
          <span>{run ? text.read(number(run.rows)) : '…'}</span>
          <ArrowRightOutlined aria-hidden />
          {run && run.quarantined > 0 ? <Link to={`/quarantine?view=list&exchange=${encodeURIComponent(exchange.name)}`} className="late">{text.bad(number(run.quarantined))}</Link> : null}
        </div>
        <div className="flow-node">
          <FileDoneOutlined aria-hidden />
          <strong>{titleOf('dataset', exchange.dataset)}</strong>
          <span className="faint">{run ? text.stored(number(run.versions)) : ' '}</span>
        </div>
        <ul className="flow-targets">
          {exchange.targets.map((target) => {
            const sums = run?.targets.find((one) => one.connector === target);
            return (
              <li key={target}>
                <div className="flow-arrow">
                  <span>{sums ? text.sent(number(sums.accepted), number(sums.owed)) : '…'}</span>
                  <ArrowRightOutlined aria-hidden />
                  {sums && sums.rejected > 0 ? <span className="late">{text.refused(number(sums.rejected))}</span> : null}
                </div>
                <div className="flow-node">
                  <SendOutlined aria-hidden />
                  <Link to={pathOf('/targets', target)}>{titleOf('connector', target)}</Link>
                  <span className="faint">{titleOf('department', splitName(target).department)}</span>
                </div>
              </li>
            );
          })}
        </ul>
      </div>
      <figcaption className="faint">{text.lastRun}</figcaption>
    </figure>
  );
}
