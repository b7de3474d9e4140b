import type { DueDay, ObligationServices } from '../services/obligations.js';
import { scopeParameter, type Reader } from './scope.js';

interface DayRow {
  readonly due_on: string;
  readonly open: number;
  readonly overdue: number;
  readonly met: number;
  readonly met_late: number;
}

const daysMax = 400;

/** What falls due on each day of a span, and how much of it is done; days without anything are left out. */
export async function dueDays({ store, scope }: Reader, { from, to, department }: Parameters<ObligationServices['dueDays']>[0]): Promise<DueDay[]> {
  const rows = await store.query<DayRow>(
    `SELECT due_on,
       count(*) FILTER (WHERE state = 'open') AS open,
       count(*) FILTER (WHERE state = 'open' AND due_at < now()) AS overdue,
       count(*) FILTER (WHERE state = 'met') AS met,
       count(*) FILTER (WHERE state = 'met-late') AS met_late
     FROM obligation JOIN department ON department.id = department_id
     WHERE ($1::text[] IS NULL OR department.name = ANY ($1)) AND ($2::text IS NULL OR department.name = $2)
       AND due_on BETWEEN $3 AND $4
     GROUP BY due_on ORDER BY due_on LIMIT $5`,
    [scopeParameter(scope), department ?? null, from, to, daysMax],
  );
  return rows.map(({ due_on, met_late, ...counts }) => ({ dueOn: due_on, ...counts, metLate: met_late }));
}
