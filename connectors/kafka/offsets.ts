import { GatewayError } from '../../schemas/errors.js';
import { readCursor, writeCursor } from '../shared/cursor.js';
import type { OffsetRange } from './driver.js';

interface OffsetCursor {
  /** The offset to go on with, by partition. */
  readonly next: Readonly<Record<string, string>>;
}

/**
 * Where to begin: behind what has been stored, and in partitions that are new at their oldest message.
 * @throws CONNECTOR_CURSOR_INVALID
 * @throws MESSAGE_OFFSETS_GONE where the cluster has thrown away what was not read yet, or the topic is another one
 */
export function startOffsets(topic: string, ranges: ReadonlyMap<number, OffsetRange>, cursor: string | null): Map<number, bigint> {
  const stored = cursor === null ? {} : readCursor(cursor, isCursor).next;
  const gone = Object.keys(stored).find((partition) => !ranges.has(Number(partition)));
  if (gone !== undefined) throw new GatewayError('MESSAGE_OFFSETS_GONE', { topic, partition: gone });
  return new Map(
    Array.from(ranges, ([partition, { first, end }]) => {
      const text = stored[String(partition)];
      const next = text === undefined ? first : BigInt(text);
      if (next < first || next > end) {
        throw new GatewayError('MESSAGE_OFFSETS_GONE', { topic, partition, wanted: String(next), first: String(first), end: String(end) });
      }
      return [partition, next];
    }),
  );
}

export function offsetCursor(next: ReadonlyMap<number, bigint>): string {
  return writeCursor({ next: Object.fromEntries(Array.from(next, ([partition, offset]) => [partition, String(offset)])) });
}

function isCursor(value: unknown): value is OffsetCursor {
  if (typeof value !== 'object' || value === null || !('next' in value)) return false;
  const { next } = value;
  if (typeof next !== 'object' || next === null || Array.isArray(next)) return false;
  return Object.entries(next).every(([partition, offset]) => /^\d+$/u.test(partition) && typeof offset === 'string' && /^\d+$/u.test(offset));
}
