import type { JsonObject } from '../../../schemas/json.js';
import type { PushRecord, PushRequest, PushResult } from '../../connector.js';
import type { RowRefusal } from '../isolate-rows.js';
import type { TableDatabase, TableName } from '../sql/table-database.js';
import type { TableWrite } from './spec.js';

/**
 * Writes one batch in one transaction: new rows are inserted, known ones replaced, withdrawn ones deleted or marked.
 * Repeating it changes nothing. Accepted means committed.
 * @throws GatewayError when it is certain that nothing was written
 */
export async function pushRows(
  database: TableDatabase,
  write: TableWrite & { readonly name: TableName },
  request: PushRequest,
  signal: AbortSignal,
): Promise<PushResult[]> {
  const { name, key, fields, withdrawn } = write;
  const rows = request.records.map((record) => rowOf(record, write));
  const isRemoved = (place: number): boolean => request.records[place]?.op === 'withdraw' && !withdrawn;
  const places = [...rows.keys()];
  const written = places.filter((place) => !isRemoved(place));
  const removed = places.filter(isRemoved);
  const committed = await database.transaction(async (open) => {
    const refusals = new Map<number, RowRefusal | undefined>();
    const note = (noted: readonly number[], found: readonly (RowRefusal | undefined)[]): void =>
      noted.forEach((place, at) => refusals.set(place, found[at]));
    const rowsAt = (chosen: readonly number[]): JsonObject[] => chosen.map((place) => rows[place] ?? {});
    note(written, await open.insert(name, rowsAt(written), { key, version: fields?.version }));
    note(
      removed,
      await open.remove(
        name,
        rowsAt(removed).map((row) => keyOf(row, key)),
      ),
    );
    return refusals;
  }, signal);
  if (committed.outcome === 'unknown') return places.map(() => ({ outcome: 'unknown', reason: committed.reason }));
  return places.map((place) => resultOf(committed.value.get(place)));
}

function rowOf(record: PushRecord, { fields, withdrawn }: TableWrite): JsonObject {
  const row: JsonObject = { ...record.row };
  if (fields?.recordKey !== undefined) row[fields.recordKey] = record.recordKey;
  if (fields?.version !== undefined) row[fields.version] = record.version;
  if (fields?.idempotencyKey !== undefined) row[fields.idempotencyKey] = record.idempotencyKey;
  if (withdrawn && record.op === 'withdraw') row[withdrawn.column] = withdrawn.value;
  return row;
}

function keyOf(row: JsonObject, key: readonly string[]): JsonObject {
  return Object.fromEntries(key.map((name) => [name, row[name] ?? null]));
}

function resultOf(refusal: RowRefusal | undefined): PushResult {
  return refusal ? { outcome: 'rejected', ...refusal } : { outcome: 'accepted' };
}
