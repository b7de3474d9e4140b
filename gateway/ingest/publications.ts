import type { ExchangePlan } from '../exchanges/plan.js';
import type { PublicationClass, PublicationWindow } from '../publication/rule.js';
import type { Queryable } from '../store/store.js';
import type { IngestContext } from './context.js';
import type { Decision } from './decide.js';

/** Why deliveries to public targets are held until a person has decided the class. */
export const classUndetermined = 'PUBLICATION_CLASS_UNDETERMINED';

/** What may be published of a batch's records. */
export interface Publications {
  /** The plan with its public targets owed nothing where the record is not, or not any more, to be published. */
  planOf(recordId: string): ExchangePlan;
  /** Whether deliveries to the target have to wait for a person to decide the class. */
  isHeld(recordId: string, targetId: number): boolean;
}

interface KnownRow {
  readonly record_id: string;
  readonly chosen: PublicationClass | null;
  readonly repaired_on: string | null;
}

interface Judged {
  readonly recordId: string;
  readonly window: PublicationWindow;
  readonly isOpen: boolean;
  readonly documentHash: Buffer | null;
  readonly subjectHash: Buffer | null;
}

/**
 * Judges before anything is owed which of a batch's records may be published, and writes it down. A class that a person
 * has decided counts for the record's later versions, too. Does nothing where no publication rule holds.
 */
export async function judgePublications(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  decisions: readonly Decision[],
  today: string,
): Promise<Publications> {
  const { publication } = plan;
  const versions = decisions.filter((decision) => decision.kind === 'version');
  if (!publication || versions.length === 0) return { planOf: () => plan, isHeld: () => false };
  const known = await transaction.query<KnownRow>(
    `SELECT record_id, CASE WHEN chosen_by IS NOT NULL THEN class END AS chosen, repaired_on FROM publication
     WHERE record_id = ANY($1::uuid[])`,
    [versions.map((one) => one.recordId)],
  );
  const knownOf = new Map(known.map((row) => [row.record_id, row]));
  const judged = new Map<string, Judged>();
  for (const { recordId, prepared } of versions) {
    const before = knownOf.get(recordId);
    const window = publication.windowOf(prepared.record, before?.chosen ?? undefined);
    if (!window) continue;
    const isOver = [window.endsOn, before?.repaired_on ?? null].some((day) => day !== null && day <= today);
    const document = plan.dataset.documentNumber(prepared.record);
    const subject = plan.dataset.subject(prepared.record);
    judged.set(recordId, {
      recordId,
      window,
      isOpen: window.isPublic && !isOver,
      documentHash: document === undefined ? null : publicationHash(context, plan.dataset.name, document),
      subjectHash: subject === undefined ? null : context.hashes.fingerprint(`publication subject\n${subject}`),
    });
  }
  await write(transaction, plan, [...judged.values()]);
  const isPublic = (targetId: number): boolean =>
    plan.targets.some((target) => target.targetId === targetId && publication.publicSystems.has(target.system));
  const closed = {
    ...plan,
    targets: plan.targets.map((target) => (isPublic(target.targetId) ? { ...target, owes: () => false } : target)),
  };
  return {
    planOf: (recordId) => (judged.get(recordId)?.isOpen === false ? closed : plan),
    isHeld: (recordId, targetId) => judged.get(recordId)?.window.class === null && isPublic(targetId),
  };
}

async function write(transaction: Queryable, plan: ExchangePlan, judged: readonly Judged[]): Promise<void> {
  if (judged.length === 0) return;
  const rows = judged.map(({ recordId, window, documentHash, subjectHash }) => ({
    record_id: recordId,
    class: window.class,
    is_public: window.isPublic,
    starts_on: window.startsOn,
    least_until: window.leastUntil,
    ends_on: window.endsOn,
    document_hash: documentHash?.toString('hex') ?? null,
    subject_hash: subjectHash?.toString('hex') ?? null,
  }));
  await transaction.query(
    `INSERT INTO publication AS p (record_id, department_id, dataset_id, class, is_public, starts_on, least_until, ends_on,
       document_hash, subject_hash)
     SELECT record_id, $2, $3, class, is_public, starts_on, least_until, ends_on, decode(document_hash, 'hex'),
       decode(subject_hash, 'hex')
     FROM json_to_recordset($1) AS w (record_id uuid, class publication_class, is_public boolean, starts_on text,
       least_until text, ends_on text, document_hash text, subject_hash text)
     ON CONFLICT (record_id) DO UPDATE SET class = EXCLUDED.class, is_public = EXCLUDED.is_public,
       starts_on = EXCLUDED.starts_on, least_until = EXCLUDED.least_until, ends_on = EXCLUDED.ends_on,
       document_hash = EXCLUDED.document_hash, subject_hash = EXCLUDED.subject_hash,
       -- A period that proves longer is not over: what was withdrawn is owed again, and ends again.
       ended_at = CASE WHEN EXCLUDED.ends_on > p.ends_on THEN NULL ELSE p.ended_at END`,
    [JSON.stringify(rows), plan.departmentId, plan.dataset.id],
  );
}

/**
 * Ends publications by the repairs that a batch brings, each from its day on but not before its least period has passed.
 * A repair is found by document number and subject, or by the number alone where one record has it.
 * @returns ids of the records that are published no more
 */
export async function repairPublications(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  decisions: readonly Decision[],
): Promise<string[]> {
  if (plan.repairs.length === 0) return [];
  const granted = decisions.flatMap((decision) => {
    if (decision.kind !== 'version') return [];
    const { record } = decision.prepared;
    return plan.repairs.flatMap((repair) => {
      const found = repair.granted(record);
      if (!found) return [];
      const subject = plan.dataset.subject(record);
      return {
        document_hash: publicationHash(context, repair.repairs, found.document).toString('hex'),
        subject_hash: context.hashes.fingerprint(`publication subject\n${subject ?? ''}`).toString('hex'),
        stops_on: found.stopsOn,
      };
    });
  });
  if (granted.length === 0) return [];
  const rows = await transaction.query<{ record_id: string }>(
    `UPDATE publication p SET repaired_on = GREATEST(g.stops_on, COALESCE(p.least_until, g.stops_on))
     FROM json_to_recordset($1) AS g (document_hash text, subject_hash text, stops_on text)
     WHERE p.document_hash = decode(g.document_hash, 'hex')
       AND (p.subject_hash = decode(g.subject_hash, 'hex')
         OR (SELECT count(*) FROM publication q WHERE q.document_hash = p.document_hash) = 1)
       AND p.repaired_on IS DISTINCT FROM GREATEST(g.stops_on, COALESCE(p.least_until, g.stops_on))
     RETURNING p.record_id`,
    [JSON.stringify(granted)],
  );
  return rows.map((row) => row.record_id);
}

function publicationHash({ hashes }: IngestContext, dataset: string, document: string): Buffer {
  return hashes.fingerprint(`publication\n${dataset}\n${document}`);
}
