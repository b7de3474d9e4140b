import type { ReactNode } from 'react';
import { useApi } from '../../api/use-api.js';
import { Named } from '../../frame/names.js';
import type { PageProps } from '../../frame/places.js';
import { useMay } from '../../frame/session.js';
import { messages, useText } from '../../language/text.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { pathOf } from '../../parts/names.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { DeliveryMark } from '../../parts/states.js';
import { Link } from '../../router/link.js';
import { Decisions } from './decisions.js';

const texts = messages({
  list: { zh: '投递', en: 'Deliveries' },
  title: { zh: '投递', en: 'Delivery' },
  state: { zh: '状态', en: 'State' },
  target: { zh: '目标', en: 'Target' },
  department: { zh: '部门', en: 'Department' },
  record: { zh: '记录', en: 'Record' },
  timeline: { zh: '查看全过程', en: 'Its whole story' },
  version: { zh: '版本', en: 'Version' },
  operation: { zh: '内容', en: 'What' },
  upsert: { zh: '新增或更新', en: 'New or changed' },
  withdraw: { zh: '撤回', en: 'Withdrawal' },
  due: { zh: '期限', en: 'Due' },
  next: { zh: '下次尝试', en: 'Next attempt' },
  attempts: { zh: '已尝试', en: 'Attempts' },
  handed: { zh: '送出', en: 'Handed over' },
  settled: { zh: '了结', en: 'Settled' },
  reason: { zh: '原因', en: 'Why' },
  receipt: { zh: '回执', en: 'Receipt' },
});

/** One delivery, and what a person may decide about it. */
export function DeliveryPage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const may = useMay();
  const id = names['id'] ?? '';
  const loaded = useApi('GET /deliveries/{id}', { path: { id } }, ['deliveries']);
  const delivery = loaded.data;
  return (
    <>
      <PageHead title={text.title} say={<code>{id}</code>} back={{ to: '/deliveries', title: text.list }}>
        {delivery && may('delivery.decide') ? <Decisions delivery={delivery} onDone={loaded.reload} /> : null}
      </PageHead>
      <ProblemAlert problem={loaded.problem} onRetry={loaded.reload} />
      {delivery === undefined ? null : (
        <Facts
          items={[
            [text.state, <DeliveryMark key="state" state={delivery.state} />],
            [text.target, <Link key="target" to={pathOf('/targets', delivery.target)}><Named kind="connector" name={delivery.target} /></Link>],
            [text.department, <Named key="department" kind="department" name={delivery.department} />],
            [text.record, may('log.read') ? <Link key="record" to={`/exchange-log/records/${delivery.record}`}>{text.timeline}</Link> : <code key="record">{delivery.record}</code>],
            [text.version, delivery.resend === 0 ? delivery.version : `${String(delivery.version)} (+${String(delivery.resend)})`],
            [text.operation, text[delivery.operation]],
            [text.due, <Moment key="due" at={delivery.dueAt} />],
            [text.attempts, delivery.attempts ?? '—'],
            [text.next, <Moment key="next" at={delivery.nextAt} />],
            [text.handed, <Moment key="handed" at={delivery.handedOverAt} />],
            [text.settled, <Moment key="settled" at={delivery.settledAt} />],
            [text.reason, delivery.reason === null ? '—' : <code key="reason">{delivery.reason}</code>],
            [text.receipt, delivery.receipt === null ? '—' : `${delivery.receipt.code} ${delivery.receipt.text ?? ''}`],
          ]}
        />
      )}
    </>
  );
}
