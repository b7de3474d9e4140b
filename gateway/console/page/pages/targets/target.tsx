import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import { useTitleOf } from '../../frame/names.js';
import type { PageProps } from '../../frame/places.js';
import { useMay } from '../../frame/session.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useText } from '../../language/text.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { ReasonButton } from '../../parts/reason-button.js';
import { deliveryStateTexts, TargetMark } from '../../parts/states.js';
import { useAction } from '../../parts/use-action.js';
import { Link } from '../../router/link.js';
import { pathWith } from '../../router/location.js';

const texts = messages({
  list: { zh: '目标系统', en: 'Targets' },
  pause: { zh: '暂停投递', en: 'Pause deliveries' },
  pauseSay: { zh: '立即停止向它送出新的投递，已送出的照常等回执。积压会增加，期限照常计算。', en: 'Nothing new is handed over from now on; receipts of what was sent are still taken. The backlog grows, and deadlines run on.' },
  resume: { zh: '恢复投递', en: 'Resume deliveries' },
  resumed: { zh: '已恢复，积压按期限先后送出', en: 'Resumed; the backlog goes out by due date' },
  paused: { zh: '已暂停', en: 'Paused' },
  state: { zh: '状态', en: 'State' },
  due: { zh: '最早期限', en: 'Nearest due' },
  openUntil: { zh: '暂缓到', en: 'Held off until' },
  forecast: { zh: '预测', en: 'Forecast' },
  rate: { zh: '速率（条/秒）', en: 'Rate (a second)' },
  ends: { zh: '积压送完', en: 'Backlog done by' },
  late: { zh: '预计将逾期', en: 'Will be late' },
  missing: { zh: '没有这个目标，或您不能查看它', en: 'There is no such target, or you may not see it' },
});

const counted = ['pending', 'sending', 'sent', 'unknown', 'held'] as const;

/** One receiver: what it still has to get, and stopping or resuming it. */
export function TargetPage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const states = useText(deliveryStateTexts);
  const number = useNumber();
  const may = useMay();
  const titleOf = useTitleOf();
  const action = useAction();
  const path = { department: names['department'] ?? '', name: names['name'] ?? '' };
  const qualified = `${path.department}/${path.name}`;
  const { data, problem, reload } = useApi('GET /targets', {}, ['deliveries', 'targets']);
  const forecast = useApi(may('obligation.read') ? 'GET /delivery-forecast' : undefined, {}, ['deliveries', 'targets']).data?.items.find((one) => one.target === qualified);
  const target = data?.items.find(({ name }) => name === qualified);
  const resume = (): void => {
    void action.run(async () => {
      await call('POST /targets/{department}/{name}/resume', { path });
      reload();
    }, text.resumed);
  };
  return (
    <>
      <PageHead title={titleOf('connector', qualified)} say={<code>{qualified}</code>} back={{ to: '/targets', title: text.list }}>
        {target === undefined || !may('target.pause') ? null : target.paused ? (
          <Button type="primary" loading={action.isBusy} onClick={resume}>{text.resume}</Button>
        ) : (
          <ReasonButton title={text.pause} say={text.pauseSay} isDanger act={(reason) => call('POST /targets/{department}/{name}/pause', { path, body: { reason } })} onDone={reload} />
        )}
      </PageHead>
      <ProblemAlert problem={problem ?? action.problem} />
      {data !== undefined && target === undefined ? <p>{text.missing}</p> : null}
      {target === undefined ? null : (
        <>
          {target.paused ? <Alert type="warning" showIcon className="spaced" title={text.paused} description={target.pausedReason} /> : null}
          <Facts
            items={[
              [text.state, <TargetMark key="state" target={target} />],
              ...counted.map((state) => [states[state], <Link key={state} to={pathWith('/deliveries', { state, target: qualified })}>{number(target[state])}</Link>] as const),
              [text.due, <Moment key="due" at={target.nearestDueAt} />],
              ...(target.openUntil === null ? [] : [[text.openUntil, <Moment key="open" at={target.openUntil} />] as const]),
            ]}
          />
          {forecast === undefined ? null : (
            <>
              <div className="sheet-title"><h2>{text.forecast}</h2><Link to="/deadlines/forecast">{text.forecast} →</Link></div>
              <Facts
                items={[
                  [text.rate, forecast.assumptions.ratePerSecond === null ? '—' : number(forecast.assumptions.ratePerSecond)],
                  [text.ends, <Moment key="ends" at={forecast.endsAt} />],
                  [text.late, forecast.late === null ? '—' : number(forecast.late)],
                ]}
              />
            </>
          )}
        </>
      )}
    </>
  );
}
