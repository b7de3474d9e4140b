import { Empty } from 'antd';
import type { ReactNode } from 'react';
import { useApi } from '../../api/use-api.js';
import { useTitleOf } from '../../frame/names.js';
import { messages, useText } from '../../language/text.js';
import { Mark } from '../../parts/mark.js';
import { Moment } from '../../parts/moment.js';
import { pathOf } from '../../parts/names.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { RunMark } from '../../parts/states.js';
import { Link } from '../../router/link.js';

const texts = messages({
  title: { zh: '接下来执行', en: 'Next runs' },
  all: { zh: '全部交换任务', en: 'All exchanges' },
  none: { zh: '还没有交换任务', en: 'There is no exchange yet' },
  paused: { zh: '已暂停', en: 'Paused' },
  byHand: { zh: '只手工执行', en: 'by hand only' },
  last: { zh: '上次', en: 'last' },
});

/** Exchanges by when they run next, each with how it went last. */
export function Schedule(): ReactNode {
  const text = useText(texts);
  const titleOf = useTitleOf();
  const { data, problem, reload } = useApi('GET /exchanges', {}, ['runs', 'configuration']);
  const items = data?.items.toSorted((one, other) => (one.nextRunAt ?? '~').localeCompare(other.nextRunAt ?? '~'));
  return (
    <section>
      <div className="sheet-title"><h2>{text.title}</h2><Link to="/exchanges">{text.all}</Link></div>
      <ProblemAlert problem={problem} onRetry={reload} />
      {items?.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.none} /> : null}
      <ul className="agenda">
        {items?.map(({ name, dataset, nextRunAt, paused, cron, lastRun }) => (
          <li key={name}>
            <div className="agenda-when">
              {paused !== null ? <Mark tone="soon">{text.paused}</Mark> : cron === null ? <span className="faint">{text.byHand}</span> : <Moment at={nextRunAt} />}
            </div>
            <div className="agenda-what">
              <Link to={pathOf('/exchanges', name)}>{titleOf('exchange', name)}</Link>
              <span className="faint">{titleOf('department', name.split('/')[0] ?? '')} · {titleOf('dataset', dataset)}</span>
            </div>
            {lastRun === null ? null : <RunMark state={lastRun.state} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
