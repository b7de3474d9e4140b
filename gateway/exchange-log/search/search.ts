import type { Queryable } from '../../store/store.js';
import { blockEvents, findWords } from './projector.js';

/** What to look for; all that is given must hold. Names as entries have them; instants in ISO form. */
export interface LogFilter {
  readonly record?: string;
  readonly station?: string;
  readonly department?: string;
  readonly dataset?: string;
  readonly target?: string;
  readonly actor?: string;
  readonly code?: string;
  readonly run?: number;
  readonly from?: string;
  readonly until?: string;
}

/** An event as a search finds it; `log prove --event INDEX` proves it. */
export interface FoundEntry {
  readonly index: number;
  readonly at: string;
  readonly station: string;
  readonly department: string;
  readonly dataset: string | null;
  readonly record: string | null;
  readonly version: number | null;
  readonly target: string | null;
  readonly code: string | null;
  readonly run: number | null;
  readonly actor: string;
}

export interface SearchPage {
  /** Departments that may be seen; null for all. */
  readonly departments: readonly string[] | null;
  readonly limit: number;
  /** Only events before this index. */
  readonly before?: number;
}

interface EntryRow extends Omit<FoundEntry, 'index' | 'at'> {
  readonly log_index: number;
  readonly at: Date;
}

/** Blocks looked through in one statement: the first for common words, the rest where they are rare. */
const blocksFirst = 4;
const blocksMax = 256;

const wordColumns = ['station', 'department', 'dataset', 'target', 'actor', 'code'] as const;

/**
 * Events that match, newest first. Reads the search's own tables, which follow the log, and proves nothing.
 * The time it takes goes with the blocks that have all the words, not with the size of the log.
 */
export async function searchEntries(
  store: Pick<Queryable, 'query'>,
  filter: LogFilter,
  { departments, limit, before }: SearchPage,
): Promise<FoundEntry[]> {
  const given = wordColumns.filter((column) => filter[column] !== undefined);
  const numbers = new Map((await findWords(store, [...given.map((column) => filter[column] ?? ''), ...(departments ?? [])])).map(({ word, id }) => [word, id]));
  // A word that no event has is in none.
  if (given.some((column) => !numbers.has(filter[column] ?? ''))) return [];
  const wanted = new Map(given.map((column) => [column, numbers.get(filter[column] ?? '') ?? 0]));
  const query: Query = {
    words: wanted,
    departments: departments?.map((name) => numbers.get(name) ?? 0) ?? null,
    filter,
    limit,
  };
  if (filter.record !== undefined) return findOfRecord(store, query, before);
  const found: EntryRow[] = [];
  let below = before;
  for (let count = blocksFirst; ; count = blocksMax) {
    const blocks = await findBlocks(store, query, below, count);
    for (const { from, until } of rangesOf(blocks)) {
      if (found.length >= limit) break;
      const range = [from, Math.min(until, before ?? until)];
      found.push(...(await find(store, { ...query, limit: limit - found.length }, 'e.log_index >= $10 AND e.log_index < $11', range)));
      below = from;
    }
    if (found.length >= limit || blocks.length < count) return found.map(entryOf);
  }
}

interface Query {
  readonly words: ReadonlyMap<(typeof wordColumns)[number], number>;
  readonly departments: readonly number[] | null;
  readonly filter: LogFilter;
  readonly limit: number;
}

async function findBlocks(store: Pick<Queryable, 'query'>, query: Query, below: number | undefined, count: number): Promise<number[]> {
  const rows = await store.query<{ block: number }>(
    `SELECT block FROM log_block
     WHERE words @> $1::int[] AND ($2::bigint IS NULL OR runs @> ARRAY[$2::bigint]) AND ($3::int[] IS NULL OR words && $3)
       AND ($4::timestamptz IS NULL OR last_at >= $4) AND ($5::timestamptz IS NULL OR first_at < $5)
       AND block * ${String(blockEvents)} < $6
     ORDER BY block DESC LIMIT $7`,
    [
      [...query.words.values()],
      query.filter.run ?? null,
      query.departments,
      query.filter.from ?? null,
      query.filter.until ?? null,
      below ?? Number.MAX_SAFE_INTEGER,
      count,
    ],
  );
  return rows.map(({ block }) => block);
}

/** Blocks that lie side by side, which are read as one; the newest first. */
function rangesOf(blocks: readonly number[]): { from: number; until: number }[] {
  const ranges: { from: number; until: number }[] = [];
  for (const block of blocks) {
    const last = ranges.at(-1);
    if (last?.from === (block + 1) * blockEvents) last.from = block * blockEvents;
    else ranges.push({ from: block * blockEvents, until: (block + 1) * blockEvents });
  }
  return ranges;
}

async function findOfRecord(store: Pick<Queryable, 'query'>, query: Query, before: number | undefined): Promise<FoundEntry[]> {
  const rows = await find(store, query, 'e.record_id = $10 AND e.log_index < $11', [
    query.filter.record,
    before ?? Number.MAX_SAFE_INTEGER,
  ]);
  return rows.map(entryOf);
}

function find(store: Pick<Queryable, 'query'>, { words, departments, filter, limit }: Query, place: string, parameters: readonly unknown[]): Promise<EntryRow[]> {
  return store.query<EntryRow>(
    `WITH e AS (
       SELECT * FROM log_entry e
       WHERE ${place} AND ($1::int IS NULL OR station = $1) AND ($2::int IS NULL OR department = $2)
         AND ($3::int IS NULL OR dataset = $3) AND ($4::int IS NULL OR target = $4) AND ($5::int IS NULL OR actor = $5)
         AND ($6::int IS NULL OR code = $6) AND ($7::bigint IS NULL OR run = $7) AND ($8::int[] IS NULL OR department = ANY ($8))
         AND ($12::timestamptz IS NULL OR at >= $12) AND ($13::timestamptz IS NULL OR at < $13)
       ORDER BY log_index DESC LIMIT $9)
     SELECT e.log_index, e.at, s.word AS station, d.word AS department, ds.word AS dataset, e.record_id AS record, e.version,
       t.word AS target, c.word AS code, e.run, a.word AS actor
     FROM e
     JOIN log_word s ON s.id = e.station JOIN log_word d ON d.id = e.department JOIN log_word a ON a.id = e.actor
     LEFT JOIN log_word ds ON ds.id = e.dataset LEFT JOIN log_word t ON t.id = e.target LEFT JOIN log_word c ON c.id = e.code
     ORDER BY e.log_index DESC`,
    [
      ...wordColumns.map((column) => words.get(column) ?? null),
      filter.run ?? null,
      departments,
      limit,
      ...parameters,
      filter.from ?? null,
      filter.until ?? null,
    ],
  );
}

function entryOf({ log_index: index, at, ...row }: EntryRow): FoundEntry {
  return { index, at: at.toISOString(), ...row };
}
