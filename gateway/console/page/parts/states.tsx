import type { ReactNode } from 'react';
import type { DeliveryState } from '../../../services/deliveries.js';
import type { RunView } from '../../../services/exchanges.js';
import type { QuarantineState } from '../../../services/quarantine.js';
import type { TargetView } from '../../../services/targets.js';
import { messages, useText } from '../language/text.js';
import { Mark, type Tone } from './mark.js';

export const deliveryStateTexts = messages({
  pending: { zh: '待投递', en: 'Pending' },
  sending: { zh: '投递中', en: 'Sending' },
  unknown: { zh: '结果不明', en: 'Unknown' },
  sent: { zh: '待回执', en: 'Receipt awaited' },
  accepted: { zh: '已接收', en: 'Accepted' },
  rejected: { zh: '被退回', en: 'Rejected' },
  held: { zh: '待人工处理', en: 'Held' },
  superseded: { zh: '被新版本取代', en: 'Superseded' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
});

const deliveryTones: Readonly<Record<DeliveryState, Tone>> = {
  pending: 'calm',
  sending: 'calm',
  unknown: 'soon',
  sent: 'calm',
  accepted: 'good',
  rejected: 'late',
  held: 'soon',
  superseded: 'plain',
  cancelled: 'plain',
};

export function DeliveryMark({ state }: { readonly state: DeliveryState }): ReactNode {
  return <Mark tone={deliveryTones[state]}>{useText(deliveryStateTexts)[state]}</Mark>;
}

const runTexts = messages({
  running: { zh: '进行中', en: 'Running' },
  done: { zh: '完成', en: 'Done' },
  failed: { zh: '未完成', en: 'Failed' },
  stopped: { zh: '已停止', en: 'Stopped' },
});

const runTones: Readonly<Record<RunView['state'], Tone>> = { running: 'calm', done: 'good', failed: 'late', stopped: 'soon' };

export function RunMark({ state }: Pick<RunView, 'state'>): ReactNode {
  return <Mark tone={runTones[state]}>{useText(runTexts)[state]}</Mark>;
}

export const quarantineStateTexts = messages({
  open: { zh: '待修正', en: 'To mend' },
  mended: { zh: '已修正', en: 'Mended' },
  dismissed: { zh: '已了结', en: 'Dismissed' },
});

const quarantineTones: Readonly<Record<QuarantineState, Tone>> = { open: 'soon', mended: 'good', dismissed: 'plain' };

export function QuarantineMark({ state }: { readonly state: QuarantineState }): ReactNode {
  return <Mark tone={quarantineTones[state]}>{useText(quarantineStateTexts)[state]}</Mark>;
}

const targetTexts = messages({
  paused: { zh: '已暂停', en: 'Paused' },
  broken: { zh: '对方故障，暂缓', en: 'Failing, held off' },
  failing: { zh: (count: number) => `连续失败 ${String(count)} 次`, en: (count: number) => `${String(count)} failures in a row` },
  held: { zh: '有待人工处理', en: 'Held deliveries' },
  fine: { zh: '正常', en: 'Working' },
});

/** How a receiver is doing, the gravest thing first. */
export function TargetMark({ target }: { readonly target: TargetView }): ReactNode {
  const text = useText(targetTexts);
  if (target.paused) return <Mark tone="soon">{text.paused}</Mark>;
  if (target.openUntil !== null) return <Mark tone="late">{text.broken}</Mark>;
  if (target.failures > 0) return <Mark tone="late">{text.failing(target.failures)}</Mark>;
  if (target.held > 0) return <Mark tone="soon">{text.held}</Mark>;
  return <Mark tone="good">{text.fine}</Mark>;
}
