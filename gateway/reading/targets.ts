import type { TargetServices, TargetView } from '../services/targets.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface TargetRow extends Omit<TargetView, 'pausedReason' | 'openUntil' | 'nearestDueAt'> {
  readonly paused_reason: string | null;
  readonly open_until: Date | null;
  readonly nearest_due_at: Date | null;
}

/** Targets are seen by every department that may send to them; only the counts are bound to the scope. */
export function targetReadings({ store, scope }: Reader): Pick<TargetServices, 'list'> {
  return {
    list: async () => {
      const rows = await store.query<TargetRow>(
        `WITH open_delivery AS (
           SELECT outbox.target_id, outbox.state, count(*) AS deliveries, min(due_at) FILTER (WHERE isfinite(due_at)) AS due_at
           FROM outbox JOIN department ON department.id = outbox.department_id
           WHERE ($1::text[] IS NULL OR department.name = ANY ($1))
           GROUP BY 1, 2)
         SELECT connector.reference AS name, connector.system, paused, paused_reason, failures,
           CASE WHEN open_until > now() THEN open_until END AS open_until,
           ${['pending', 'sending', 'unknown', 'sent', 'held'].map(countOf).join(', ')}, min(due_at) AS nearest_due_at
         FROM target_state
         JOIN connector ON connector.id = target_state.target_id
         LEFT JOIN open_delivery ON open_delivery.target_id = target_state.target_id
         GROUP BY connector.reference, connector.system, paused, paused_reason, failures, open_until
         ORDER BY connector.reference`,
        [scopeParameter(scope)],
      );
      return rows.map(({ paused_reason, open_until, nearest_due_at, ...row }) => ({
        ...row,
        pausedReason: paused_reason,
        openUntil: iso(open_until),
        nearestDueAt: iso(nearest_due_at),
      }));
    },
  };
}

function countOf(state: string): string {
  return `coalesce(sum(deliveries) FILTER (WHERE state = '${state}'), 0)::int AS ${state}`;
}
