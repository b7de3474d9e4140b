import type { JsonObject } from '../../schemas/json.js';
import type { RecordSealing, SubjectKey } from '../sealing/record-sealing.js';
import { join } from '../sealing/split.js';
import type { Queryable } from '../store/store.js';

/** A version of a record as it stands in the store, opened. */
export interface OpenedVersion {
  readonly dataset: string;
  readonly recordId: string;
  readonly version: number;
  readonly record: JsonObject;
  /** The subject's; undefined where nothing is personal, or the key was erased. */
  readonly key: SubjectKey | undefined;
  /** Its personal part cannot be opened any more: the subject's key was erased. */
  readonly isErased: boolean;
}

export interface VersionKey {
  readonly recordId: string;
  readonly version: number;
}

interface VersionRow {
  dataset: string;
  record_id: string;
  version: number;
  content: string;
  sealed: Buffer | null;
  data_key_id: string | null;
}

const pageRows = 500;
/** Before every id. */
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * All versions of a dataset made since a day (YYYY-MM-DD, Asia/Shanghai), page by page, for those who may see the
 * records of all departments. A version whose key was erased keeps its open part.
 */
export async function* readVersionsSince(
  store: Queryable,
  sealing: RecordSealing,
  { dataset, since }: { readonly dataset: string; readonly since: string },
): AsyncGenerator<OpenedVersion> {
  let last = { recordId: firstId, version: 0 };
  for (;;) {
    const rows = await store.query<VersionRow>(
      `SELECT d.name AS dataset, v.record_id, v.version, v.content::text AS content, v.sealed, v.data_key_id FROM record_version v
       JOIN dataset d ON d.id = v.dataset_id
       WHERE d.name = $1 AND v.made_at >= ($2::date)::timestamp AT TIME ZONE 'Asia/Shanghai' AND v.operation = 'upsert'
         AND (v.record_id, v.version) > ($3, $4)
       ORDER BY v.record_id, v.version LIMIT $5`,
      [dataset, since, last.recordId, last.version, pageRows],
    );
    yield* await openRows(store, sealing, rows);
    const end = rows.at(-1);
    if (!end || rows.length < pageRows) return;
    last = { recordId: end.record_id, version: end.version };
  }
}

/** These versions, opened; those that are not there are missing from the answer. */
export async function openVersions(
  store: Queryable,
  sealing: Pick<RecordSealing, 'keysById' | 'open'>,
  wanted: readonly VersionKey[],
): Promise<OpenedVersion[]> {
  if (wanted.length === 0) return [];
  const rows = await store.query<VersionRow>(
    `SELECT d.name AS dataset, v.record_id, v.version, v.content::text AS content, v.sealed, v.data_key_id
     FROM unnest($1::uuid[], $2::int[]) AS w (record_id, version)
     CROSS JOIN LATERAL (SELECT * FROM record_version v WHERE v.record_id = w.record_id AND v.version = w.version) v
     JOIN dataset d ON d.id = v.dataset_id`,
    [wanted.map(({ recordId }) => recordId), wanted.map(({ version }) => version)],
  );
  return openRows(store, sealing, rows);
}

async function openRows(
  store: Queryable,
  sealing: Pick<RecordSealing, 'keysById' | 'open'>,
  rows: readonly VersionRow[],
): Promise<OpenedVersion[]> {
  const keys = await sealing.keysById(store, rows.flatMap((row) => row.data_key_id ?? []));
  return rows.map((row) => {
    const key = row.data_key_id === null ? undefined : keys.get(row.data_key_id);
    const personal = row.sealed && key ? sealing.open(key, row.record_id, row.sealed) : null;
    return {
      dataset: row.dataset,
      recordId: row.record_id,
      version: row.version,
      record: join(JSON.parse(row.content) as JsonObject, personal),
      key,
      isErased: row.sealed !== null && key === undefined,
    };
  });
}
