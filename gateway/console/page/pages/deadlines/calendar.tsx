import { Button } from 'antd';
import type { ReactNode } from 'react';
import { shanghaiDate } from '../../../../clock.js';
import { useApi } from '../../api/use-api.js';
import { useNames } from '../../frame/names.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { QuerySelect } from '../../parts/query-filter.js';
import { useNow } from '../../parts/use-now.js';
import { useQuery } from '../../router/location.js';
import { monthDays, shiftMonth } from './month.js';
import { DeadlinesHead } from './tabs.js';

const texts = messages({
  say: { zh: '每一天到期多少、了结多少。', en: 'How much falls due each day, and how much of it is done.' },
  before: { zh: '上月', en: 'Month before' },
  after: { zh: '下月', en: 'Month after' },
  present: { zh: '本月', en: 'This month' },
  department: { zh: '部门', en: 'Department' },
  open: { zh: (count: number) => `未了结 ${String(count)}`, en: (count: number) => `${String(count)} open` },
  overdue: { zh: (count: number) => `逾期 ${String(count)}`, en: (count: number) => `${String(count)} overdue` },
  met: { zh: (count: number) => `按时 ${String(count)}`, en: (count: number) => `${String(count)} in time` },
  late: { zh: (count: number) => `迟报 ${String(count)}`, en: (count: number) => `${String(count)} late` },
  weekdays: { zh: '一 二 三 四 五 六 日', en: 'Mon Tue Wed Thu Fri Sat Sun' },
});

/** A month of due days. */
export function CalendarPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const { all } = useNames();
  const [query, setQuery] = useQuery();
  const today = shanghaiDate(new Date(useNow()));
  const month = /^\d{4}-\d{2}$/.test(query['month'] ?? '') ? (query['month'] ?? '') : today.slice(0, 7);
  const days = monthDays(month);
  const loaded = useApi('GET /obligation-calendar', { query: { from: days[0] ?? '', to: days.at(-1) ?? '', department: query['department'] } }, ['obligations']);
  const byDay = new Map(loaded.data?.items.map((one) => [one.dueOn, one]));
  return (
    <>
      <DeadlinesHead say={text.say} />
      <div className="filters">
        <Button onClick={() => setQuery({ month: shiftMonth(month, -1) })}>{text.before}</Button>
        <strong className="figure">{month}</strong>
        <Button onClick={() => setQuery({ month: shiftMonth(month, 1) })}>{text.after}</Button>
        <Button type="text" onClick={() => setQuery({ month: undefined })}>{text.present}</Button>
        <QuerySelect name="department" label={text.department} choices={all('department').map((one) => ({ value: one.name, label: one[language] }))} />
      </div>
      <ProblemAlert problem={loaded.problem} onRetry={loaded.reload} />
      <div className="month" aria-busy={loaded.isLoading}>
        {text.weekdays.split(' ').map((letter) => <div key={letter} className="month-weekday" aria-hidden>{letter}</div>)}
        {days.map((day) => {
          const figures = byDay.get(day);
          const outside = day.slice(0, 7) === month ? '' : ' month-outside';
          return (
            <div key={day} className={`month-day${outside}${day === today ? ' month-today' : ''}`}>
              <time dateTime={day}>{Number(day.slice(8))}</time>
              {figures === undefined ? null : (
                <ul>
                  {figures.overdue > 0 ? <li className="late">{text.overdue(figures.overdue)}</li> : null}
                  {figures.open - figures.overdue > 0 ? <li className="soon">{text.open(figures.open - figures.overdue)}</li> : null}
                  {figures.metLate > 0 ? <li>{text.late(figures.metLate)}</li> : null}
                  {figures.met > 0 ? <li className="good">{text.met(figures.met)}</li> : null}
                </ul>
              )}
            </div>
          );
        })}
      </div>
    </>
  );
}
