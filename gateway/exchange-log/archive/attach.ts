import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { GatewayError } from '../../../schemas/errors.js';
import type { Queryable } from '../../store/store.js';
import type { LogEntry } from '../entry.js';
import { addToSearch } from '../search/projector.js';
import { leafHash } from '../segment.js';
import { forgetMonth, readArchive, tell, type ArchiveTools, type PrunedMonth } from './prune.js';
import { verifyArchive } from './verify.js';

/** Segments put back in one transaction. */
const segmentsMax = 100;

interface Place {
  readonly segment_id: string;
  readonly first_index: number;
  readonly entry_count: number;
}

/**
 * Puts a pruned month back from its archive, so that it can be searched, shown and proven as before. Nothing writes into
 * a month that has passed; `pruneMonth` takes it out again. Cut off on the way, it begins anew.
 *
 * Throws LOG_ATTACH_NOT_PRUNED, LOG_ATTACH_OTHER where it is not the archive that the month was pruned with, and
 * LOG_PRUNE_NOT_ARCHIVED where it does not verify.
 */
export async function attachArchive(tools: ArchiveTools, file: string): Promise<PrunedMonth> {
  const { store, keys, now } = tools;
  const { manifest, digest } = await readArchive(file);
  const { month } = manifest;
  const [pruned] = await store.query<{ manifest_digest: string; attached_at: Date | null }>(
    'SELECT manifest_digest, attached_at FROM log_pruned WHERE month = $1',
    [`${month}-01`],
  );
  if (pruned === undefined || pruned.attached_at !== null) throw new GatewayError('LOG_ATTACH_NOT_PRUNED', { month });
  if (pruned.manifest_digest !== digest) throw new GatewayError('LOG_ATTACH_OTHER', { month });
  const { faults } = await verifyArchive(manifest, dirname(file), keys);
  if (faults.length > 0) throw new GatewayError('LOG_PRUNE_NOT_ARCHIVED', { month, fault: faults[0]?.code });
  await store.transaction((transaction) => forgetMonth(transaction, month));
  const lines = createInterface({ input: createReadStream(join(dirname(file), manifest.entries)).pipe(createGunzip()), crlfDelay: Infinity })[Symbol.asyncIterator]();
  let [next, events] = [manifest.first, 0];
  const take = async (index: number, count: number): Promise<string[]> => {
    const texts: string[] = [];
    for (; next < index + count; next += 1) {
      const { value, done } = await lines.next();
      if (done === true) throw new GatewayError('LOG_PRUNE_NOT_ARCHIVED', { month, fault: 'events-removed' });
      // What lies between the segments of the month is of the months beside it.
      if (next >= index) texts.push(value);
    }
    return texts;
  };
  for (let after = -1; ; ) {
    const places = await store.query<Place>(
      'SELECT segment_id, first_index, entry_count FROM log_sequence WHERE month = $1 AND first_index > $2 ORDER BY first_index LIMIT $3',
      [`${month}-01`, after, segmentsMax],
    );
    const last = places.at(-1);
    if (last === undefined) break;
    const segments: { place: Place; texts: string[] }[] = [];
    for (const place of places) segments.push({ place, texts: await take(place.first_index, place.entry_count) });
    await store.transaction((transaction) => putBack(transaction, month, segments));
    events += places.reduce((sum, { entry_count: count }) => sum + count, 0);
    after = last.first_index;
  }
  await store.transaction(async (transaction) => {
    await transaction.query('UPDATE log_pruned SET attached_at = $2 WHERE month = $1', [`${month}-01`, now()]);
    await tell(transaction, tools, 'log-attached', month, digest);
  });
  return { month, events };
}

async function putBack(transaction: Queryable, month: string, segments: readonly { readonly place: Place; readonly texts: readonly string[] }[]): Promise<void> {
  await transaction.insert('log_segment', {
    columns: ['month', 'id', 'entries', 'leaf_hashes', 'entry_count'],
    rows: segments.map(({ place, texts }) => [
      `${month}-01`,
      place.segment_id,
      `${texts.join('\n')}\n`,
      Buffer.concat(texts.map(leafHash)),
      place.entry_count,
    ]),
  });
  for (const { place, texts } of segments) {
    await addToSearch(transaction, texts.map((text) => JSON.parse(text) as LogEntry), place.first_index);
  }
}
