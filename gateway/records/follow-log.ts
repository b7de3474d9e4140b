import type { Validator } from '../../schemas/validator.js';
import type { LogEntry } from '../exchange-log/entry.js';
import { entriesOf } from '../exchange-log/log-reader.js';
import type { Hashes } from '../ingest/context.js';
import { openVersions, type OpenedVersion, type VersionKey } from '../reading/stored-records.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import type { CopyValue, Queryable, Store } from '../store/store.js';
import { finderHash, finderTexts } from './finder.js';

export interface FinderTools {
  readonly store: Pick<Store, 'transaction'>;
  readonly sealing: Pick<RecordSealing, 'keysById' | 'open'>;
  readonly fingerprint: Hashes['fingerprint'];
  readonly validator: Pick<Validator, 'dataset'>;
}

const segmentsMax = 50;
/** Versions opened in one turn, if not more stand in one segment. */
const entriesMax = 2000;

interface SegmentRow {
  readonly first_index: number;
  readonly entry_count: number;
  readonly entries: string;
}

/**
 * Makes findable what the exchange log says was stored since the last turn: everything, or one portion while the gateway
 * is busy, so that the records on their way pay little for it. By one process at a time.
 */
export async function keepFindable(tools: FinderTools, { isBusy = false } = {}): Promise<void> {
  if (isBusy) await followOnce(tools);
  else while (await followOnce(tools));
}

/** Returns whether there was anything to follow. */
async function followOnce({ store, ...tools }: FinderTools): Promise<boolean> {
  return store.transaction(async (transaction) => {
    const [place] = await transaction.query<{ next_index: number }>('SELECT next_index FROM record_finder_place FOR UPDATE SKIP LOCKED');
    if (!place) return false;
    const segments = await readSealed(transaction, place.next_index);
    const last = segments.at(-1);
    if (last === undefined) return false;
    const versions = await openVersions(transaction, tools.sealing, segments.flatMap(storedIn));
    await addToFinder(transaction, tools, versions);
    await transaction.query('UPDATE record_finder_place SET next_index = $1', [last.first_index + last.entry_count]);
    return true;
  });
}

/** Makes these versions findable; again has no effect. */
async function addToFinder(
  transaction: Queryable,
  { fingerprint, validator }: Pick<FinderTools, 'fingerprint' | 'validator'>,
  versions: readonly OpenedVersion[],
): Promise<void> {
  const rows = new Map<string, CopyValue[]>();
  for (const { dataset, recordId, record } of versions) {
    for (const { kind, text } of finderTexts(validator.dataset(dataset), record)) {
      const hash = finderHash(fingerprint, kind, text);
      rows.set(`${hash.toString('latin1')}${recordId}`, [hash, recordId]);
    }
  }
  await transaction.query(
    'INSERT INTO record_finder (hash, record_id) SELECT * FROM unnest($1::bytea[], $2::uuid[]) ON CONFLICT DO NOTHING',
    [[...rows.values()].map(([hash]) => hash), [...rows.values()].map(([, recordId]) => recordId)],
  );
}

async function readSealed(transaction: Queryable, from: number): Promise<SegmentRow[]> {
  const rows = await transaction.query<SegmentRow>(
    `SELECT q.first_index, q.entry_count, s.entries
     FROM (SELECT * FROM log_sequence WHERE first_index >= $1 ORDER BY first_index LIMIT $2) q
     JOIN log_segment s ON s.id = q.segment_id AND s.month = q.month ORDER BY q.first_index`,
    [from, segmentsMax],
  );
  return rows.filter((row, at) => at === 0 || row.first_index + row.entry_count - from <= entriesMax);
}

/** The versions that a segment tells of: where one is withdrawn, it is found by what it was. */
function storedIn({ entries }: SegmentRow): VersionKey[] {
  return entriesOf(entries)
    .filter((line) => line.includes('"station":"received"'))
    .map((line) => JSON.parse(line) as LogEntry)
    .flatMap(({ record, version }) => (record === undefined || version === undefined ? [] : [{ recordId: record, version }]));
}
