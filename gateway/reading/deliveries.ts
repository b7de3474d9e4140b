import { idempotencyKey, readIdempotencyKey } from '../deliver/context.js';
import { GatewayError } from '../../schemas/errors.js';
import type { DeliveryServices, DeliveryState, DeliveryView } from '../services/deliveries.js';
import { pageOf, positionOf } from './paging.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface DeliveryRow {
  readonly record_id: string;
  readonly version: number;
  readonly resend: number;
  readonly target_id: number;
  readonly target: string;
  readonly department: string;
  readonly operation: DeliveryView['operation'];
  readonly state: DeliveryState;
  readonly wait: DeliveryView['wait'];
  /** Null where nothing is due. */
  readonly due_at: Date | null;
  /** With microseconds, or `infinity`: what pages are sorted by. */
  readonly due_text: string;
  readonly next_at: Date | null;
  readonly attempts: number | null;
  readonly handed_over_at: Date | null;
  readonly settled_at: Date | null;
  readonly reason: string | null;
  readonly receipt_code: string | null;
  readonly receipt_text: string | null;
}

/** States in which a delivery still stands in the outbox. */
const openStates: ReadonlySet<DeliveryState> = new Set(['pending', 'sending', 'unknown', 'sent', 'held']);

const keyShape = ['uuid', 'number', 'number', 'number'] as const;

export function deliveryReadings({ store, scope }: Reader): Pick<DeliveryServices, 'list' | 'get'> {
  return {
    list: async ({ state, target }, page) => {
      const isOpen = openStates.has(state);
      const position = positionOf(page, isOpen ? ['instant', ...keyShape] : keyShape);
      const rows = await store.query<DeliveryRow>(isOpen ? openDeliveries : settledDeliveries, [
        scopeParameter(scope),
        state,
        target ?? null,
        page.limit + 1,
        ...position,
      ]);
      return pageOf(rows, page, deliveryView, (row) => {
        const key = [row.record_id, row.target_id, row.version, row.resend];
        return isOpen ? [row.due_text, ...key] : key;
      });
    },
    get: async (id) => {
      const key = readIdempotencyKey(id);
      if (!key) throw new GatewayError('API_RESOURCE_MISSING', { delivery: id });
      const parameters = [scopeParameter(scope), key.recordId, key.targetId, key.version, key.resend];
      const [open] = await store.query<DeliveryRow>(`${openColumns} AND ${isKey}`, parameters);
      const [row] = open ? [open] : await store.query<DeliveryRow>(`${settledColumns} AND ${isKey}`, parameters);
      if (row === undefined) throw new GatewayError('API_RESOURCE_MISSING', { delivery: id });
      return deliveryView(row);
    },
  };
}

/** Every delivery of one record that may be seen, open ones first, then the newest. */
export async function deliveriesOfRecord({ store, scope }: Reader, recordId: string): Promise<DeliveryView[]> {
  const ofRecord = 'AND record_id = $2::uuid';
  const rows = await store.query<DeliveryRow>(
    `(${openColumns} ${ofRecord}) UNION ALL (${settledColumns} ${ofRecord} AND state IS NOT NULL)
     ORDER BY settled_at DESC NULLS FIRST, version DESC, resend DESC, target`,
    [scopeParameter(scope), recordId],
  );
  return rows.map(deliveryView);
}

const isKey = '(record_id, target_id, version, resend) = ($2::uuid, $3::int, $4::int, $5::int)';

const openColumns = `
  SELECT record_id, version, resend, target_id, connector.reference AS target, department.name AS department, operation,
    state, wait, CASE WHEN isfinite(due_at) THEN due_at END AS due_at, due_at::text AS due_text, next_at, attempts,
    handed_over_at, NULL::timestamptz AS settled_at, reason, NULL AS receipt_code, NULL AS receipt_text
  FROM outbox
  JOIN connector ON connector.id = target_id
  JOIN department ON department.id = department_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

const openDeliveries = `${openColumns} AND state = $2::delivery_state
    AND ($3::text IS NULL OR connector.reference = $3)
    AND ($5::text IS NULL OR (due_at, record_id, target_id, version, resend) > ($5::timestamptz, $6::uuid, $7::int, $8::int, $9::int))
  ORDER BY outbox.due_at, record_id, target_id, version, resend
  LIMIT $4`;

const settledColumns = `
  SELECT record_id, version, resend, target_id, connector.reference AS target, department.name AS department,
    operation, state, NULL AS wait, NULL::timestamptz AS due_at, '' AS due_text, NULL::timestamptz AS next_at,
    NULL::int AS attempts, handed_over_at, settled_at, NULL AS reason, receipt_code, receipt_text
  FROM delivery
  JOIN connector ON connector.id = target_id
  JOIN department ON department.id = department_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

// Record ids are made in the order of time, so newest first is the key's own order read backwards.
const settledDeliveries = `${settledColumns} AND state = $2::delivery_state
    AND ($3::text IS NULL OR connector.reference = $3)
    AND ($5::uuid IS NULL OR (record_id, target_id, version, resend) < ($5::uuid, $6::int, $7::int, $8::int))
  ORDER BY record_id DESC, target_id DESC, version DESC, resend DESC
  LIMIT $4`;

function deliveryView(row: DeliveryRow): DeliveryView {
  const { record_id: recordId, target_id: targetId, version, resend } = row;
  return {
    id: idempotencyKey({ recordId, version, resend }, targetId),
    record: row.record_id,
    version: row.version,
    resend: row.resend,
    target: row.target,
    department: row.department,
    operation: row.operation,
    state: row.state,
    wait: row.wait,
    dueAt: iso(row.due_at),
    nextAt: iso(row.next_at),
    attempts: row.attempts,
    handedOverAt: iso(row.handed_over_at),
    settledAt: iso(row.settled_at),
    reason: row.reason,
    receipt: row.receipt_code === null ? null : { code: row.receipt_code, text: row.receipt_text },
  };
}
