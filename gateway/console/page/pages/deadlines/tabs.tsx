import type { ReactNode } from 'react';
import { messages, useText } from '../../language/text.js';
import { PageHead } from '../../parts/page-head.js';
import { Link } from '../../router/link.js';
import { useAddress } from '../../router/location.js';

const texts = messages({
  title: { zh: '报送时限', en: 'Deadlines' },
  views: { zh: '时限的几种看法', en: 'Views of the deadlines' },
  list: { zh: '清单', en: 'List' },
  calendar: { zh: '日历', en: 'Calendar' },
  forecast: { zh: '预测', en: 'Forecast' },
  report: { zh: '通报', en: 'Bulletin' },
});

const views = [
  { path: '/deadlines', name: 'list' },
  { path: '/deadlines/calendar', name: 'calendar' },
  { path: '/deadlines/forecast', name: 'forecast' },
  { path: '/deadlines/report', name: 'report' },
] as const;

/** Head of all views of deadlines. */
export function DeadlinesHead({ say, children }: { readonly say: string; readonly children?: ReactNode }): ReactNode {
  const text = useText(texts);
  const { pathname } = useAddress();
  return (
    <>
      <PageHead title={text.title} say={say}>{children}</PageHead>
      <nav className="tabs" aria-label={text.views}>
        {views.map(({ path, name }) => <Link key={path} to={path} isCurrent={pathname === path}>{text[name]}</Link>)}
      </nav>
    </>
  );
}
