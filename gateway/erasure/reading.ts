import { GatewayError } from '../../schemas/errors.js';
import { pageOf, positionOf } from '../reading/paging.js';
import { iso, scopeParameter, type Reader } from '../reading/scope.js';
import type { ErasureState, ErasureView, HoldView } from '../services/erasure.js';
import type { Page, PageRequest } from '../services/page.js';

interface ErasureRow extends Omit<ErasureView, 'askedAt' | 'decidedAt'> {
  readonly askedAt: Date;
  readonly decidedAt: Date | null;
}

const erasureColumns = `SELECT e.id, d.name AS department, e.state, e.reference, e.reason, e.asked_by AS "askedBy", e.asked_at AS "askedAt",
    e.decided_by AS "decidedBy", e.decided_at AS "decidedAt", e.decision_reason AS "decisionReason", e.records
  FROM erasure e JOIN department d ON d.id = e.department_id WHERE ($1::text[] IS NULL OR d.name = ANY ($1))`;

export async function listErasures({ store, scope }: Reader, { state }: { readonly state?: ErasureState }, page: PageRequest): Promise<Page<ErasureView>> {
  const rows = await store.query<ErasureRow>(
    `${erasureColumns} AND ($2::text IS NULL OR e.state::text = $2) AND ($3::int IS NULL OR e.id < $3) ORDER BY e.id DESC LIMIT $4`,
    [scopeParameter(scope), state ?? null, ...positionOf(page, ['number']), page.limit + 1],
  );
  return pageOf(rows, page, erasureView, ({ id }) => [id]);
}

/** Throws API_RESOURCE_MISSING. */
export async function getErasure({ store, scope }: Reader, id: number): Promise<ErasureView> {
  const [row] = await store.query<ErasureRow>(`${erasureColumns} AND e.id = $2`, [scopeParameter(scope), id]);
  if (!row) throw new GatewayError('API_RESOURCE_MISSING', { erasure: id });
  return erasureView(row);
}

function erasureView(row: ErasureRow): ErasureView {
  return { ...row, askedAt: iso(row.askedAt), decidedAt: iso(row.decidedAt) };
}

interface HoldRow extends Omit<HoldView, 'placedAt' | 'liftedAt'> {
  readonly placedAt: Date;
  readonly liftedAt: Date | null;
}

const holdColumns = `SELECT h.id, d.name AS department, h.reference, h.reason, h.placed_by AS "placedBy", h.placed_at AS "placedAt",
    h.lifted_by AS "liftedBy", h.lifted_at AS "liftedAt", h.lift_reason AS "liftReason"
  FROM legal_hold h JOIN department d ON d.id = h.department_id WHERE ($1::text[] IS NULL OR d.name = ANY ($1))`;

export async function listHolds({ store, scope }: Reader, page: PageRequest): Promise<Page<HoldView>> {
  const rows = await store.query<HoldRow>(
    `${holdColumns} AND ($2::int IS NULL OR ((h.lifted_at IS NOT NULL)::int, -h.id) > ($2, -$3::int))
     ORDER BY (h.lifted_at IS NOT NULL)::int, -h.id LIMIT $4`,
    [scopeParameter(scope), ...positionOf(page, ['number', 'number']), page.limit + 1],
  );
  return pageOf(rows, page, holdView, ({ id, liftedAt }) => [liftedAt === null ? 0 : 1, id]);
}

/** Throws API_RESOURCE_MISSING. */
export async function getHold({ store, scope }: Reader, id: number): Promise<HoldView> {
  const [row] = await store.query<HoldRow>(`${holdColumns} AND h.id = $2`, [scopeParameter(scope), id]);
  if (!row) throw new GatewayError('API_RESOURCE_MISSING', { hold: id });
  return holdView(row);
}

function holdView(row: HoldRow): HoldView {
  return { ...row, placedAt: iso(row.placedAt), liftedAt: iso(row.liftedAt) };
}
