import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { TargetView } from '../../../../services/targets.js';
import { useApi } from '../../api/use-api.js';
import { Named } from '../../frame/names.js';
import { useMay } from '../../frame/session.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Moment } from '../../parts/moment.js';
import { pathOf } from '../../parts/names.js';
import { TargetMark } from '../../parts/states.js';
import { Link } from '../../router/link.js';

const texts = messages({
  title: { zh: '目标系统', en: 'Targets' },
  all: { zh: '全部', en: 'All' },
  target: { zh: '目标', en: 'Target' },
  state: { zh: '状态', en: 'State' },
  open: { zh: '未了结', en: 'Open' },
  awaited: { zh: '待回执', en: 'Receipts awaited' },
  rate: { zh: '实测速率', en: 'Measured rate' },
  perSecond: { zh: (rate: string) => `${rate} 条/秒`, en: (rate: string) => `${rate}/s` },
  due: { zh: '最早期限', en: 'Nearest due' },
  none: { zh: '还没有配置目标系统', en: 'No target is configured yet' },
});

/** How each receiver is doing and what it gets through. */
export function Receivers(): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const may = useMay();
  const targets = useApi('GET /targets', {}, ['deliveries', 'targets']);
  const forecast = useApi(may('obligation.read') ? 'GET /delivery-forecast' : undefined, {}, ['deliveries', 'targets']).data?.items;
  const rateOf = (name: string): number | null => forecast?.find(({ target }) => target === name)?.assumptions.ratePerSecond ?? null;
  const columns: TableColumnsType<TargetView> = [
    { title: text.target, render: (_, { name }) => <Link to={pathOf('/targets', name)}><Named kind="connector" name={name} /></Link> },
    { title: text.state, render: (_, target) => <TargetMark target={target} /> },
    { title: text.open, align: 'right', className: 'figure', render: (_, { pending, sending, unknown, held }) => number(pending + sending + unknown + held) },
    { title: text.awaited, align: 'right', className: 'figure', render: (_, { sent }) => number(sent) },
    {
      title: text.rate,
      align: 'right',
      className: 'figure',
      render: (_, { name }) => {
        const rate = rateOf(name);
        return rate === null ? '—' : text.perSecond(number(rate, { maximumFractionDigits: 1 }));
      },
    },
    { title: text.due, render: (_, { nearestDueAt }) => <Moment at={nearestDueAt} /> },
  ];
  return (
    <div>
      <div className="sheet-title"><h2>{text.title}</h2><Link to="/targets">{text.all}</Link></div>
      <DataTable label={text.title} columns={columns} rows={targets.data?.items} rowKey={({ name }) => name} loaded={targets} empty={text.none} />
    </div>
  );
}
