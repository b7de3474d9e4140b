import type { ObligationServices, ObligationView } from '../services/obligations.js';
import { makeBulletin } from './bulletin.js';
import { explainDue } from './deadline-explanation.js';
import { dueDays } from './due-days.js';
import { forecastReadings } from './forecast.js';
import { reportObligations, soonDaysByDefault } from './obligation-report.js';
import { pageOf, positionOf } from './paging.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface ObligationRow {
  readonly subject_id: string;
  readonly rule_id: number;
  readonly target_id: number;
  readonly rule: string;
  readonly target: string | null;
  readonly department: string;
  readonly dataset: string;
  readonly trigger_date: string;
  readonly due_on: string;
  readonly due_at: Date;
  readonly due_text: string;
  readonly provisional: boolean;
  readonly is_overdue: boolean;
}

/** Open obligations and what is counted of all. */
export function obligationReadings(reader: Reader): ObligationServices {
  const { store, scope } = reader;
  return {
    ...forecastReadings(reader),
    report: (filter) => reportObligations(reader, filter),
    bulletin: (filter) => makeBulletin(reader, filter),
    dueDays: (span) => dueDays(reader, span),
    explain: (asked) => explainDue(reader, asked),
    list: async ({ department, dataset, target, rule, standing, soonDays = soonDaysByDefault }, page) => {
      const position = positionOf(page, ['instant', 'uuid', 'number', 'number']);
      const rows = await store.query<ObligationRow>(
        `SELECT subject_id, rule_id, obligation.target_id, deadline_rule.name AS rule, connector.reference AS target,
           department.name AS department, dataset.name AS dataset, trigger_date, due_on, due_at, due_at::text AS due_text,
           provisional, due_at < now() AS is_overdue
         FROM obligation
         JOIN deadline_rule ON deadline_rule.id = rule_id
         JOIN department ON department.id = obligation.department_id
         JOIN dataset ON dataset.id = dataset_id
         LEFT JOIN connector ON connector.id = obligation.target_id
         WHERE ($1::text[] IS NULL OR department.name = ANY ($1)) AND state = 'open'
           AND ($2::text IS NULL OR department.name = $2)
           AND ($8::text IS NULL OR dataset.name = $8) AND ($9::text IS NULL OR connector.reference = $9)
           AND ($10::text IS NULL OR deadline_rule.name = $10)
           AND ($11::text IS DISTINCT FROM 'overdue' OR due_at < now())
           AND ($11::text IS DISTINCT FROM 'due-soon' OR due_at BETWEEN now() AND now() + make_interval(days => $12::int))
           AND ($4::text IS NULL OR (due_at, subject_id, rule_id, obligation.target_id) > ($4::timestamptz, $5::uuid, $6::int, $7::int))
         ORDER BY obligation.due_at, subject_id, rule_id, obligation.target_id
         LIMIT $3`,
        [
          scopeParameter(scope),
          department ?? null,
          page.limit + 1,
          ...position,
          dataset ?? null,
          target ?? null,
          rule ?? null,
          standing ?? null,
          soonDays,
        ],
      );
      return pageOf(rows, page, obligationView, (row) => [row.due_text, row.subject_id, row.rule_id, row.target_id]);
    },
  };
}

function obligationView(row: ObligationRow): ObligationView {
  return {
    record: row.subject_id,
    rule: row.rule,
    target: row.target,
    department: row.department,
    dataset: row.dataset,
    triggerDate: row.trigger_date,
    dueOn: row.due_on,
    dueAt: iso(row.due_at),
    provisional: row.provisional,
    isOverdue: row.is_overdue,
  };
}
