import { GatewayError } from '../../schemas/errors.js';
import type { NoticeServices, NoticeView } from '../services/notices.js';
import { pageOf, positionOf } from './paging.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface NoticeRow {
  readonly id: number;
  readonly department: string;
  readonly rule: string;
  readonly due_on: string;
  readonly threshold: number;
  readonly obligations: number;
  readonly made_at: Date;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
}

const select = `SELECT n.id, department.name AS department, deadline_rule.name AS rule, due_on, threshold, obligations, made_at,
    acknowledged_at, acknowledged_by
  FROM deadline_notice n
  JOIN department ON department.id = department_id
  JOIN deadline_rule ON deadline_rule.id = rule_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

/** Warnings as people see them. */
export function noticeReadings({
  store,
  scope,
}: Reader): Pick<NoticeServices, 'list'> & { get(id: number): Promise<NoticeView> } {
  return {
    list: async ({ department, standing }, page) => {
      const rows = await store.query<NoticeRow>(
        `${select} AND ($2::text IS NULL OR department.name = $2) AND ($3::text IS NULL OR acknowledged_at IS NULL)
           AND ($4::bigint IS NULL OR n.id < $4) ORDER BY n.id DESC LIMIT $5`,
        [scopeParameter(scope), department ?? null, standing ?? null, ...positionOf(page, ['number']), page.limit + 1],
      );
      return pageOf(rows, page, noticeView, ({ id }) => [id]);
    },
    get: async (id) => {
      const [row] = await store.query<NoticeRow>(`${select} AND n.id = $2`, [scopeParameter(scope), id]);
      if (!row) throw new GatewayError('API_RESOURCE_MISSING', { notice: id });
      return noticeView(row);
    },
  };
}

function noticeView(row: NoticeRow): NoticeView {
  const { id, department, rule, threshold, obligations } = row;
  return {
    id,
    department,
    rule,
    dueOn: row.due_on,
    threshold,
    obligations,
    madeAt: iso(row.made_at),
    acknowledgedAt: iso(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
  };
}
