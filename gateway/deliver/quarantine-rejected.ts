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
  context: DeliverContext,
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
