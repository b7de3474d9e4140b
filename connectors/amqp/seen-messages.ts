import { createHash } from 'node:crypto';
import type { ConsumeMessage } from 'amqplib';
import { readCursor, writeCursor } from '../shared/cursor.js';

interface SeenCursor {
  /** Fingerprints of the messages stored last, one behind the other, in base64. */
  readonly seen: string;
}

const fingerprintBytes = 8;
/** Far more than can have been stored and not be acknowledged: two batches, and what a broker forgets when it is killed. */
const seenMax = 2_000;

/**
 * The messages that were stored last. It travels in the cursor, in the transaction that stores them, and so knows them
 * again when a gateway or a broker died before the acknowledgement arrived. Only messages that have a number of their
 * own (`message-id`) and that the broker marks as given out before are recognised: everything else is given to the
 * gateway, which passes over rows that have not changed.
 */
export class SeenMessages {
  #seen: string[];

  /** @throws CONNECTOR_CURSOR_INVALID */
  constructor(cursor: string | null) {
    const bytes = cursor === null ? Buffer.alloc(0) : Buffer.from(readCursor(cursor, isCursor).seen, 'base64');
    this.#seen = Array.from({ length: bytes.length / fingerprintBytes }, (_, place) =>
      bytes.toString('latin1', place * fingerprintBytes, (place + 1) * fingerprintBytes),
    );
  }

  has(message: ConsumeMessage): boolean {
    const fingerprint = fingerprintOf(message);
    return message.fields.redelivered && fingerprint !== undefined && this.#seen.includes(fingerprint);
  }

  add(message: ConsumeMessage): void {
    const fingerprint = fingerprintOf(message);
    if (fingerprint !== undefined) this.#seen.push(fingerprint);
    if (this.#seen.length > seenMax) this.#seen = this.#seen.slice(-seenMax);
  }

  cursor(): string {
    return writeCursor({ seen: Buffer.from(this.#seen.join(''), 'latin1').toString('base64') });
  }
}

function fingerprintOf({ properties, content }: ConsumeMessage): string | undefined {
  const id: unknown = properties.messageId;
  if (typeof id !== 'string' || id === '') return undefined;
  return createHash('sha256').update(`${id}\n`).update(content).digest().toString('latin1', 0, fingerprintBytes);
}

function isCursor(value: unknown): value is SeenCursor {
  if (typeof value !== 'object' || value === null || !('seen' in value) || typeof value.seen !== 'string') return false;
  return Buffer.from(value.seen, 'base64').length % fingerprintBytes === 0;
}
