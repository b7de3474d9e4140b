import { hash } from 'node:crypto';
import { monthOf } from '../store/partitions.js';
import type { Queryable } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import { encodeEntry, type LogEntry } from './entry.js';

/** RFC 6962 section 2.1: a leaf is hashed with a leading zero byte, an inner node with a leading one. */
const leafPrefix = '\u0000';

/** SHA-256 over 0x00 and the entry's bytes. */
export function leafHash(entryText: string): Buffer {
  return Buffer.from(leafHashHex(entryText), 'hex');
}

/** In hex, which costs less than half of a buffer for each. */
function leafHashHex(entryText: string): string {
  return hash('sha256', leafPrefix + entryText);
}

/**
 * Collects the entries of one transaction. `write` adds them as one segment with the work that they tell of: both
 * are committed or neither is. The sequencer gives the segment its place afterwards.
 */
export class SegmentWriter {
  readonly #texts: string[] = [];
  readonly #hashes: string[] = [];

  add(entry: LogEntry): void {
    const text = encodeEntry(entry);
    this.#texts.push(text);
    this.#hashes.push(leafHashHex(text));
  }

  get count(): number {
    return this.#texts.length;
  }

  async write(transaction: Queryable, makeId: MakeId, now: Date): Promise<void> {
    if (this.#texts.length === 0) return;
    const id = makeId();
    const month = monthOf(now);
    await transaction.insert('log_segment', {
      columns: ['month', 'id', 'entries', 'leaf_hashes', 'entry_count'],
      rows: [[month, id, `${this.#texts.join('\n')}\n`, Buffer.from(this.#hashes.join(''), 'hex'), this.#texts.length]],
    });
    await transaction.query('INSERT INTO log_unsequenced (segment_id, month, entry_count) VALUES ($1, $2, $3)', [
      id,
      month,
      this.#texts.length,
    ]);
  }
}
