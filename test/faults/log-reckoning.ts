import type { LogEntry } from '../../gateway/exchange-log/entry.js';
import { createHash } from 'node:crypto';
import type { Store } from '../../gateway/store/store.js';

interface SegmentRow {
  readonly first_index: number | null;
  readonly entry_count: number;
  readonly entries: string;
  readonly leaf_hashes: Buffer;
}

const hashBytes = 32;

/** Whatever is wrong with the exchange log: a gap, a hash, or an event that was told twice or never. */
export async function findLogMistakes(store: Store): Promise<string[]> {
  const segments = await store.query<SegmentRow>(
    `SELECT q.first_index, s.entry_count, s.entries, s.leaf_hashes FROM log_segment s
     LEFT JOIN log_sequence q ON (q.segment_id, q.entry_count) = (s.id, s.entry_count) ORDER BY q.first_index NULLS LAST`,
  );
  const mistakes: string[] = [];
  let next = 0;
  const told = new Map<string, number>();
  for (const { first_index: first, entry_count: count, entries, leaf_hashes: hashes } of segments) {
    const texts = entries.split('\n').slice(0, -1);
    if (first !== next) mistakes.push(`the log goes from ${String(next)} to ${String(first)}`);
    if (texts.length !== count) mistakes.push(`the segment at ${String(first)} says ${String(count)} entries and has ${String(texts.length)}`);
    const expected = texts.map((text) => createHash('sha256').update('\0').update(text).digest());
    if (!Buffer.concat(expected).equals(hashes) || hashes.length !== count * hashBytes) {
      mistakes.push(`the hashes of the segment at ${String(first)} are not those of its entries`);
    }
    next += count;
    for (const text of texts) {
      const { station, record, version, target, code } = JSON.parse(text) as LogEntry;
      const about = station === 'configuration-changed' ? code : record;
      const event = [station, about, version, target].join(' ');
      told.set(event, (told.get(event) ?? 0) + 1);
    }
  }
  const [head] = await store.query<{ next_index: number; waiting: number; placed: number }>(
    `SELECT next_index, (SELECT count(*) FROM log_unsequenced) AS waiting, (SELECT count(*) FROM log_sequence) AS placed FROM log_head`,
  );
  if (head?.next_index !== next) mistakes.push(`the log's head is at ${String(head?.next_index)} instead of ${String(next)}`);
  if (head?.waiting !== 0) mistakes.push(`${String(head?.waiting)} segments have no place`);
  if (head?.placed !== segments.length) mistakes.push(`${String(head?.placed)} places for ${String(segments.length)} segments`);
  return [...mistakes, ...(await findUntold(store, told))];
}

/** Each record is told of once where it was stored, each settled delivery where it was settled, each change of configuration. */
async function findUntold(store: Store, told: ReadonlyMap<string, number>): Promise<string[]> {
  const events = await store.query<{ event: string }>(
    `SELECT concat_ws(' ', 'received', record_id, version) || ' ' AS event FROM record_version WHERE operation = 'upsert'
     UNION ALL
     SELECT concat_ws(' ', d.state, d.record_id, d.version, c.reference) FROM delivery d JOIN connector c ON c.id = d.target_id
     UNION ALL
     SELECT concat_ws(' ', 'configuration-changed', kind, department || '/' || name, version) || ' ' FROM resource_version`,
  );
  const known = new Set(events.map(({ event }) => event));
  const once = events.filter(({ event }) => told.get(event) !== 1);
  const others = [...told.keys()].filter((event) => /^(received|accepted|rejected|configuration-changed) /.test(event) && !known.has(event));
  return [
    ...once.map(({ event }) => `"${event.trim()}" is told ${String(told.get(event) ?? 0)} times`),
    ...others.map((event) => `"${event.trim()}" is told and never happened`),
  ];
}
