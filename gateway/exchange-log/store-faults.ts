import type { LogEntry } from './entry.js';

/** Everything that can be wrong with a stored log, in words for a person. */
const words = {
  'log-empty': ['日志里还没有检查点', 'the log has no checkpoint yet'],
  'checkpoint-unreadable': ['检查点的格式不对', 'a checkpoint has not the form of one'],
  'checkpoint-forged': ['检查点以可信密钥的名义签名，但签名不对', 'a checkpoint names a trusted key, and the signature is not its own'],
  'checkpoint-unsigned': ['检查点没有可信密钥的签名', 'no trusted key has signed a checkpoint'],
  'checkpoint-of-other-log': ['检查点属于另一份日志', 'the checkpoint is that of another log'],
  'event-changed': ['事件被改动', 'an event was changed'],
  'events-removed': ['事件被删除', 'events were removed'],
  'events-inserted': ['插入了日志里原本没有的事件', 'events were inserted that the log did not have'],
  'events-reordered': ['事件的次序被改动', 'events were put in another order'],
  'history-rewritten': ['这一范围内的事件连同哈希树一起被改写', 'events of this range were rewritten together with the tree'],
  'place-changed': ['事件没变，但登记的位置或条数被改动', 'the events are as they were, but their place or number was changed'],
  'leaf-hash-changed': ['事件没变，但随段保存的哈希被改动', 'the events are as they were, but the hashes kept beside them were changed'],
  'tile-changed': ['事件没变，但哈希树缺失或被改动', 'the events are as they were, but the hash tree was changed or is missing'],
  'head-changed': ['日志头与检查点不符', 'the head of the log does not fit its checkpoint'],
  'log-shortened': ['日志比所给检查点还短：其后的事件被删除', 'the log is shorter than the given checkpoint: events were removed from its end'],
  'split-view': ['日志与所给检查点不一致：它不是同一份历史的延续', 'the log does not extend the given checkpoint: it is another history'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type StoreFaultCode = keyof typeof words;

/** One thing that is wrong, and where. Indexes count events from 0. */
export interface StoreFault {
  readonly code: StoreFaultCode;
  /** First event concerned. */
  readonly index?: number;
  /** Events from `index` up to but without this one are concerned, where it is more than one. */
  readonly until?: number;
  readonly segment?: string;
  /** The event as it stands in the store now; absent where there is none. */
  readonly event?: Pick<LogEntry, 'id' | 'at' | 'station' | 'record'>;
  readonly zh: string;
  readonly en: string;
}

export function storeFault(code: StoreFaultCode, place: Omit<StoreFault, 'code' | 'zh' | 'en'> = {}): StoreFault {
  const [zh, en] = words[code];
  return { code, ...place, zh, en };
}

/** What of an entry tells a person which it is; undefined where its text is not one any more. */
export function eventOf(text: string | undefined): StoreFault['event'] {
  if (text === undefined) return undefined;
  try {
    const { id, at, station, record } = JSON.parse(text) as LogEntry;
    return { id, at, station, ...(record === undefined ? {} : { record }) };
  } catch {
    // Changed so that it is not even JSON: its index names it.
    return undefined;
  }
}
