import { GatewayError } from '../../schemas/errors.js';
import { finderHash, finderTexts } from '../records/finder.js';
import { openVersions } from '../reading/stored-records.js';
import { scopeParameter, type Scope } from '../reading/scope.js';
import type { Queryable } from '../store/store.js';
import type { ErasureRequest } from '../services/erasure.js';
import type { ErasureTools } from './tools.js';

/** A person by the key that its personal fields are sealed with, and a record that concerns it. */
export interface Subject {
  readonly keyId: string;
  readonly recordId: string;
  readonly departmentId: number;
  readonly department: string;
}

const subjectColumns = `SELECT k.id AS "keyId", v.record_id AS "recordId", v.department_id AS "departmentId", d.name AS department
  FROM data_key k JOIN record_version v ON v.data_key_id = k.id JOIN department d ON d.id = v.department_id`;

/**
 * The person that a request names, where a record of it may be seen by whoever asks. Throws PRIVACY_PERSON_UNKNOWN,
 * whether the gateway does not know the person or only the caller may not.
 */
export async function findSubject(
  store: Queryable,
  { sealer }: Pick<ErasureTools, 'sealer'>,
  scope: Scope,
  { record, subject }: Pick<ErasureRequest, 'record' | 'subject'>,
): Promise<Subject> {
  const [found] =
    subject === undefined
      ? await store.query<Subject>(
          `${subjectColumns} WHERE ($1::text[] IS NULL OR d.name = ANY ($1)) AND v.record_id = $2 ORDER BY v.version DESC LIMIT 1`,
          [scopeParameter(scope), record ?? null],
        )
      : await store.query<Subject>(
          `${subjectColumns} WHERE ($1::text[] IS NULL OR d.name = ANY ($1)) AND k.subject_index = $2
             AND v.record_id IN (SELECT record_id FROM record_finder WHERE hash = $3) LIMIT 1`,
          [scopeParameter(scope), sealer.subjectIndex(subject), hashOf(sealer, subject)],
        );
  if (!found) throw new GatewayError('PRIVACY_PERSON_UNKNOWN', { record });
  return found;
}

/** Everything stored of a person: the records whose personal fields are sealed with its key, and what finds them. */
export interface SubjectRecords {
  readonly recordIds: readonly string[];
  /** What the finder has that is personal. */
  readonly handles: readonly { readonly hash: Buffer; readonly recordId: string }[];
}

/** Goes from record to record by whom they concern, so that no table of versions has to be read through. */
export async function recordsOfSubject(
  store: Queryable,
  { sealing, sealer, validator }: Pick<ErasureTools, 'sealing' | 'sealer' | 'validator'>,
  { keyId, recordId }: Pick<Subject, 'keyId' | 'recordId'>,
): Promise<SubjectRecords> {
  const known = new Set<string>();
  const handles: { hash: Buffer; recordId: string }[] = [];
  let wanted = [recordId];
  while (wanted.length > 0) {
    const rows = await store.query<{ recordId: string; version: number }>(
      'SELECT record_id AS "recordId", version FROM record_version WHERE record_id = ANY ($1::uuid[]) AND data_key_id = $2',
      [wanted, keyId],
    );
    for (const row of rows) known.add(row.recordId);
    const hashes: Buffer[] = [];
    for (const version of await openVersions(store, sealing, rows)) {
      for (const { kind, text, isPersonal } of finderTexts(validator.dataset(version.dataset), version.record)) {
        const hash = finderHash((one) => sealer.fingerprint(one), kind, text);
        if (isPersonal) handles.push({ hash, recordId: version.recordId });
        if (kind === 'subject') hashes.push(hash);
      }
    }
    const beside = await store.query<{ id: string }>(
      `SELECT DISTINCT f.record_id AS id FROM record_finder f JOIN record_version v ON v.record_id = f.record_id
       WHERE f.hash = ANY ($1::bytea[]) AND v.data_key_id = $2`,
      [hashes, keyId],
    );
    wanted = beside.map(({ id }) => id).filter((id) => !known.has(id));
  }
  return { recordIds: [...known], handles };
}

function hashOf(sealer: ErasureTools['sealer'], subject: string): Buffer {
  return finderHash((text) => sealer.fingerprint(text), 'subject', subject);
}
