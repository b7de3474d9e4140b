import { errorTable } from '../../../schemas/errors.js';
import type { PushRecord, PushResult } from '../../connector.js';
import type { MessageWrite } from './settings.js';

/** A record as it goes to a broker. */
export interface OutgoingMessage {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Body and headers of a record; its idempotency key is the message's own number, where the protocol has one. */
export function messageOf({ op, row, recordKey, version }: PushRecord, { withdrawals }: MessageWrite): OutgoingMessage {
  const isEmpty = op === 'withdraw' && withdrawals === 'empty';
  return {
    body: isEmpty ? Buffer.alloc(0) : Buffer.from(JSON.stringify(row)),
    headers: { 'record-key': recordKey, 'record-version': String(version), operation: op },
  };
}

/** What is said of a message that no broker takes; undefined for one that it may. */
export function tooLarge({ body }: OutgoingMessage, bodyBytesMax: number): PushResult | undefined {
  if (body.length <= bodyBytesMax) return undefined;
  const code = 'MESSAGE_TOO_LARGE';
  const text = `${errorTable[code].zh}（${body.length} > ${bodyBytesMax}）`;
  return { outcome: 'rejected', code, text, permanent: true };
}
