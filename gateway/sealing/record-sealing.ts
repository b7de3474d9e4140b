import { createHmac, hash } from 'node:crypto';
import type { JsonObject } from '../../schemas/json.js';
import type { CopyValue, Queryable } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { Sealer } from './sealer.js';

/** The data key of one subject (person or body). */
export interface SubjectKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Seals and opens the personal fields of records with their subjects' keys. */
export interface RecordSealing {
  /** The keys of these subjects, made where they are missing. Call inside the transaction that writes the ciphertexts. */
  keysFor(transaction: Queryable, subjects: readonly string[]): Promise<Map<string, SubjectKey>>;
  /** Keys by their ids; one that was erased is missing from the answer. */
  keysById(store: Queryable, ids: readonly string[]): Promise<Map<string, SubjectKey>>;
  /** The ciphertext is bound to the record: it opens for no other. */
  seal(key: SubjectKey, recordId: string, personal: JsonObject): Buffer;
  open(key: SubjectKey, recordId: string, sealed: Buffer): JsonObject;
  /**
   * What binds the log to a version's content without telling it: SHA-256 over a salt, a line break and the content. The
   * salt comes from the subject's key, or from the gateway's where nothing is personal, and so goes with the key.
   */
  commit(key: SubjectKey | undefined, version: { readonly recordId: string; readonly version: number }, content: string): Commitment;
}

export interface Commitment {
  /** 64 hexadecimal digits. */
  readonly salt: string;
  /** Hex. */
  readonly commitment: string;
}

interface KeyRow {
  id: string;
  subject_index: Buffer;
  wrapped: Buffer;
}

export function createRecordSealing(sealer: Sealer, makeId: MakeId): RecordSealing {
  const keyOf = (row: KeyRow): SubjectKey => ({ id: row.id, key: sealer.unwrap(row.wrapped) });
  return {
    async keysFor(transaction, subjects) {
      const indexes = new Map([...new Set(subjects)].map((subject) => [subject, sealer.subjectIndex(subject)]));
      if (indexes.size === 0) return new Map();
      const found = await selectByIndex(transaction, [...indexes.values()]);
      const byIndex = new Map(found.map((row) => [row.subject_index.toString('latin1'), keyOf(row)]));
      const bySubject = new Map<string, SubjectKey>();
      const made: CopyValue[][] = [];
      for (const [subject, index] of indexes) {
        // One subject may be written in two ways: both have one index, and one key.
        let known = byIndex.get(index.toString('latin1'));
        if (!known) {
          const { key, wrapped } = sealer.newDataKey();
          known = { id: makeId(), key };
          made.push([known.id, index, wrapped]);
          byIndex.set(index.toString('latin1'), known);
        }
        bySubject.set(subject, known);
      }
      // Another process that makes one of these keys meanwhile fails this transaction, which is then repeated.
      await transaction.insert('data_key', { columns: ['id', 'subject_index', 'wrapped'], rows: made });
      return bySubject;
    },
    async keysById(store, ids) {
      if (ids.length === 0) return new Map();
      const rows = await store.query<KeyRow>('SELECT id, subject_index, wrapped FROM data_key WHERE id = ANY($1::uuid[])', [
        [...new Set(ids)],
      ]);
      return new Map(rows.map((row) => [row.id, keyOf(row)]));
    },
    seal: (key, recordId, personal) => sealer.seal(key.key, JSON.stringify(personal), recordId),
    commit(key, { recordId, version }, content) {
      const place = `commitment\n${recordId}\n${String(version)}`;
      const salt = (key ? createHmac('sha256', key.key).update(place).digest() : sealer.contentHash(place)).toString('hex');
      return { salt, commitment: hash('sha256', `${salt}\n${content}`) };
    },
    open: (key, recordId, sealed) => JSON.parse(sealer.open(key.key, sealed, recordId)) as JsonObject,
  };
}

async function selectByIndex(transaction: Queryable, indexes: readonly Buffer[]): Promise<KeyRow[]> {
  return transaction.query<KeyRow>(
    'SELECT id, subject_index, wrapped FROM data_key WHERE subject_index = ANY($1::bytea[])',
    [indexes],
  );
}
