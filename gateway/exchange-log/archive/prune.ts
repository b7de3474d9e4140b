import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../../../schemas/errors.js';
import { systemErrorCode } from '../../system-error.js';
import type { Queryable, Store } from '../../store/store.js';
import type { MakeId } from '../../store/uuid.js';
import { SegmentWriter } from '../segment.js';
import type { VerifierKey } from '../verify/verifier-key.js';
import { parseManifest, type ArchiveManifest } from './manifest.js';
import { firstKept, type LogRetention } from './retention.js';
import { verifyArchive } from './verify.js';

export interface ArchiveTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
  /** Whose signatures under an archive are believed. */
  readonly keys: readonly VerifierKey[];
}

export interface PrunedMonth {
  readonly month: string;
  readonly events: number;
}

/** Months of the store before a month, `YYYY-MM` each, oldest first, that still have their events in it. */
export async function monthsBefore(store: Pick<Queryable, 'query'>, before: string): Promise<string[]> {
  const rows = await store.query<{ month: string }>(
    `SELECT DISTINCT to_char(month, 'YYYY-MM') AS month FROM log_segment WHERE month < $1 ORDER BY 1`,
    [`${before}-01`],
  );
  return rows.map(({ month }) => month);
}

/**
 * Takes a month's events out of the store, once their archive in the folder has been verified and an outsider has a
 * checkpoint over them. What proves the log stays: places, tiles, checkpoints. The search forgets the month, too.
 *
 * Throws LOG_PRUNE_TOO_SOON, LOG_PRUNE_NOT_ARCHIVED, LOG_PRUNE_NOT_WITNESSED.
 */
export async function pruneMonth(tools: ArchiveTools, month: string, folder: string, retention: LogRetention): Promise<PrunedMonth> {
  const { store, keys, now } = tools;
  if (month >= firstKept(now(), retention.months)) throw new GatewayError('LOG_PRUNE_TOO_SOON', { month, months: retention.months });
  const { manifest, digest } = await readArchive(join(folder, `${month}.manifest.json`), month);
  const { faults } = await verifyArchive(manifest, folder, keys);
  if (faults.length > 0) throw new GatewayError('LOG_PRUNE_NOT_ARCHIVED', { month, fault: faults[0]?.code });
  return store.transaction(async (transaction) => {
    const events = await checkCovered(transaction, month, manifest);
    await checkRetained(transaction, month, now(), retention);
    const [witness] = await transaction.query<{ size: number | null }>('SELECT max(size) AS size FROM log_witness');
    if ((witness?.size ?? 0) < manifest.until) throw new GatewayError('LOG_PRUNE_NOT_WITNESSED', { month, size: manifest.until });
    await forgetMonth(transaction, month);
    await transaction.query(
      `INSERT INTO log_pruned (month, manifest_digest, pruned_at) VALUES ($1, $2, $3)
       ON CONFLICT (month) DO UPDATE SET manifest_digest = excluded.manifest_digest, pruned_at = excluded.pruned_at, attached_at = NULL`,
      [`${month}-01`, digest, now()],
    );
    await tell(transaction, tools, 'log-pruned', month, digest);
    return { month, events };
  });
}

/** The manifest and its SHA-256. Throws LOG_PRUNE_NOT_ARCHIVED where the file is none, or of another month. */
export async function readArchive(file: string, month?: string): Promise<{ readonly manifest: ArchiveManifest; readonly digest: string }> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') throw new GatewayError('LOG_PRUNE_NOT_ARCHIVED', { file });
    throw error;
  });
  const manifest = parseManifest(bytes.toString('utf8'));
  if (manifest === undefined || (month !== undefined && manifest.month !== month)) throw new GatewayError('LOG_PRUNE_NOT_ARCHIVED', { file });
  return { manifest, digest: createHash('sha256').update(bytes).digest('hex') };
}

/** Takes the month out of the segments and out of the search, but for its blocks, which find nothing then. */
export async function forgetMonth(transaction: Queryable, month: string): Promise<void> {
  await transaction.query(
    `DELETE FROM log_entry e USING log_sequence q
     WHERE q.month = $1 AND e.log_index >= q.first_index AND e.log_index < q.first_index + q.entry_count`,
    [`${month}-01`],
  );
  await transaction.query(`TRUNCATE log_segment_${month.replace('-', '_')}`);
}

/** Writes what was done to the month into the log. */
export async function tell(transaction: Queryable, { makeId, now }: ArchiveTools, station: 'log-pruned' | 'log-attached', month: string, digest: string): Promise<void> {
  const segment = new SegmentWriter();
  segment.add({ id: makeId(), at: now().toISOString(), station, actor: 'gateway', department: 'gateway', code: month, digests: { manifest: digest } });
  await segment.write(transaction, makeId, now());
}

/** All of the month is sealed, searchable and in the archive. Gives the number of its events. */
async function checkCovered(transaction: Queryable, month: string, { first, until }: ArchiveManifest): Promise<number> {
  const [own] = await transaction.query<{ first: number; until: number; events: number; loose: number; next_index: number }>(
    `SELECT min(first_index) AS first, max(first_index + entry_count) AS until, sum(entry_count)::bigint AS events,
       (SELECT count(*) FROM log_unsequenced WHERE month = $1) AS loose, (SELECT next_index FROM log_projection FOR UPDATE) AS next_index
     FROM log_sequence WHERE month = $1`,
    [`${month}-01`],
  );
  const isCovered = own !== undefined && own.first >= first && own.until <= until && own.loose === 0 && own.next_index >= own.until;
  if (!isCovered) throw new GatewayError('LOG_PRUNE_NOT_ARCHIVED', { month });
  return own.events;
}

/** Throws LOG_PRUNE_TOO_SOON where the month has events of a dataset that stays longer. */
async function checkRetained(transaction: Queryable, month: string, now: Date, { byDataset }: LogRetention): Promise<void> {
  const longer = [...byDataset].filter(([, months]) => month >= firstKept(now, months));
  if (longer.length === 0) return;
  const [found] = await transaction.query<{ word: string }>(
    `SELECT w.word FROM log_word w WHERE w.word = ANY ($2::text[]) AND EXISTS (
       SELECT 1 FROM log_entry e JOIN log_sequence q ON e.log_index >= q.first_index AND e.log_index < q.first_index + q.entry_count
       WHERE q.month = $1 AND e.dataset = w.id) LIMIT 1`,
    [`${month}-01`, longer.map(([dataset]) => dataset)],
  );
  if (found !== undefined) throw new GatewayError('LOG_PRUNE_TOO_SOON', { month, dataset: found.word, months: byDataset.get(found.word) });
}
