import type { LogEntry } from './entry.js';
import { isAhead } from './verify/clocks.js';
import type { FirstWitness } from './witness/witnessed.js';

/** What does not fit between the clocks that tell of one event, in words for a person. */
const words = {
  'gateway-ahead': ['事件自记的时间晚于外部见证的时间：网关时钟不准，或时间不实', 'an outsider saw the event before the time that it gives itself: the gateway’s clock, or the time, is wrong'],
  'receiver-ahead': ['接收方答复的时间晚于网关收到答复的时间：两方时钟相差过大', 'the receiver answered later than the gateway had its answer: their clocks differ by too much'],
  'witnessed-late': ['外部见证比事件自记的时间晚一小时以上：其间的时间只有网关自己为证', 'outsiders saw the event more than an hour after its time: for that while there is only the gateway’s word'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type ClockFinding = keyof typeof words;

/** An event with all the clocks that tell of it. */
export interface ClockedEntry extends LogEntry {
  /** The first that anybody outside said of it; absent while nobody has. */
  readonly witness?: { readonly at: string; readonly kind: FirstWitness['kind']; readonly place: string };
  /** Absent where the clocks agree. */
  readonly clockFindings?: readonly ClockFinding[];
}

const lateMs = 60 * 60 * 1000;

/** Puts beside an event what outsiders and the receiver say of its time, and what of it does not fit. */
export function withClocks(entry: LogEntry, witness: FirstWitness | undefined): ClockedEntry {
  const findings: ClockFinding[] = [];
  if (isAhead(entry.at, witness?.at)) findings.push('gateway-ahead');
  if (isAhead(entry.receiverAt, new Date(entry.at))) findings.push('receiver-ahead');
  if (witness !== undefined && witness.at.getTime() - new Date(entry.at).getTime() > lateMs) findings.push('witnessed-late');
  return {
    ...entry,
    ...(witness === undefined ? {} : { witness: { at: witness.at.toISOString(), kind: witness.kind, place: witness.place } }),
    ...(findings.length === 0 ? {} : { clockFindings: findings }),
  };
}

/** `zh en (code)`. */
export function clockFindingText(finding: ClockFinding): string {
  const [zh, en] = words[finding];
  return `${zh} ${en} (${finding})`;
}
