import type { JsonObject } from '../../schemas/json.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import { join } from '../sealing/split.js';
import type { Queryable } from '../store/store.js';

/** A version of a record as it stands in the store, opened. */
export interface OpenedVersion {
  readonly recordId: string;
  readonly version: number;
  readonly record: JsonObject;
}

interface VersionRow {
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
      `SELECT v.record_id, v.version, v.content::text AS content, v.sealed, v.data_key_id FROM record_version v
       JOIN dataset d ON d.id = v.dataset_id
       WHERE d.name = $1 AND v.made_at >= ($2::date)::timestamp AT TIME ZONE 'Asia/Shanghai' AND v.operation = 'upsert'
         AND (v.record_id, v.version) > ($3, $4)
       ORDER BY v.record_id, v.version LIMIT $5`,
      [dataset, since, last.recordId, last.version, pageRows],
    );
    const keys = await sealing.keysById(store, rows.flatMap((row) => row.data_key_id ?? []));
    for (const row of rows) {
      const key = row.data_key_id === null ? undefined : keys.get(row.data_key_id);
      const personal = row.sealed && key ? sealing.open(key, row.record_id, row.sealed) : null;
      yield { recordId: row.record_id, version: row.version, record: join(JSON.parse(row.content) as JsonObject, personal) };
    }
    const end = rows.at(-1);
    if (!end || rows.length < pageRows) return;
    last = { recordId: end.record_id, version: end.version };
  }
}
