import assert from 'node:assert/strict';

import type { ObligationFigures, ObligationReport, ObligationReportFilter, ObligationReportRow } from '../services/obligations.js';
import { endOfShanghaiDay } from '../deadlines/compute.js';
import { scopeParameter, type Reader } from './scope.js';
import { standingAsOf } from './standing-as-of.js';

export const soonDaysByDefault = 3;
const rowsMax = 10_000;

interface CountRow {
  readonly department: string;
  readonly dataset: string;
  readonly target: string | null;
  readonly rule: string;
  readonly open: number;
  readonly overdue: number;
  readonly due_soon: number;
  readonly provisional: number;
  readonly met: number;
  readonly met_late: number;
  readonly unexplained: number;
  readonly waived: number;
  readonly lead_hours: number | null;
}

/**
 * Counts obligations by department, dataset, target and rule, now or as they stood at the end of a past day. Withdrawn
 * obligations count nowhere once they are withdrawn.
 * Throws DEADLINE_DATE_NOT_COVERED for an `asOf` that is no real day.
 */
export async function reportObligations(
  { store, scope }: Reader,
  { department, dataset, target, rule, from, to, asOf, soonDays = soonDaysByDefault }: ObligationReportFilter,
): Promise<ObligationReport> {
  const at = asOf === undefined ? await databaseTime(store) : endOfShanghaiDay(asOf);
  const rows = await store.query<CountRow>(
    `${standingAsOf},
     counted AS (
       SELECT department_id, dataset_id, target_id, rule_id,
         count(*) FILTER (WHERE stood = 'open') AS open,
         count(*) FILTER (WHERE stood = 'open' AND due_at < $1::timestamptz) AS overdue,
         count(*) FILTER (WHERE stood = 'open'
           AND due_at BETWEEN $1::timestamptz AND $1::timestamptz + make_interval(days => $4::int)) AS due_soon,
         count(*) FILTER (WHERE stood = 'open' AND provisional) AS provisional,
         count(*) FILTER (WHERE stood = 'met') AS met,
         count(*) FILTER (WHERE stood = 'met-late') AS met_late,
         count(*) FILTER (WHERE stood = 'met-late' AND NOT EXISTS (
           SELECT 1 FROM lateness_reason l WHERE (l.subject_id, l.rule_id, l.target_id) = (s.subject_id, s.rule_id, s.target_id)
             AND l.stated_at <= $1::timestamptz)) AS unexplained,
         count(*) FILTER (WHERE stood = 'waived') AS waived,
         avg(extract(epoch FROM due_at - met_at)::float8 / 3600) FILTER (WHERE stood IN ('met', 'met-late')) AS lead_hours
       FROM standing s WHERE stood <> 'withdrawn' GROUP BY department_id, dataset_id, target_id, rule_id)
     SELECT department.name AS department, dataset.name AS dataset, connector.reference AS target,
       deadline_rule.name AS rule, open, overdue, due_soon, provisional, met, met_late, unexplained, waived, lead_hours
     FROM counted
     JOIN deadline_rule ON deadline_rule.id = rule_id
     JOIN department ON department.id = department_id
     JOIN dataset ON dataset.id = dataset_id
     LEFT JOIN connector ON connector.id = target_id
     WHERE ($5::text[] IS NULL OR department.name = ANY ($5)) AND ($6::text IS NULL OR department.name = $6)
       AND ($7::text IS NULL OR dataset.name = $7) AND ($8::text IS NULL OR connector.reference = $8)
       AND ($9::text IS NULL OR deadline_rule.name = $9)
     ORDER BY department.name, dataset.name, connector.reference, deadline_rule.name
     LIMIT ${rowsMax}`,
    [
      at,
      from ?? null,
      to ?? null,
      soonDays,
      scopeParameter(scope),
      department ?? null,
      dataset ?? null,
      target ?? null,
      rule ?? null,
    ],
  );
  return { at, soonDays, rows: rows.map(reportRow), total: figures(rows) };
}

/** Due or overdue is judged by the database's clock, the same for all processes. */
async function databaseTime(store: Reader['store']): Promise<string> {
  const [row] = await store.query<{ at: Date }>('SELECT now() AS at');
  assert(row !== undefined, 'a database that answers knows its time');
  return row.at.toISOString();
}

function reportRow(row: CountRow): ObligationReportRow {
  const { department, dataset, target, rule } = row;
  return { department, dataset, target, rule, ...figures([row]) };
}

function figures(rows: readonly CountRow[]): ObligationFigures {
  const sum = (value: (row: CountRow) => number): number => rows.reduce((total, row) => total + value(row), 0);
  const closed = (row: CountRow): number => row.met + row.met_late;
  const met = sum((row) => row.met);
  const overdue = sum((row) => row.overdue);
  const metAtAll = sum(closed);
  const decided = metAtAll + overdue;
  const leadHours = sum((row) => (row.lead_hours ?? 0) * closed(row));
  return {
    open: sum((row) => row.open),
    overdue,
    dueSoon: sum((row) => row.due_soon),
    provisional: sum((row) => row.provisional),
    met,
    metLate: sum((row) => row.met_late),
    unexplained: sum((row) => row.unexplained),
    waived: sum((row) => row.waived),
    onTimeRate: decided === 0 ? null : rounded(met / decided, rateDecimals),
    meanLeadHours: metAtAll === 0 ? null : rounded(leadHours / metAtAll, hourDecimals),
  };
}

const rateDecimals = 4;
const hourDecimals = 1;

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
