import type { Queryable } from '../store/store.js';
import type { HashedReference } from './prepare.js';

/** What is known of the one record that a reference names. */
export interface NamedRecord {
  /** The department whose record it has to be; null where any department's will do. */
  readonly departmentId: number | null;
  readonly isStored: boolean;
  hasArrivedAt(targetId: number): boolean;
}

/** What is known of the records that a batch refers to. */
export interface KnownReferences {
  find(reference: HashedReference, ownDepartmentId: number): NamedRecord;
}

interface KnownRow {
  readonly key_hash: Buffer;
  readonly department_id: number;
  /** One that has accepted the record; null where none has. */
  readonly target_id: number | null;
}

/**
 * Reads what is known of referenced records. A key is unique within its department only, so a reference means the record
 * of the department that it names, or of its own record's; where the key is unique in the whole country and the own
 * department has no such record, anybody's.
 */
export async function readReferences(transaction: Queryable, keyHashes: readonly Buffer[]): Promise<KnownReferences> {
  const rows =
    keyHashes.length === 0
      ? []
      : await transaction.query<KnownRow>(
          `SELECT r.key_hash, r.department_id, d.target_id FROM record r
           LEFT JOIN delivery d ON d.record_id = r.id AND d.state = 'accepted' AND d.operation = 'upsert'
           WHERE r.key_hash = ANY($1::bytea[]) AND NOT r.withdrawn`,
          [keyHashes],
        );
  const byKey = new Map<string, KnownRow[]>();
  for (const row of rows) {
    const name = row.key_hash.toString('latin1');
    byKey.set(name, [...(byKey.get(name) ?? []), row]);
  }
  return {
    find: ({ keyHash, department }, ownDepartmentId) => {
      const found = byKey.get(keyHash.toString('latin1')) ?? [];
      const departmentId = departmentOf(department, ownDepartmentId, found);
      const named = departmentId === null ? found : found.filter((row) => row.department_id === departmentId);
      return {
        departmentId,
        isStored: named.length > 0,
        hasArrivedAt: (targetId) => named.some((row) => row.target_id === targetId),
      };
    },
  };
}

function departmentOf(
  department: HashedReference['department'],
  ownDepartmentId: number,
  found: readonly KnownRow[],
): number | null {
  if (typeof department === 'number') return department;
  const isOwn = department === 'own' || found.some((row) => row.department_id === ownDepartmentId);
  return isOwn ? ownDepartmentId : null;
}
