import type { QuarantineCause, QuarantineServices } from '../services/quarantine.js';
import { iso, scopeParameter, type Reader } from './scope.js';

const causesMax = 200;

interface CauseRow extends Omit<QuarantineCause, 'firstSeenAt' | 'lastSeenAt'> {
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
}

/**
 * Open quarantine by what is wrong: one row for each exchange, code and field, most frequent first, at most 200. A record
 * with two faults counts under both; places in a list are one field (`officers/*`).
 */
export function causeReadings({ store, scope }: Reader): Pick<QuarantineServices, 'causes'> {
  return {
    causes: async ({ exchange }) => {
      const rows = await store.query<CauseRow>(
        `SELECT q.exchange, connector.reference AS target, problem->>'code' AS code,
           regexp_replace(coalesce(problem->>'path', ''), '/\\d+(?=/|$)', '/*', 'g') AS path,
           count(DISTINCT q.id) AS records, min(q.first_seen_at) AS first_seen_at, max(q.last_seen_at) AS last_seen_at,
           (array_agg(q.id ORDER BY q.id DESC))[1] AS example, (array_agg(problem ORDER BY q.id DESC))[1] AS problem
         FROM quarantine q
         JOIN department d ON d.id = q.department_id
         LEFT JOIN connector ON connector.id = q.target_id
         CROSS JOIN LATERAL json_array_elements(q.problems) AS problem
         WHERE q.state = 'open' AND ($1::text[] IS NULL OR d.name = ANY ($1)) AND ($2::text IS NULL OR q.exchange = $2)
         GROUP BY 1, 2, 3, 4 ORDER BY records DESC, q.exchange, code, path LIMIT ${String(causesMax)}`,
        [scopeParameter(scope), exchange ?? null],
      );
      return rows.map(({ first_seen_at, last_seen_at, ...row }) => ({ ...row, firstSeenAt: iso(first_seen_at), lastSeenAt: iso(last_seen_at) }));
    },
  };
}
