import { SegmentWriter } from '../exchange-log/segment.js';
import type { Queryable } from '../store/store.js';
import type { SubjectRecords } from './subject.js';
import type { ErasureTools } from './tools.js';

/**
 * Makes a person unreadable everywhere: its key goes, with the blind index that led to it, the keys of its rows in
 * quarantine, and whatever the finder has of it. What was sealed stays as noise, so that every proof of the log holds.
 * Returns the keys that went.
 */
export async function erasePerson(
  { makeId, now }: Pick<ErasureTools, 'makeId' | 'now'>,
  transaction: Queryable,
  keyId: string,
  { recordIds, handles }: SubjectRecords,
  event: { readonly actor: string; readonly code: string },
): Promise<string[]> {
  const gone = await transaction.query<{ id: string }>(
    `DELETE FROM data_key WHERE id = $1
       OR id IN (SELECT data_key_id FROM quarantine WHERE record_id = ANY ($2::uuid[]) AND data_key_id IS NOT NULL) RETURNING id`,
    [keyId, recordIds],
  );
  await transaction.query(
    `DELETE FROM record_finder f USING unnest($1::bytea[], $2::uuid[]) AS gone (hash, record_id)
     WHERE (f.hash, f.record_id) = (gone.hash, gone.record_id)`,
    [handles.map(({ hash }) => hash), handles.map(({ recordId }) => recordId)],
  );
  const records = await transaction.query<{ id: string; department: string; dataset: string }>(
    `SELECT r.id, d.name AS department, s.name AS dataset FROM record r JOIN department d ON d.id = r.department_id
     JOIN dataset s ON s.id = r.dataset_id WHERE r.id = ANY ($1::uuid[]) ORDER BY r.id`,
    [recordIds],
  );
  const segment = new SegmentWriter();
  for (const { id, department, dataset } of records) {
    segment.add({ id: makeId(), at: now().toISOString(), station: 'person-erased', department, dataset, record: id, ...event });
  }
  await segment.write(transaction, makeId, now());
  return gone.map(({ id }) => id);
}
