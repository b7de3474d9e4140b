import { Button, Progress } from 'antd';
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
import { RunsTable } from '../../parts/runs-table.js';
import { ScheduleText } from '../../parts/schedule-text.js';
import { useAction } from '../../parts/use-action.js';
import { Flow } from './flow.js';

const texts = messages({
  list: { zh: '交换任务', en: 'Exchanges' },
  run: { zh: '立即执行', en: 'Run now' },
  begun: { zh: '已开始', en: 'Begun' },
  underWay: { zh: (rows: string) => `正在执行，已读取 ${rows} 条`, en: (rows: string) => `Running, ${rows} read so far` },
  stop: { zh: '停止本批次', en: 'Stop this run' },
  stopSay: { zh: '读完手头这一批后停止，已入库的保留；下次从停止处继续。', en: 'It stops after the batch in hand. What it stored is kept; the next run goes on from there.' },
  pause: { zh: '暂停计划', en: 'Pause the schedule' },
  pauseSay: { zh: '到点不再自动执行，仍可手工执行。已产生的投递照常送出，期限照常计算。', en: 'It no longer runs by itself; runs by hand go on. Deliveries made already go out, and deadlines run on.' },
  resume: { zh: '恢复计划', en: 'Resume the schedule' },
  schedule: { zh: '计划', en: 'Schedule' },
  next: { zh: '下次', en: 'Next' },
  last: { zh: '上次', en: 'Last run' },
  paused: { zh: '暂停原因', en: 'Paused because' },
  history: { zh: '历次执行', en: 'Runs' },
  missing: { zh: '没有这个交换任务，或您不能查看它', en: 'There is no such exchange, or you may not see it' },
});

/** One exchange: its picture, its schedule, running it, and what it did. */
export function ExchangePage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const titleOf = useTitleOf();
  const number = useNumber();
  const may = useMay();
  const qualified = `${names['department'] ?? ''}/${names['name'] ?? ''}`;
  const { data, problem, reload } = useApi('GET /exchanges', {}, ['runs', 'configuration']);
  const action = useAction();
  const exchange = data?.items.find(({ name }) => name === qualified);
  const path = { department: names['department'] ?? '', name: names['name'] ?? '' };
  const lastRun = exchange?.lastRun ?? null;
  const isRunning = lastRun?.state === 'running';

  const start = (): void => {
    void action.run(async () => {
      await call('POST /exchanges/{department}/{name}/runs', { path });
      reload();
    }, text.begun);
  };

  return (
    <>
      <PageHead title={titleOf('exchange', qualified)} say={titleOf('exchange', qualified) === qualified ? undefined : <code>{qualified}</code>} back={{ to: '/exchanges', title: text.list }}>
        {may('exchange.run') && exchange ? (
          <>
            {exchange.paused === null && exchange.cron !== null ? (
              <ReasonButton title={text.pause} say={text.pauseSay} act={(reason) => call('POST /exchanges/{department}/{name}/pause', { path, body: { reason } })} onDone={reload} />
            ) : null}
            {exchange.paused === null ? null : (
              <Button loading={action.isBusy} onClick={() => void action.run(async () => { await call('POST /exchanges/{department}/{name}/resume', { path }); reload(); })}>{text.resume}</Button>
            )}
            <Button type="primary" disabled={isRunning} loading={action.isBusy} onClick={start}>{text.run}</Button>
          </>
        ) : null}
      </PageHead>
      <ProblemAlert problem={problem ?? action.problem} />
      {data !== undefined && exchange === undefined ? <p>{text.missing}</p> : null}
      {exchange === undefined ? null : (
        <>
          {isRunning && lastRun ? (
            <div className="under-way" role="status">
              <Progress percent={100} status="active" showInfo={false} size="small" />
              <span>{text.underWay(number(lastRun.rows))}</span>
              {may('exchange.run') ? (
                <ReasonButton title={text.stop} say={text.stopSay} isReasonWanted={false} isSmall act={() => call('POST /runs/{id}/cancel', { path: { id: lastRun.id } })} onDone={reload} />
              ) : null}
            </div>
          ) : null}
          <Flow exchange={exchange} />
          <Facts
            items={[
              [text.schedule, <ScheduleText key="schedule" cron={exchange.cron} timeZone={exchange.timeZone} />],
              [text.next, <Moment key="next" at={exchange.nextRunAt} />],
              [text.last, <Moment key="last" at={lastRun?.startedAt ?? null} />],
              ...(exchange.paused === null ? [] : [[text.paused, `${exchange.paused.reason}（${exchange.paused.by}）`] as const]),
            ]}
          />
          <div className="sheet-title"><h2>{text.history}</h2></div>
          <RunsTable exchange={qualified} />
        </>
      )}
    </>
  );
}
