import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { DeliveryState, DeliveryView } from '../../../../services/deliveries.js';
import { useApi } from '../../api/use-api.js';
import { Named, useTitleOf } from '../../frame/names.js';
import { messages, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { QueryChoice, QuerySelect } from '../../parts/query-filter.js';
import { DeliveryMark, deliveryStateTexts } from '../../parts/states.js';
import { Link } from '../../router/link.js';
import { useQuery } from '../../router/location.js';

const texts = messages({
  title: { zh: '投递', en: 'Deliveries' },
  say: { zh: '每条记录的每个版本送往每个目标，各是一次投递。未了结的先到期的在前，已了结的新的在前。', en: 'Each version of a record owed to a target is one delivery. Open ones earliest due first, settled ones newest first.' },
  state: { zh: '状态', en: 'State' },
  target: { zh: '目标', en: 'Target' },
  department: { zh: '部门', en: 'Department' },
  id: { zh: '投递编号', en: 'Delivery' },
  operation: { zh: '内容', en: 'What' },
  upsert: { zh: '新增或更新', en: 'New or changed' },
  withdraw: { zh: '撤回', en: 'Withdrawal' },
  due: { zh: '期限', en: 'Due' },
  handed: { zh: '送出', en: 'Handed over' },
  settled: { zh: '了结', en: 'Settled' },
  reason: { zh: '原因', en: 'Why' },
  none: { zh: '没有这种状态的投递', en: 'No delivery is in this state' },
});

const shownStates: readonly DeliveryState[] = ['pending', 'held', 'unknown', 'sent', 'rejected', 'accepted', 'superseded', 'cancelled'];

export function DeliveriesPage(): ReactNode {
  const text = useText(texts);
  const states = useText(deliveryStateTexts);
  const titleOf = useTitleOf();
  const [query] = useQuery();
  const state = shownStates.find((one) => one === query['state']) ?? 'pending';
  const deliveries = useApi('GET /deliveries', { query: { state, target: query['target'], cursor: query['cursor'], limit: 50 } }, ['deliveries']);
  const targets = useApi('GET /targets').data?.items ?? [];
  const columns: TableColumnsType<DeliveryView> = [
    { title: text.id, render: (_, { id }) => <Link to={`/deliveries/${id}`}><code>{id.slice(-12)}</code></Link> },
    { title: text.state, render: (_, one) => <DeliveryMark state={one.state} /> },
    { title: text.target, render: (_, { target }) => <Named kind="connector" name={target} /> },
    { title: text.department, render: (_, { department }) => <Named kind="department" name={department} /> },
    { title: text.operation, render: (_, { operation }) => text[operation] },
    { title: text.due, render: (_, { dueAt }) => <Moment at={dueAt} /> },
    { title: text.handed, render: (_, { handedOverAt }) => <Moment at={handedOverAt} /> },
    { title: text.settled, render: (_, { settledAt }) => <Moment at={settledAt} /> },
    { title: text.reason, render: (_, { reason, receipt }) => <span title={reason ?? undefined}>{receipt?.text ?? reason}</span> },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <div className="filters">
        <QueryChoice name="state" label={text.state} choices={shownStates.map((value) => ({ value, label: states[value] }))} />
        <QuerySelect name="target" label={text.target} choices={targets.map(({ name }) => ({ value: name, label: titleOf('connector', name) }))} />
      </div>
      <DataTable label={text.title} columns={columns} rows={deliveries.data?.items} rowKey={({ id }) => id} loaded={deliveries} empty={text.none} next={deliveries.data?.next ?? null} />
    </>
  );
}
