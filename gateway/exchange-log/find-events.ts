import { monthOf } from '../store/partitions.js';
import type { Queryable } from '../store/store.js';
import { entriesOf } from './log-reader.js';
import type { LogEntry } from './entry.js';

/** An event where it stands in the log. */
export interface FoundEvent {
  /** Null until the sequencer has given it its place. */
  readonly index: number | null;
  /** As logged, to the byte. */
  readonly text: string;
  readonly entry: LogEntry;
}

interface SegmentRow {
  readonly first_index: number | null;
  readonly entries: string;
}

/** Segments that one record's story may be spread over. */
const segmentsMax = 10_000;

/**
 * All events of a record, oldest first. Looks through the log itself, month by month from the record's own: for proofs,
 * not for browsing.
 */
export async function findRecordEvents(store: Pick<Queryable, 'query'>, record: string): Promise<FoundEvent[]> {
  const events = await search(store, record, `"record":"${record}"`);
  return events.filter(({ entry }) => entry.record === record);
}

/** The event of this id; undefined where the log has none. */
export async function findEvent(store: Pick<Queryable, 'query'>, id: string): Promise<FoundEvent | undefined> {
  const events = await search(store, id, `"id":"${id}"`);
  return events.find(({ entry }) => entry.id === id);
}

/** The event at this place; undefined where the log does not reach it. */
export async function findEventAt(store: Pick<Queryable, 'query'>, index: number): Promise<FoundEvent | undefined> {
  const rows = await store.query<SegmentRow>(
    `SELECT q.first_index, s.entries
     FROM (SELECT * FROM log_sequence WHERE first_index <= $1 ORDER BY first_index DESC LIMIT 1) q
     JOIN log_segment s ON s.id = q.segment_id AND s.month = q.month`,
    [index],
  );
  return rows.flatMap(eventsOf).find((event) => event.index === index);
}

async function search(store: Pick<Queryable, 'query'>, id: string, part: string): Promise<FoundEvent[]> {
  const rows = await store.query<SegmentRow>(
    `SELECT q.first_index, s.entries FROM log_segment s LEFT JOIN log_sequence q ON q.segment_id = s.id
     WHERE s.month >= $1 AND position($2 IN s.entries) > 0 ORDER BY q.first_index NULLS LAST, s.id LIMIT $3`,
    [monthOf(madeAt(id)), part, segmentsMax],
  );
  return rows.flatMap(eventsOf);
}

function eventsOf({ first_index: first, entries }: SegmentRow): FoundEvent[] {
  return entriesOf(entries).map((text, at) => ({
    index: first === null ? null : first + at,
    text,
    entry: JSON.parse(text) as LogEntry,
  }));
}

/** A UUIDv7 begins with its Unix time in milliseconds. */
function madeAt(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
