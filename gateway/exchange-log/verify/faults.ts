/** Everything that can be wrong with a bundle, in words for a person. */
const words = {
  'bundle-unreadable': ['文件不是证明文件', 'the file is no bundle of proofs'],
  'bundle-empty': ['文件里没有事件', 'the bundle holds no event'],
  'key-unreadable': ['给出的密钥既不是公钥也不是指纹', 'what was given as a key is neither a public key nor a fingerprint'],
  'key-absent': ['文件里没有与所给指纹相符的公钥或证书', 'the bundle holds no public key and no certificate of the fingerprint that was given'],
  'entry-unreadable': ['事件内容无法识别', 'the entry cannot be read'],
  'proof-unreadable': ['证明的格式不对', 'the proof has not the form of one'],
  'checkpoint-unreadable': ['检查点的格式不对', 'the checkpoint has not the form of one'],
  'checkpoint-forged': ['检查点以所给密钥的名义签名，但签名不对', 'the checkpoint names a given key, and the signature is not its own'],
  'checkpoint-unsigned': ['检查点没有所给密钥的签名', 'no given key has signed the checkpoint'],
  'event-not-included': ['事件不在检查点所签的日志里：内容、位置或证明被改动', 'the event is not in the log that the checkpoint signs: entry, index or proof was changed'],
  'event-of-other-record': ['事件说的是另一条记录', 'the event tells of another record'],
  'event-twice': ['同一事件出现两次', 'the event stands in the bundle twice'],
  'split-view': ['同样大小的两个检查点内容不同：日志对不同的人出示了不同的内容', 'two checkpoints of one size differ: the log shows different people different things'],
  'disclosure-differs': ['展示的内容与事件所承诺的不符', 'the content that is shown is not what the event commits to'],
  'time-stamp-unreadable': ['时间戳的格式不对', 'a time stamp has not the form of one'],
  'time-stamp-forged': ['时间戳带有所给证书，但不是该机构所签', 'a time stamp carries a given certificate, and is not that authority’s'],
  'time-stamp-of-other': ['时间戳盖在别的内容上，与文件里的检查点无关', 'a time stamp is over something else than the checkpoints of the bundle'],
  'clock-ahead': ['事件自记的时间晚于外部证明它已存在的时间：网关时钟不准，或时间不实', 'an event gives itself a later time than that at which an outsider had it: the gateway’s clock, or the time, is wrong'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type FaultCode = keyof typeof words;

export interface Fault {
  readonly code: FaultCode;
  /** Which of the bundle's events, counted from 1; absent where it is the whole bundle. */
  readonly event?: number;
  readonly zh: string;
  readonly en: string;
}

export function faultOf(code: FaultCode, event?: number): Fault {
  const [zh, en] = words[code];
  return { code, ...(event === undefined ? {} : { event }), zh, en };
}
