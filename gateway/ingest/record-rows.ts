import { canonicalJson } from '../../schemas/canonical-json.js';
import type { JsonObject } from '../../schemas/json.js';
import type { ExchangePlan, PlannedObligation } from '../exchanges/plan.js';
import type { SubjectKey } from '../sealing/record-sealing.js';
import { monthOf } from '../store/partitions.js';
import type { Queryable } from '../store/store.js';
import type { IngestContext, RunningRun } from './context.js';
import type { StoredRecord } from './decide.js';
import type { Operation } from './owe.js';
import type { HashedReference } from './prepare.js';

/** A version about to be stored, with all that follows from it. */
export interface NewVersion {
  readonly recordId: string;
  readonly version: number;
  readonly operation: Operation;
  readonly before: StoredRecord | undefined;
  /** True when obligations may exist already: the record is stored, or its row was in quarantine. */
  readonly firstSeenBefore: boolean;
  readonly mended: boolean;
  readonly overrides: boolean;
  readonly record: JsonObject;
  readonly keyHash: Buffer;
  readonly contentHash: Buffer;
  /** The record as canonical JSON, where it was made already. */
  readonly contentText: string | undefined;
  readonly eventDate: string | undefined;
  readonly references: readonly HashedReference[];
  readonly obligations: readonly PlannedObligation[];
}

/**
 * Writes records and their versions; personal fields go in sealed. Returns what the log binds each version's content with,
 * in their order.
 */
export async function writeRecords(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  run: RunningRun,
  versions: readonly NewVersion[],
  now: Date,
): Promise<string[]> {
  if (versions.length === 0) return [];
  const month = monthOf(now);
  const fresh = versions.filter((version) => !version.before);
  await transaction.insert('record', {
    columns: ['id', 'key_hash', 'current_version', 'content_hash'],
    rows: fresh.map((version) => [version.recordId, version.keyHash, version.version, version.contentHash]),
    shared: {
      dataset_id: plan.dataset.id,
      department_id: plan.departmentId,
      current_month: month,
      origin_stream: plan.source.streamId,
    },
  });
  await updateRecords(transaction, versions.filter((version) => version.before), month);
  const parts = versions.map((version) => ({ version, ...plan.dataset.split(version.record) }));
  const subjects = parts.filter((part) => part.personal).map((part) => subjectOf(plan, part.version));
  const keys = await context.sealing.keysFor(transaction, subjects);
  const keyOf = ({ version, personal }: (typeof parts)[number]): SubjectKey | undefined =>
    personal ? keys.get(subjectOf(plan, version)) : undefined;
  await transaction.insert('record_version', {
    columns: ['record_id', 'version', 'operation', 'content', 'sealed', 'data_key_id', 'content_hash', 'event_date'],
    rows: parts.map((part) => {
      const { version, open, personal } = part;
      const key = keyOf(part);
      return [
        version.recordId,
        version.version,
        version.operation,
        personal === null && version.contentText !== undefined ? version.contentText : canonicalJson(open),
        personal && key ? context.sealing.seal(key, version.recordId, personal) : null,
        key?.id,
        version.contentHash,
        version.eventDate,
      ];
    }),
    shared: {
      month,
      department_id: plan.departmentId,
      dataset_id: plan.dataset.id,
      origin_stream: plan.source.streamId,
      run_id: run.id,
      mapping_version: plan.source.mappingVersion,
      schema_version: plan.dataset.schemaVersion,
    },
  });
  return parts.map(
    (part) => context.sealing.commit(keyOf(part), part.version, part.version.contentText ?? canonicalJson(part.version.record)).commitment,
  );
}

/** A record without any identifier of its subject is its own subject: its key can be erased alone. */
function subjectOf(plan: ExchangePlan, version: NewVersion): string {
  return plan.dataset.subject(version.record) ?? version.recordId;
}

async function updateRecords(transaction: Queryable, versions: readonly NewVersion[], month: string): Promise<void> {
  if (versions.length === 0) return;
  await transaction.query(
    `UPDATE record r SET key_hash = n.key_hash, current_version = n.version, current_month = $5,
       content_hash = n.content_hash, withdrawn = n.withdrawn
     FROM unnest($1::uuid[], $2::bytea[], $3::int[], $4::bytea[], $6::boolean[])
       AS n (id, key_hash, version, content_hash, withdrawn)
     WHERE r.id = n.id`,
    [
      versions.map((version) => version.recordId),
      versions.map((version) => version.keyHash),
      versions.map((version) => version.version),
      versions.map((version) => version.contentHash),
      month,
      versions.map((version) => version.operation === 'withdraw'),
    ],
  );
}

/** Remembers that several rows of one stream speak for these records. */
export async function markShared(transaction: Queryable, recordIds: readonly string[]): Promise<void> {
  if (recordIds.length === 0) return;
  await transaction.query('UPDATE record SET shared = true WHERE id = ANY($1::uuid[]) AND NOT shared', [recordIds]);
}

/** The newest contents of these records in full, opened; a record whose key was erased keeps its open part. */
export async function readLatestContents(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  records: readonly StoredRecord[],
): Promise<Map<string, JsonObject>> {
  if (records.length === 0) return new Map();
  const rows = await transaction.query<{ record_id: string; content: string; sealed: Buffer | null; data_key_id: string | null }>(
    `SELECT v.record_id, v.content::text AS content, v.sealed, v.data_key_id FROM record_version v
     JOIN unnest($1::uuid[], $2::int[], $3::date[]) AS w (record_id, version, month)
       ON (v.record_id, v.version, v.month) = (w.record_id, w.version, w.month)`,
    [records.map((one) => one.id), records.map((one) => one.version), records.map((one) => one.month)],
  );
  const keys = await context.sealing.keysById(transaction, rows.flatMap((row) => row.data_key_id ?? []));
  return new Map(
    rows.map((row) => {
      const key = row.data_key_id ? keys.get(row.data_key_id) : undefined;
      const personal = row.sealed && key ? context.sealing.open(key, row.record_id, row.sealed) : null;
      return [row.record_id, plan.dataset.join(JSON.parse(row.content) as JsonObject, personal)];
    }),
  );
}
