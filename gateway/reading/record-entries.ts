import { withClocks, type ClockedEntry } from '../exchange-log/clocks.js';
import type { LogEntry } from '../exchange-log/entry.js';
import { firstWitnesses } from '../exchange-log/witness/witnessed.js';
import { monthOf } from '../store/partitions.js';
import type { Page, PageRequest } from '../services/page.js';
import { pageOf, positionOf } from './paging.js';
import type { Reader } from './scope.js';

interface SegmentRow {
  first_index: number | null;
  id: string;
  entries: string;
}

interface PlacedEntry {
  readonly segment: string;
  readonly offset: number;
  /** Null until the sequencer has given it its place. */
  readonly index: number | null;
  readonly entry: LogEntry;
}

/**
 * All that the exchange log says of one record, oldest first, with all the clocks that tell of each event. Reads the log itself and no index beside it: it looks
 * through the segments of every month since the record's id was made, so it is for people, not for programs in a loop.
 */
export async function readRecordEntries(
  { store, scope }: Reader,
  recordId: string,
  page: PageRequest,
): Promise<Page<ClockedEntry>> {
  const [afterSegment, afterOffset] = positionOf(page, ['uuid', 'number']);
  const rows = await store.query<SegmentRow>(
    `SELECT q.first_index, s.id, s.entries FROM log_segment s LEFT JOIN log_sequence q ON q.segment_id = s.id
     WHERE s.month >= $1 AND position($2 IN s.entries) > 0 AND ($3::uuid IS NULL OR s.id >= $3)
     ORDER BY s.id LIMIT $4`,
    [monthOf(madeAt(recordId)), `"record":"${recordId}"`, afterSegment, page.limit + 1],
  );
  const entries = rows
    .flatMap(entriesOf)
    .filter(({ entry }) => entry.record === recordId && (scope === 'all' || scope.includes(entry.department)))
    .filter((one) => one.segment !== afterSegment || one.offset > Number(afterOffset));
  const witnesses = await firstWitnesses(store, entries.flatMap(({ index }) => (index === null ? [] : [index])));
  return pageOf(entries, page, ({ entry, index }) => withClocks(entry, witnesses.get(index ?? -1)), (one) => [one.segment, one.offset]);
}

function entriesOf(row: SegmentRow): PlacedEntry[] {
  const lines = row.entries.split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line, offset) => ({ segment: row.id, offset, index: row.first_index === null ? null : row.first_index + offset, entry: JSON.parse(line) as LogEntry }));
}

/** A UUIDv7 begins with its Unix time in milliseconds. */
function madeAt(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
