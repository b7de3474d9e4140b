import type { ReactNode } from 'react';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../frame/session.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { Tile } from '../../parts/tile.js';
import { Departments } from './departments.js';
import { Receivers } from './receivers.js';
import { Schedule } from './schedule.js';

const texts = messages({
  title: { zh: '总览', en: 'Overview' },
  asOf: { zh: '数据时间', en: 'As of' },
  onTime: { zh: '按时率', en: 'On time' },
  onTimeSay: { zh: (met: string, late: string) => `按时 ${met}，迟报 ${late}`, en: (met: string, late: string) => `${met} in time, ${late} late` },
  overdue: { zh: '已逾期', en: 'Overdue' },
  overdueSay: { zh: '过了期限还没有送达', en: 'past due and not there yet' },
  today: { zh: '24小时内到期', en: 'Due in 24 hours' },
  week: { zh: '7天内到期', en: 'Due in 7 days' },
  weekSay: { zh: '含24小时内到期的', en: 'those of 24 hours among them' },
  forecast: { zh: '预计将逾期', en: 'Will be late' },
  forecastSay: { zh: '按积压和实测速率推算', en: 'from backlog and measured rate' },
  unknownRate: { zh: '速率未知', en: 'rate not known' },
  quarantine: { zh: '隔离待修正', en: 'To mend' },
  quarantineSay: { zh: '条记录没有通过校验', en: 'records did not pass the checks' },
  held: { zh: '待人工处理', en: 'Held' },
  heldSay: { zh: '要有人决定的投递', en: 'deliveries that wait for a decision' },
});

/** What a duty officer looks at first: each figure leads to what it counts. */
export function OverviewPage(): ReactNode {
  const text = useText(texts);
  const may = useMay();
  const overview = useApi('GET /overview', {}, ['runs', 'deliveries', 'quarantine', 'obligations', 'targets', 'configuration']);
  return (
    <>
      <PageHead title={text.title} say={<>{text.asOf} <Moment at={overview.data?.at ?? null} /></>} />
      <ProblemAlert problem={overview.problem} onRetry={overview.reload} />
      <section className="figures" aria-label={text.title}>
        {may('obligation.read') ? <DeadlineTiles /> : null}
        {may('quarantine.read') ? <QuarantineTile open={overview.data?.quarantine?.open} /> : null}
        {may('delivery.read') ? <HeldTile held={overview.data?.deliveries?.held} /> : null}
      </section>
      <div className="overview">
        <div className="stack">
          {may('target.read') ? <Receivers /> : null}
          {may('obligation.read') ? <Departments /> : null}
        </div>
        <Schedule />
      </div>
    </>
  );
}

const nothingYet = '…';

function DeadlineTiles(): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const day = useApi('GET /obligation-report', { query: { soonDays: 1 } }, ['obligations']).data?.total;
  const week = useApi('GET /obligation-report', { query: { soonDays: 7 } }, ['obligations']).data?.total;
  const forecast = useApi('GET /delivery-forecast', {}, ['deliveries', 'targets']).data?.items;
  const late = forecast?.reduce((sum, one) => sum + (one.late ?? 0), 0);
  const shown = (figure: number | undefined): string => (figure === undefined ? nothingYet : number(figure));
  const rate = day?.onTimeRate;
  return (
    <>
      <Tile
        name={text.onTime}
        figure={day === undefined ? nothingYet : rate === null || rate === undefined ? '—' : number(rate, { style: 'percent', maximumFractionDigits: 1 })}
        say={text.onTimeSay(shown(day?.met), shown(day?.metLate))}
        to="/deadlines/report"
      />
      <Tile name={text.overdue} figure={shown(day?.overdue)} say={text.overdueSay} {...(day && day.overdue > 0 ? { tone: 'late' } : {})} to="/deadlines?standing=overdue" />
      <Tile name={text.today} figure={shown(day?.dueSoon)} {...(day && day.dueSoon > 0 ? { tone: 'soon' } : {})} to="/deadlines?standing=due-soon&soonDays=1" />
      <Tile name={text.week} figure={shown(week?.dueSoon)} say={text.weekSay} to="/deadlines?standing=due-soon&soonDays=7" />
      <Tile
        name={text.forecast}
        figure={shown(late)}
        say={forecast?.some((one) => one.late === null) ? text.unknownRate : text.forecastSay}
        {...(late !== undefined && late > 0 ? { tone: 'late' } : {})}
        to="/deadlines/forecast"
      />
    </>
  );
}

function QuarantineTile({ open }: { readonly open: number | undefined }): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  return <Tile name={text.quarantine} figure={open === undefined ? nothingYet : number(open)} say={text.quarantineSay} {...(open ? { tone: 'soon' } : {})} to="/quarantine" />;
}

function HeldTile({ held }: { readonly held: number | undefined }): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  return <Tile name={text.held} figure={held === undefined ? nothingYet : number(held)} say={text.heldSay} {...(held ? { tone: 'soon' } : {})} to="/deliveries?state=held" />;
}
