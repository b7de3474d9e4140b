import { GatewayError } from '../../schemas/errors.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { pageOf, positionOf } from '../reading/paging.js';
import { iso, scopeParameter, type Scope } from '../reading/scope.js';
import type { QuietServices, QuietView } from '../services/quiet-streams.js';
import type { DutyTools } from './named-duty.js';

interface QuietRow extends Omit<QuietView, 'openedAt' | 'closedAt'> {
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

const select = `SELECT q.id, q.exchange, department.name AS department, q.first_day AS "firstDay", q.last_day AS "lastDay",
    q.working_days AS "workingDays", q.rows, q.least, q.state, q.opened_at AS "openedAt", q.closed_at AS "closedAt",
    q.closed_by AS "closedBy", q.reason
  FROM quiet_stream q JOIN department ON department.id = q.department_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

/** Quiet streams as one caller has them. */
export function quietServices({ store, makeId, now }: DutyTools, scope: Scope): QuietServices {
  const seen = scopeParameter(scope);
  const get = async (id: number): Promise<QuietView> => {
    const [row] = await store.query<QuietRow>(`${select} AND q.id = $2`, [seen, id]);
    if (!row) throw new GatewayError('API_RESOURCE_MISSING', { quietStream: id });
    return viewOf(row);
  };
  return {
    list: async ({ department, state }, page) => {
      const rows = await store.query<QuietRow>(
        `${select} AND ($2::text IS NULL OR department.name = $2) AND ($3::text IS NULL OR q.state = $3)
           AND ($4::bigint IS NULL OR q.id < $4) ORDER BY q.id DESC LIMIT $5`,
        [seen, department ?? null, state ?? null, ...positionOf(page, ['number']), page.limit + 1],
      );
      return pageOf(rows, page, viewOf, ({ id }) => [id]);
    },
    async account(id, { outcome, reason, person }) {
      const { exchange, department } = await get(id);
      await store.transaction(async (transaction) => {
        const closed = await transaction.query(
          `UPDATE quiet_stream SET state = $2, closed_at = $3, closed_by = $4, reason = $5 WHERE id = $1 AND state = 'open' RETURNING id`,
          [id, outcome, now().toISOString(), person, reason],
        );
        if (closed.length === 0) throw new GatewayError('DEADLINE_QUIET_CLOSED', { quietStream: id });
        const segment = new SegmentWriter();
        const code = `${outcome} ${exchange}: ${reason}`;
        segment.add({ id: makeId(), at: now().toISOString(), station: 'stream-quiet-closed', actor: person, department, code });
        await segment.write(transaction, makeId, now());
      });
      return get(id);
    },
  };
}

function viewOf(row: QuietRow): QuietView {
  return { ...row, openedAt: iso(row.openedAt), closedAt: iso(row.closedAt) };
}
