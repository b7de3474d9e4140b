import type { CopyValue, Queryable, Store } from '../../store/store.js';
import type { LogEntry } from '../entry.js';
import { entriesOf } from '../log-reader.js';

/** Events of one block of the search's index. */
export const blockEvents = 4096;
/** Events of one table of log_entry: some gigabytes. */
const partitionEvents = 2 ** 24;
const segmentsMax = 200;
/** Events taken in one transaction, if not more stand in one segment. */
const entriesMax = 5000;

interface SegmentRow {
  readonly first_index: number;
  readonly entry_count: number;
  readonly entries: string;
}

/**
 * Takes sealed events into the tables that the log is searched by; one turn, in one transaction, by one process at a time.
 * Returns how many events it took: 0 when there are none or another is at it.
 */
async function projectEntries(store: Pick<Store, 'transaction'>): Promise<number> {
  return store.transaction(async (transaction) => {
    const [state] = await transaction.query<{ next_index: number }>('SELECT next_index FROM log_projection FOR UPDATE SKIP LOCKED');
    if (!state) return 0;
    const segments = await readSealed(transaction, state.next_index);
    const entries = segments.flatMap(({ entries: text }) => entriesOf(text).map((line) => JSON.parse(line) as LogEntry));
    if (entries.length === 0) return 0;
    // Where months were pruned before they were taken, it goes on behind them.
    const from = segments[0]?.first_index ?? state.next_index;
    await addToSearch(transaction, entries, from);
    await transaction.query('UPDATE log_projection SET next_index = $1', [from + entries.length]);
    return entries.length;
  });
}

/** Takes events that stand one after the other from an index on into the tables of the search. */
export async function addToSearch(transaction: Queryable, entries: readonly LogEntry[], from: number): Promise<void> {
  await makePartitions(transaction, from, from + entries.length);
  const words = await numberWords(transaction, entries);
  await transaction.insert('log_entry', { columns, rows: entries.map((entry, at) => rowOf(entry, from + at, words)) });
  await noteBlocks(transaction, entries, from, words);
}

/**
 * Takes everything that is sealed by now; while more comes in, only as much as costs the work on its way little. So the
 * search is a second behind up to some thousand events a second, and catches up after a rush.
 */
export async function keepSearchable(store: Pick<Store, 'transaction'>, { isBusy = false } = {}): Promise<void> {
  if (isBusy) await projectEntries(store);
  else while ((await projectEntries(store)) > 0);
}

/** Forgets all that the log is searched by; the next turns make it again, from the first event on. */
export async function forgetProjection(store: Pick<Store, 'transaction'>): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.query('SELECT next_index FROM log_projection FOR UPDATE');
    await transaction.query('TRUNCATE log_entry, log_block, log_word');
    await transaction.query('UPDATE log_projection SET next_index = 0');
  });
}

async function readSealed(transaction: Queryable, from: number): Promise<SegmentRow[]> {
  const rows = await transaction.query<SegmentRow>(
    `SELECT q.first_index, q.entry_count, s.entries
     FROM (SELECT * FROM log_sequence WHERE first_index >= $1 AND first_index < (SELECT tree_size FROM log_head)
           ORDER BY first_index LIMIT $2) q
     JOIN log_segment s ON s.id = q.segment_id AND s.month = q.month ORDER BY q.first_index`,
    [from, segmentsMax],
  );
  const start = rows[0]?.first_index ?? from;
  const end = rows.findIndex((row, at) => {
    const before = rows[at - 1];
    const isBehindGap = before !== undefined && row.first_index !== before.first_index + before.entry_count;
    return isBehindGap || (at > 0 && row.first_index + row.entry_count - start > entriesMax);
  });
  return end < 0 ? rows : rows.slice(0, end);
}

async function makePartitions(transaction: Queryable, from: number, until: number): Promise<void> {
  for (let part = Math.floor(from / partitionEvents); part * partitionEvents < until; part += 1) {
    await transaction.query(
      `CREATE TABLE IF NOT EXISTS log_entry_${String(part)} PARTITION OF log_entry
       FOR VALUES FROM (${String(part * partitionEvents)}) TO (${String((part + 1) * partitionEvents)})`,
    );
  }
}

type Words = ReadonlyMap<string, number>;

async function numberWords(transaction: Queryable, entries: readonly LogEntry[]): Promise<Words> {
  const wanted = [...new Set(entries.flatMap(wordsOf))];
  const known = new Map((await findWords(transaction, wanted)).map(({ word, id }) => [word, id]));
  const fresh = wanted.filter((word) => !known.has(word));
  if (fresh.length === 0) return known;
  await transaction.query('INSERT INTO log_word (word) SELECT unnest($1::text[])', [fresh]);
  for (const { word, id } of await findWords(transaction, fresh)) known.set(word, id);
  return known;
}

/** Numbers of words; one that no event has is missing from the answer. */
export async function findWords(
  store: Pick<Queryable, 'query'>,
  words: readonly string[],
): Promise<{ readonly word: string; readonly id: number }[]> {
  return store.query('SELECT word, id FROM log_word WHERE word = ANY($1::text[])', [words]);
}

function wordsOf({ station, department, actor, dataset, target, code }: LogEntry): string[] {
  return [station, department, actor, dataset, target, code].filter((word) => word !== undefined);
}

const columns = ['log_index', 'at', 'record_id', 'run', 'version', 'station', 'department', 'actor', 'dataset', 'target', 'code'];

function rowOf(entry: LogEntry, index: number, words: Words): CopyValue[] {
  const { at, record, run, version, station, department, actor, dataset, target, code } = entry;
  const numberOf = (word: string | undefined): CopyValue => (word === undefined ? null : words.get(word));
  return [index, at, record, run, version, ...[station, department, actor, dataset, target, code].map(numberOf)];
}

interface Block {
  readonly words: Set<number>;
  readonly runs: Set<number>;
  firstAt: string;
  lastAt: string;
}

async function noteBlocks(transaction: Queryable, entries: readonly LogEntry[], from: number, words: Words): Promise<void> {
  const blocks = new Map<number, Block>();
  for (const [offset, entry] of entries.entries()) {
    const number = Math.floor((from + offset) / blockEvents);
    const block = blocks.get(number) ?? { words: new Set(), runs: new Set(), firstAt: entry.at, lastAt: entry.at };
    for (const word of wordsOf(entry)) block.words.add(words.get(word) ?? 0);
    if (entry.run !== undefined) block.runs.add(entry.run);
    // Processes have clocks of their own, so the order of the log need not be that of its times.
    if (entry.at < block.firstAt) block.firstAt = entry.at;
    if (entry.at > block.lastAt) block.lastAt = entry.at;
    blocks.set(number, block);
  }
  for (const [number, block] of blocks) {
    await transaction.query(
      `INSERT INTO log_block AS b (block, words, runs, first_at, last_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (block) DO UPDATE SET
         words = ARRAY(SELECT DISTINCT unnest(b.words || excluded.words)),
         runs = ARRAY(SELECT DISTINCT unnest(b.runs || excluded.runs)),
         first_at = least(b.first_at, excluded.first_at), last_at = greatest(b.last_at, excluded.last_at)`,
      [number, [...block.words], [...block.runs], block.firstAt, block.lastAt],
    );
  }
}
