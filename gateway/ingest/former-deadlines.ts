import type { ExchangePlan, PlannedObligation } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';
import type { IngestContext } from './context.js';
import type { FoundCase } from './deadline-cases.js';
import type { NewVersion } from './record-rows.js';

interface FormerRow {
  readonly name_hash: Buffer;
  readonly matched_by: 'document' | 'subject';
  readonly record_id: string;
  readonly rule_id: number;
  readonly target_id: number;
  readonly trigger_date: string;
  readonly due_on: string;
  readonly due_at: Date;
  readonly provisional: boolean;
}

interface Name {
  readonly hash: Buffer;
  readonly matchedBy: FormerRow['matched_by'];
}

/**
 * Closes what withdrawn records owe, but for their withdrawals, and remembers the names of those that had not met it: a
 * record entered anew under the same document number or of the same subject does not get more time.
 */
export async function closeWithRecords(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  versions: readonly NewVersion[],
): Promise<void> {
  const withdrawn = versions.filter((version) => version.operation === 'withdraw');
  if (withdrawn.length === 0) return;
  const closed = await transaction.query<{ subject_id: string }>(
    `UPDATE obligation SET state = 'withdrawn'
     WHERE subject_id = ANY($1::uuid[]) AND state = 'open' AND operation = 'upsert' RETURNING subject_id`,
    [withdrawn.map((version) => version.recordId)],
  );
  const unmet = new Set(closed.map((one) => one.subject_id));
  const names = withdrawn
    .filter((version) => unmet.has(version.recordId))
    .flatMap((version) => namesOf(context, plan, version).map((name) => ({ ...name, recordId: version.recordId })));
  if (names.length === 0) return;
  await transaction.query(
    `INSERT INTO withdrawn_duty (name_hash, department_id, dataset_id, record_id, matched_by)
     SELECT name_hash, $1, $2, record_id, matched_by
     FROM unnest($3::bytea[], $4::uuid[], $5::text[]) AS n (name_hash, record_id, matched_by) ON CONFLICT DO NOTHING`,
    [
      plan.departmentId,
      plan.dataset.id,
      names.map((one) => one.hash),
      names.map((one) => one.recordId),
      names.map((one) => one.matchedBy),
    ],
  );
}

/**
 * Gives new records that were entered before under another key the due dates that they had then, and says of each what it
 * would have been. Costs one look at an index where nothing was withdrawn unmet.
 */
export async function recallFormer(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  versions: readonly NewVersion[],
): Promise<{ readonly versions: readonly NewVersion[]; readonly cases: readonly FoundCase[] }> {
  const fresh = versions.filter((version) => !version.before);
  const nothing = { versions, cases: [] };
  if (fresh.length === 0 || !(await hasWithdrawn(transaction, plan))) return nothing;
  const namesByRecord = new Map(fresh.map((version) => [version.recordId, namesOf(context, plan, version)]));
  const former = await readFormer(transaction, plan, [...namesByRecord.values()].flat());
  if (former.length === 0) return nothing;
  const cases: FoundCase[] = [];
  const recalled = versions.map((version) => {
    const hashes = new Set(namesByRecord.get(version.recordId)?.map((name) => textOf(name.hash)));
    const own = former.filter((row) => hashes.has(textOf(row.name_hash)));
    if (own.length === 0) return version;
    const obligations = version.obligations.map((planned) => {
      const first = earliestOf(own, planned);
      if (!first) return planned;
      cases.push(caseOf(version, planned, first));
      return {
        ...planned,
        triggerDate: first.trigger_date,
        dueOn: first.due_on,
        dueAt: first.due_at.toISOString(),
        provisional: first.provisional,
      };
    });
    return { ...version, obligations };
  });
  await forgetSubjects(transaction, cases);
  return { versions: recalled, cases };
}

function caseOf(version: NewVersion, wanted: PlannedObligation, first: FormerRow): FoundCase {
  return {
    subjectId: version.recordId,
    ruleId: wanted.ruleId,
    targetId: wanted.targetId,
    kind: 're-entered',
    first: { dueOn: first.due_on, dueAt: first.due_at.toISOString() },
    wanted,
    formerId: first.record_id,
    matchedBy: first.matched_by,
  };
}

async function hasWithdrawn(transaction: Queryable, plan: ExchangePlan): Promise<boolean> {
  const rows = await transaction.query(
    'SELECT 1 FROM withdrawn_duty WHERE department_id = $1 AND dataset_id = $2 LIMIT 1',
    [plan.departmentId, plan.dataset.id],
  );
  return rows.length > 0;
}

async function readFormer(transaction: Queryable, plan: ExchangePlan, names: readonly Name[]): Promise<FormerRow[]> {
  return transaction.query<FormerRow>(
    `SELECT w.name_hash, w.matched_by, w.record_id, o.rule_id, o.target_id, o.trigger_date, o.due_on, o.due_at, o.provisional
     FROM withdrawn_duty w
     JOIN obligation o ON o.subject_id = w.record_id AND o.state = 'withdrawn' AND o.operation = 'upsert'
     WHERE w.department_id = $1 AND w.dataset_id = $2 AND w.name_hash = ANY($3::bytea[])`,
    [plan.departmentId, plan.dataset.id, names.map((name) => name.hash)],
  );
}

/** Of the same duty the earliest date that is earlier than the new one; the document number is the surer name. */
function earliestOf(former: readonly FormerRow[], planned: PlannedObligation): FormerRow | undefined {
  return former
    .filter(
      (row) =>
        row.rule_id === planned.ruleId &&
        row.target_id === planned.targetId &&
        planned.operation === 'upsert' &&
        row.due_at.toISOString() < planned.dueAt,
    )
    .toSorted(
      (one, other) =>
        one.due_at.getTime() - other.due_at.getTime() || Number(one.matched_by === 'subject') - Number(other.matched_by === 'subject'),
    )[0];
}

/** The next record of the same subject is another one; that of the same document may be the decision's second party. */
async function forgetSubjects(transaction: Queryable, cases: readonly FoundCase[]): Promise<void> {
  const records = cases.flatMap((one) => (one.matchedBy === 'subject' && one.formerId ? one.formerId : []));
  if (records.length === 0) return;
  await transaction.query(`DELETE FROM withdrawn_duty WHERE record_id = ANY($1::uuid[]) AND matched_by = 'subject'`, [records]);
}

/** Keyed hashes of what a record is known by besides its key. */
function namesOf({ hashes }: IngestContext, { dataset }: ExchangePlan, { record }: NewVersion): Name[] {
  const document = dataset.documentNumber(record);
  const subject = dataset.subject(record);
  return [
    ...(document === undefined ? [] : [{ hash: hashes.fingerprint(`document\n${dataset.name}\n${document}`), matchedBy: 'document' as const }]),
    ...(subject === undefined ? [] : [{ hash: hashes.fingerprint(`subject\n${dataset.name}\n${subject}`), matchedBy: 'subject' as const }]),
  ];
}

function textOf(hash: Buffer): string {
  return hash.toString('latin1');
}
