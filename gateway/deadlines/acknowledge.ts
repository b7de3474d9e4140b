import { GatewayError } from '../../schemas/errors.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';

/** Writes down who took note of a warning, with a log event; the first one counts. Throws API_RESOURCE_MISSING. */
export async function acknowledgeNotice(
  { store, makeId, now }: { readonly store: Store; readonly makeId: MakeId; readonly now: () => Date },
  id: number,
  person: string,
): Promise<void> {
  await store.transaction(async (transaction) => {
    const [notice] = await transaction.query<{ department: string; rule: string; is_new: boolean }>(
      `SELECT d.name AS department, r.name AS rule, n.acknowledged_at IS NULL AS is_new FROM deadline_notice n
       JOIN department d ON d.id = n.department_id JOIN deadline_rule r ON r.id = n.rule_id WHERE n.id = $1 FOR UPDATE OF n`,
      [id],
    );
    if (!notice) throw new GatewayError('API_RESOURCE_MISSING', { notice: id });
    if (!notice.is_new) return;
    await transaction.query('UPDATE deadline_notice SET acknowledged_at = now(), acknowledged_by = $2 WHERE id = $1', [id, person]);
    const segment = new SegmentWriter();
    segment.add({
      id: makeId(),
      at: now().toISOString(),
      station: 'deadline-notice-acknowledged',
      actor: person,
      department: notice.department,
      code: notice.rule,
    });
    await segment.write(transaction, makeId, now());
  });
}
