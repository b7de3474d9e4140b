import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { TargetView } from '../../../../services/targets.js';
import { useApi } from '../../api/use-api.js';
import { Named } from '../../frame/names.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Moment } from '../../parts/moment.js';
import { pathOf } from '../../parts/names.js';
import { PageHead } from '../../parts/page-head.js';
import { deliveryStateTexts, TargetMark } from '../../parts/states.js';
import { Link } from '../../router/link.js';
import { pathWith } from '../../router/location.js';

const texts = messages({
  title: { zh: '目标系统', en: 'Targets' },
  say: { zh: '接收方及其积压。数字点开是对应的投递。', en: 'The receivers and what they still have to get. Each figure leads to its deliveries.' },
  target: { zh: '目标', en: 'Target' },
  system: { zh: '系统', en: 'System' },
  health: { zh: '状态', en: 'State' },
  due: { zh: '最早期限', en: 'Nearest due' },
  none: { zh: '还没有配置目标系统', en: 'No target is configured yet' },
});

const counted = ['pending', 'sending', 'sent', 'unknown', 'held'] as const;

export function TargetsPage(): ReactNode {
  const text = useText(texts);
  const states = useText(deliveryStateTexts);
  const number = useNumber();
  const targets = useApi('GET /targets', {}, ['deliveries', 'targets']);
  const columns: TableColumnsType<TargetView> = [
    { title: text.target, render: (_, { name }) => <Link to={pathOf('/targets', name)}><Named kind="connector" name={name} /></Link> },
    { title: text.system, render: (_, { system }) => <code>{system}</code> },
    { title: text.health, render: (_, target) => <TargetMark target={target} /> },
    ...counted.map((state): TableColumnsType<TargetView>[number] => ({
      title: states[state],
      align: 'right',
      className: 'figure',
      render: (_, target) => (target[state] === 0 ? '0' : <Link to={pathWith('/deliveries', { state, target: target.name })}>{number(target[state])}</Link>),
    })),
    { title: text.due, render: (_, { nearestDueAt }) => <Moment at={nearestDueAt} /> },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <DataTable label={text.title} columns={columns} rows={targets.data?.items} rowKey={({ name }) => name} loaded={targets} empty={text.none} />
    </>
  );
}
