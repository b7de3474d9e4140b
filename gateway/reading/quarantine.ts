import { GatewayError } from '../../schemas/errors.js';
import type { QuarantineServices, QuarantineView } from '../services/quarantine.js';
import { pageOf, positionOf } from './paging.js';
import { causeReadings } from './quarantine-causes.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface QuarantineRow extends Omit<QuarantineView, 'firstSeenAt' | 'lastSeenAt' | 'closedAt'> {
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly closed_at: Date | null;
}

/** The raw row stays sealed: problems carry the values that an engineer needs, masked where they are personal. */
const select = `
  SELECT quarantine.id, kind, department.name AS department, exchange, record_id AS record, connector.reference AS target,
    version, position, problems, state, run_id AS run, first_seen_at, last_seen_at, closed_at
  FROM quarantine
  JOIN department ON department.id = quarantine.department_id
  LEFT JOIN connector ON connector.id = quarantine.target_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

export function quarantineReadings({ store, scope }: Reader): Pick<QuarantineServices, 'list' | 'get' | 'causes'> {
  return {
    ...causeReadings({ store, scope }),
    list: async ({ state, exchange }, page) => {
      const [before] = positionOf(page, ['uuid']);
      const rows = await store.query<QuarantineRow>(
        `${select} AND ($2::text IS NULL OR state = $2::quarantine_state) AND ($3::text IS NULL OR exchange = $3)
         AND ($4::uuid IS NULL OR quarantine.id < $4::uuid) ORDER BY quarantine.id DESC LIMIT $5`,
        [scopeParameter(scope), state ?? null, exchange ?? null, before, page.limit + 1],
      );
      return pageOf(rows, page, quarantineView, ({ id }) => [id]);
    },
    get: async (id) => {
      const [row] = await store.query<QuarantineRow>(`${select} AND quarantine.id::text = $2`, [
        scopeParameter(scope),
        id,
      ]);
      if (row === undefined) throw new GatewayError('API_RESOURCE_MISSING', { quarantine: id });
      return quarantineView(row);
    },
  };
}

function quarantineView({ first_seen_at, last_seen_at, closed_at, ...row }: QuarantineRow): QuarantineView {
  return { ...row, firstSeenAt: iso(first_seen_at), lastSeenAt: iso(last_seen_at), closedAt: iso(closed_at) };
}
