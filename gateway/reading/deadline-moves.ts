import type { DeadlineMoveServices, DeadlineMoveView } from '../services/deadline-moves.js';
import { pageOf, positionOf } from './paging.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface MoveRow extends Omit<DeadlineMoveView, 'appliedAt' | 'endedAt'> {
  readonly id: number;
  readonly applied_at: Date;
  readonly ended_at: Date | null;
}

/** What changes of rules and calendars did to open obligations, newest first. */
export function moveReadings({ store, scope }: Reader): DeadlineMoveServices {
  return {
    list: async (page) => {
      const rows = await store.query<MoveRow>(
        `SELECT c.id, m.id AS move, m.applied_at, m.applied_by AS "appliedBy", m.ended_at, d.name AS department, r.name AS rule,
           c.earlier, c.later, c.confirmed, c.unconfirmed, c.awaiting_decision AS "awaitingDecision", c.kept
         FROM deadline_move_count c JOIN deadline_move m ON m.id = c.move_id
         JOIN department d ON d.id = c.department_id JOIN deadline_rule r ON r.id = c.rule_id
         WHERE ($1::text[] IS NULL OR d.name = ANY ($1)) AND ($2::bigint IS NULL OR c.id < $2)
         ORDER BY c.id DESC LIMIT $3`,
        [scopeParameter(scope), ...positionOf(page, ['number']), page.limit + 1],
      );
      return pageOf(rows, page, moveView, ({ id }) => [id]);
    },
  };
}

function moveView(row: MoveRow): DeadlineMoveView {
  const { move, appliedBy, department, rule, earlier, later, confirmed, unconfirmed, awaitingDecision, kept } = row;
  const figures = { earlier, later, confirmed, unconfirmed, awaitingDecision, kept };
  return { move, appliedAt: iso(row.applied_at), appliedBy, endedAt: iso(row.ended_at), department, rule, ...figures };
}
