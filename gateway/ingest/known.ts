import type { Queryable } from '../store/store.js';
import type { Known, SourceRef, StoredRecord } from './decide.js';
import type { AtTarget, Operation, OpenDelivery } from './owe.js';

interface RefRow {
  source_key: Buffer;
  record_id: string;
  row_hash: Buffer;
  quarantined: boolean;
}

/** What the store remembers of the rows with these source keys, by `sourceKey.toString('latin1')`. */
export async function readRefs(
  store: Queryable,
  streamId: number,
  sourceKeys: readonly Buffer[],
): Promise<Map<string, SourceRef>> {
  const rows = await store.query<RefRow>(
    // One look-up for each key, whatever the planner thinks of the stream's size: OFFSET keeps it from joining otherwise.
    `SELECT known.* FROM unnest($2::bytea[]) AS wanted (source_key), LATERAL (
       SELECT source_key, record_id, row_hash, quarantined FROM source_ref s
       WHERE s.stream_id = $1 AND s.source_key = wanted.source_key OFFSET 0) AS known`,
    [streamId, sourceKeys],
  );
  return new Map(
    rows.map((row) => [
      row.source_key.toString('latin1'),
      { recordId: row.record_id, rowHash: row.row_hash, quarantined: row.quarantined },
    ]),
  );
}

interface RecordRow {
  id: string;
  key_hash: Buffer;
  current_version: number;
  current_month: string;
  content_hash: Buffer;
  origin_stream: number;
  other_source: string | null;
  withdrawn: boolean;
  shared: boolean;
}

/** Locks, in the order of their ids, the records that a batch may change. */
export async function lockRecords(
  transaction: Queryable,
  scope: { streamId: number; isKeyed: boolean; datasetId: number; departmentId: number },
  ids: readonly string[],
  keyHashes: readonly Buffer[],
  refs: ReadonlyMap<string, SourceRef>,
): Promise<Known> {
  const rows = await transaction.query<RecordRow>(
    `SELECT id, key_hash, current_version, current_month, content_hash, origin_stream, withdrawn, shared,
       CASE WHEN origin_stream <> $5 THEN (
         SELECT c.reference || ' ' || s.name FROM source_stream s JOIN connector c ON c.id = s.connector_id
         WHERE s.id = origin_stream) END AS other_source
     FROM record
     WHERE id IN (
       SELECT id FROM record WHERE id = ANY($1::uuid[])
       UNION
       SELECT id FROM record WHERE key_hash = ANY($2::bytea[]) AND dataset_id = $3 AND department_id = $4)
     ORDER BY id FOR UPDATE`,
    [ids, keyHashes, scope.datasetId, scope.departmentId, scope.streamId],
  );
  const byId = new Map<string, StoredRecord>();
  const byKey = new Map<string, StoredRecord>();
  for (const row of rows) {
    const record: StoredRecord = {
      id: row.id,
      keyHash: row.key_hash,
      version: row.current_version,
      month: row.current_month,
      contentHash: row.content_hash,
      originStream: row.origin_stream,
      otherSource: row.other_source ?? undefined,
      withdrawn: row.withdrawn,
      shared: row.shared,
    };
    byId.set(record.id, record);
    byKey.set(record.keyHash.toString('latin1'), record);
  }
  return {
    streamId: scope.streamId,
    isKeyed: scope.isKeyed,
    ref: (sourceKey) => refs.get(sourceKey.toString('latin1')),
    recordById: (id) => byId.get(id),
    recordByKey: (keyHash) => byKey.get(keyHash.toString('latin1')),
  };
}

/** What every target has or may have of these records, by `atTargetKey`. */
export async function readAtTargets(transaction: Queryable, recordIds: readonly string[]): Promise<Map<string, AtTarget>> {
  if (recordIds.length === 0) return new Map();
  const open = await transaction.query<OpenDelivery & { record_id: string; target_id: number }>(
    `SELECT record_id, target_id, version, resend, state, attempts FROM outbox
     WHERE record_id = ANY($1::uuid[]) FOR UPDATE`,
    [recordIds],
  );
  const accepted = await transaction.query<{ record_id: string; target_id: number; operation: Operation }>(
    `SELECT DISTINCT ON (record_id, target_id) record_id, target_id, operation
     FROM delivery WHERE record_id = ANY($1::uuid[]) AND state = 'accepted'
     ORDER BY record_id, target_id, version DESC, resend DESC`,
    [recordIds],
  );
  const found = new Map<string, { open: OpenDelivery[]; accepted: Operation | undefined }>();
  const at = (recordId: string, targetId: number): { open: OpenDelivery[]; accepted: Operation | undefined } => {
    const key = atTargetKey(recordId, targetId);
    const known = found.get(key) ?? { open: [], accepted: undefined };
    found.set(key, known);
    return known;
  };
  for (const row of open) at(row.record_id, row.target_id).open.push(row);
  for (const row of accepted) at(row.record_id, row.target_id).accepted = row.operation;
  return found;
}

export function atTargetKey(recordId: string, targetId: number): string {
  return `${recordId}/${String(targetId)}`;
}
