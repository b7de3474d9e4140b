import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { ForecastView } from '../../../../reading/forecast.js';
import { useApi } from '../../api/use-api.js';
import { Named, useTitleOf } from '../../frame/names.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { Chart } from '../../parts/chart.js';
import { DataTable } from '../../parts/data-table.js';
import { Mark } from '../../parts/mark.js';
import { Moment } from '../../parts/moment.js';
import { pathOf } from '../../parts/names.js';
import { Link } from '../../router/link.js';
import { DeadlinesHead } from './tabs.js';

const texts = messages({
  say: { zh: '按现在的积压、实测的速率和对方的限速，推算哪些会逾期。', en: 'From the present backlog, the measured rate and the receiver’s limit: what will be late.' },
  title: { zh: '各目标的预测', en: 'Forecast by target' },
  chart: { zh: '各目标的积压：来得及、预计将逾期、已逾期、无法推算', en: 'Backlog of each target: in time, will be late, overdue, cannot be told' },
  target: { zh: '目标', en: 'Target' },
  backlog: { zh: '积压', en: 'Backlog' },
  inTime: { zh: '来得及', en: 'In time' },
  late: { zh: '预计将逾期', en: 'Will be late' },
  overdue: { zh: '已逾期', en: 'Overdue' },
  blocked: { zh: '无法推算', en: 'Cannot be told' },
  rate: { zh: '速率（条/秒）', en: 'Rate (a second)' },
  needed: { zh: '不逾期所需', en: 'Needed' },
  from: { zh: '速率来自', en: 'Rate from' },
  measured: { zh: '实测', en: 'measurement' },
  limit: { zh: '对方限速', en: 'receiver’s limit' },
  none: { zh: '未知', en: 'not known' },
  ends: { zh: '送完', en: 'Done by' },
  paused: { zh: '已暂停，按现在恢复推算', en: 'paused; as if resumed now' },
  empty: { zh: '还没有配置目标系统', en: 'No target is configured yet' },
});

/** What will be late at each receiver. */
export function ForecastPage(): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const titleOf = useTitleOf();
  const loaded = useApi('GET /delivery-forecast', {}, ['deliveries', 'targets']);
  const items = loaded.data?.items;
  const hasBacklog = items?.some(({ deliveries, blocked }) => deliveries + blocked > 0) ?? false;
  const bar = (name: string, of: (one: ForecastView) => number) =>
    ({ name, type: 'bar', stack: 'all', barMaxWidth: 26, data: (items ?? []).map(of) }) as const;
  const columns: TableColumnsType<ForecastView> = [
    { title: text.target, render: (_, { target, assumptions }) => <><Link to={pathOf('/targets', target)}><Named kind="connector" name={target} /></Link> {assumptions.isPaused ? <Mark tone="soon">{text.paused}</Mark> : null}</> },
    { title: text.backlog, align: 'right', className: 'figure', render: (_, { deliveries }) => number(deliveries) },
    { title: text.late, align: 'right', className: 'figure', render: (_, { late }) => (late === null ? '—' : <span className={late > 0 ? 'late' : ''}>{number(late)}</span>) },
    { title: text.overdue, align: 'right', className: 'figure', render: (_, { overdue }) => <span className={overdue > 0 ? 'late' : ''}>{number(overdue)}</span> },
    { title: text.blocked, align: 'right', className: 'figure', render: (_, { blocked }) => number(blocked) },
    { title: text.rate, align: 'right', className: 'figure', render: (_, { assumptions }) => (assumptions.ratePerSecond === null ? '—' : number(assumptions.ratePerSecond)) },
    { title: text.needed, align: 'right', className: 'figure', render: (_, { neededPerSecond }) => number(neededPerSecond, { maximumFractionDigits: 2 }) },
    { title: text.from, render: (_, { assumptions }) => text[assumptions.rateFrom] },
    { title: text.ends, render: (_, { endsAt }) => <Moment at={endsAt} /> },
  ];
  return (
    <>
      <DeadlinesHead say={text.say} />
      {items && hasBacklog ? (
        <section className="sheet chart-sheet">
          <Chart
            label={text.chart}
            option={{
              legend: { top: 4 },
              xAxis: { type: 'value', minInterval: 1 },
              yAxis: { type: 'category', data: items.map(({ target }) => titleOf('connector', target)) },
              series: [
                bar(text.inTime, ({ deliveries, overdue, late }) => Math.max(deliveries - overdue - (late ?? 0), 0)),
                bar(text.overdue, ({ overdue }) => overdue),
                bar(text.late, ({ late }) => late ?? 0),
                bar(text.blocked, ({ blocked }) => blocked),
              ],
            }}
          />
        </section>
      ) : null}
      <DataTable label={text.title} columns={columns} rows={items} rowKey={({ target }) => target} loaded={loaded} empty={text.empty} />
    </>
  );
}
