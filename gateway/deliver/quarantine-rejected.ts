import type { Problem } from '../../schemas/problem.js';
import type { Queryable } from '../store/store.js';
import type { DeliverContext } from './context.js';
import type { Outcome } from './outcome.js';
import type { MovedDelivery, Settlement } from './settle.js';

interface Rejected {
  readonly outcome: Extract<Outcome, { state: 'rejected' }>;
  readonly moved: MovedDelivery;
}

/** Puts finally rejected deliveries before the department's engineer, with the receiver's code and words. */
export async function quarantineRejected(
  context: Pick<DeliverContext, 'makeId'>,
  transaction: Queryable,
  settlement: Settlement,
  rejected: readonly Rejected[],
): Promise<void> {
  if (rejected.length === 0) return;
  const rows = rejected.map(({ outcome, moved }) => ({
    id: context.makeId(),
    record_id: moved.record_id,
    version: moved.version,
    run_id: moved.run_id,
    position: `${settlement.target.connector} v${String(moved.version)}`,
    problems: outcome.problems ?? [receiverProblem(outcome)],
  }));
  await transaction.query(
    `INSERT INTO quarantine (id, kind, department_id, exchange, record_id, target_id, version, position, problems, run_id)
     SELECT row.id, 'delivery', d.department_id, $2, row.record_id, $3, row.version, position, problems, row.run_id
     FROM json_to_recordset($1) AS row (id uuid, record_id uuid, version int, position text, problems json, run_id bigint)
     JOIN record d ON d.id = row.record_id`,
    [JSON.stringify(rows), settlement.plan.exchange, settlement.target.targetId],
  );
}

/** A refusal is behind us once the receiver has accepted a newer version of the record. */
export async function closeOutdated(
  transaction: Queryable,
  settlement: Settlement,
  accepted: readonly MovedDelivery[],
): Promise<void> {
  const newer = accepted.filter((one) => one.version > 1);
  if (newer.length === 0) return;
  await transaction.query(
    `UPDATE quarantine q SET state = 'mended', closed_at = now()
     FROM unnest($2::uuid[], $3::int[]) AS a (record_id, version)
     WHERE q.record_id = a.record_id AND q.target_id = $1 AND q.version < a.version
       AND q.kind = 'delivery' AND q.state = 'open'`,
    [settlement.target.targetId, newer.map((one) => one.record_id), newer.map((one) => one.version)],
  );
}

function receiverProblem(outcome: Extract<Outcome, { state: 'rejected' }>): Problem {
  return {
    code: outcome.code,
    path: '',
    zh: `接收方拒收：${outcome.text}`,
    en: `Refused by the receiver: ${outcome.text}`,
    fixZh: '请按接收方的说明在来源系统改正；改正后会自动重新报送。',
    fixEn: 'Mend it at the source as the receiver says; the mended record is sent by itself.',
  };
}
