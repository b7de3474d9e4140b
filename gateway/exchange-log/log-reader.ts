import type { Queryable } from '../store/store.js';

/** A segment where it stands in the log. */
export interface PlacedSegment {
  readonly id: string;
  /** First day of its month. */
  readonly month: string;
  readonly firstIndex: number;
  readonly entryCount: number;
  /** Entries as logged, a text each; undefined where the segment's row is gone. */
  readonly entries: readonly string[] | undefined;
  readonly leafHashes: Buffer;
}

interface SegmentRow {
  readonly segment_id: string;
  readonly month: string;
  readonly first_index: number;
  readonly entry_count: number;
  readonly entries: string | null;
  readonly leaf_hashes: Buffer | null;
}

/** Segments read in one statement: some 10 MB of entries. */
const segmentsPerRead = 100;

/** Every placed segment from an index on, in batches; the next is read while the caller works on the last. */
export async function* readSegments(store: Pick<Queryable, 'query'>, from = 0): AsyncGenerator<readonly PlacedSegment[]> {
  let reading = readBatch(store, from);
  for (;;) {
    const batch = await reading;
    const last = batch.at(-1);
    if (last === undefined) return;
    reading = readBatch(store, last.firstIndex + 1);
    // Whatever it comes to is thrown at the next turn, not while nobody waits for it.
    reading.catch(() => undefined);
    yield batch;
  }
}

async function readBatch(store: Pick<Queryable, 'query'>, from: number): Promise<PlacedSegment[]> {
  const rows = await store.query<SegmentRow>(
    `SELECT q.segment_id, q.month, q.first_index, q.entry_count, s.entries, s.leaf_hashes
     FROM (SELECT * FROM log_sequence WHERE first_index >= $1 ORDER BY first_index LIMIT $2) q
     LEFT JOIN log_segment s ON s.id = q.segment_id AND s.month = q.month
     ORDER BY q.first_index`,
    [from, segmentsPerRead],
  );
  return rows.map((row) => ({
    id: row.segment_id,
    month: row.month,
    firstIndex: row.first_index,
    entryCount: row.entry_count,
    entries: row.entries === null ? undefined : entriesOf(row.entries),
    leafHashes: row.leaf_hashes ?? Buffer.alloc(0),
  }));
}

/** The entries of a segment's text, which stand a line each. */
export function entriesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
