import { referencesOf, type References } from '../../mappings/references.js';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { ExchangePlan, RecordMapping } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';

const recordsMax = 200_000;
const pageSize = 5_000;

/**
 * The exchange's mapping over the reference records that stand in the store now: those of its own department, and of all
 * where a key is unique in the whole country. They are read once for a run, so that all its rows see the same. Throws
 * INGEST_LOOKUP_TOO_LARGE for a dataset of more than 200,000 such records.
 */
export async function mappingWithReferences(store: Pick<Queryable, 'query'>, plan: ExchangePlan): Promise<Pick<RecordMapping, 'run'>> {
  const { mapping, lookupDatasets } = plan.source;
  if (lookupDatasets.length === 0) return mapping;
  const references = await readReferenceRecords(store, plan);
  return { run: (row) => mapping.run(row, references) };
}

async function readReferenceRecords(store: Pick<Queryable, 'query'>, { source: { lookupDatasets }, departmentId }: ExchangePlan): Promise<References> {
  const byDataset: Record<string, JsonObject[]> = {};
  for (const dataset of lookupDatasets) {
    const records: JsonObject[] = [];
    byDataset[dataset.name] = records;
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const rows = await store.query<{ id: string; content: string }>(
        `SELECT r.id, v.content::text AS content FROM record r
         JOIN record_version v ON (v.record_id, v.version, v.month) = (r.id, r.current_version, r.current_month)
         WHERE r.dataset_id = (SELECT id FROM dataset WHERE name = $1) AND NOT r.withdrawn AND r.id > $2
           AND ($3::int IS NULL OR r.department_id = $3)
         ORDER BY r.id LIMIT $4`,
        [dataset.name, after, dataset.isOfNation ? null : departmentId, pageSize],
      );
      for (const { content } of rows) records.push(JSON.parse(content) as JsonObject);
      if (records.length > recordsMax) throw new GatewayError('INGEST_LOOKUP_TOO_LARGE', { dataset: dataset.name, limit: recordsMax });
      if (rows.length < pageSize) break;
      after = rows.at(-1)?.id ?? after;
    }
  }
  return referencesOf(byDataset);
}
