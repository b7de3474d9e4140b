import type { EvidencePlan, ExchangePlan } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';
import type { HashedReference } from './prepare.js';
import type { NewVersion } from './record-rows.js';

/** One record's word for one part of a step, and the record that the chain began with. */
export interface EvidenceRow {
  readonly subject_id: string;
  readonly rule_id: number;
  readonly part: number;
  readonly done_on: string | null;
  readonly recorded_at: Date;
}

/**
 * Writes what a batch's records show of steps, and takes back what they no longer show. A correction may say a later day,
 * not an earlier one. Returns the stored records that were named, now or before.
 */
export async function writeEvidence(
  transaction: Queryable,
  plan: ExchangePlan,
  evidence: readonly EvidencePlan[],
  versions: readonly NewVersion[],
  now: Date,
): Promise<string[]> {
  if (evidence.length === 0) return [];
  const rows = versions
    .filter((version) => version.operation === 'upsert')
    .flatMap((version) => evidence.flatMap((one) => evidenceRows(version, one, plan.departmentId)));
  const gone = await transaction.query<{ named_hash: Buffer }>(
    `DELETE FROM step_evidence e WHERE record_id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT 1 FROM json_to_recordset($2) AS n (record_id uuid, rule_id int, part int, named_hash text)
       WHERE (n.record_id, n.rule_id, n.part, decode(n.named_hash, 'hex')) = (e.record_id, e.rule_id, e.part, e.named_hash))
     RETURNING named_hash`,
    [versions.map((version) => version.recordId), JSON.stringify(rows)],
  );
  if (rows.length > 0) {
    await transaction.query(
      `INSERT INTO step_evidence AS e (record_id, rule_id, part, named_hash, named_department_id, department_id, done_on, recorded_at)
       SELECT record_id, rule_id, part, decode(named_hash, 'hex'), named_department_id, $2, done_on, $3
       FROM json_to_recordset($1) AS n (record_id uuid, rule_id int, part int, named_hash text, named_department_id int, done_on text)
       ON CONFLICT (record_id, rule_id, part, named_hash) DO UPDATE SET named_department_id = EXCLUDED.named_department_id,
         done_on = GREATEST(e.done_on, EXCLUDED.done_on)`,
      [JSON.stringify(rows), plan.departmentId, now.toISOString()],
    );
  }
  const hashes = [...gone.map((one) => one.named_hash), ...rows.map((one) => Buffer.from(one.named_hash, 'hex'))];
  if (hashes.length === 0) return [];
  const named = await transaction.query<{ id: string }>('SELECT id FROM record WHERE key_hash = ANY($1::bytea[])', [hashes]);
  return named.map(({ id }) => id);
}

function evidenceRows({ recordId, record, references }: NewVersion, one: EvidencePlan, ownDepartmentId: number) {
  const named = references.filter((to) => one.shows.has(to.dataset));
  const doneOn = named.length > 0 && one.applies(record) ? one.doneOn(record) : undefined;
  if (doneOn === undefined) return [];
  return named.map((to) => ({
    record_id: recordId,
    rule_id: one.ruleId,
    part: one.part,
    named_hash: to.keyHash.toString('hex'),
    named_department_id: departmentOf(to, ownDepartmentId),
    done_on: doneOn,
  }));
}

function departmentOf({ department }: HashedReference, ownDepartmentId: number): number | null {
  if (department === 'any') return null;
  return department === 'own' ? ownDepartmentId : department;
}

/** What is shown of the chains that these records began. */
export async function readEvidence(transaction: Queryable, records: readonly string[]): Promise<EvidenceRow[]> {
  return transaction.query<EvidenceRow>(
    `SELECT r.id AS subject_id, e.rule_id, e.part, e.done_on, e.recorded_at FROM record r
     JOIN step_evidence e ON e.named_hash = r.key_hash
       AND (e.named_department_id IS NULL OR e.named_department_id = r.department_id)
     WHERE r.id = ANY($1::uuid[])`,
    [records],
  );
}
