import { Empty } from 'antd';
import type { ReactNode } from 'react';
import { useApi } from '../../api/use-api.js';
import { useTitleOf } from '../../frame/names.js';
import { messages, useText } from '../../language/text.js';
import { pathOf } from '../../parts/names.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { ScheduleText } from '../../parts/schedule-text.js';
import { RunMark } from '../../parts/states.js';
import { Link } from '../../router/link.js';

const texts = messages({
  title: { zh: '交换任务', en: 'Exchanges' },
  all: { zh: '全部交换任务', en: 'All exchanges' },
  none: { zh: '还没有交换任务', en: 'There is no exchange yet' },
});

/** Exchanges, when they run and how they went last. */
export function Schedule(): ReactNode {
  const text = useText(texts);
  const titleOf = useTitleOf();
  const { data, problem, reload } = useApi('GET /exchanges', {}, ['runs', 'configuration']);
  const items = data?.items;
  return (
    <section>
      <div className="sheet-title"><h2>{text.title}</h2><Link to="/exchanges">{text.all}</Link></div>
      <ProblemAlert problem={problem} onRetry={reload} />
      {items?.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.none} /> : null}
      <ul className="agenda">
        {items?.map(({ name, dataset, cron, timeZone, lastRun }) => (
          <li key={name}>
            <div className="agenda-when">
              <ScheduleText cron={cron} timeZone={timeZone} />
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
