import type { ObligationReport, ObligationReportFilter } from '../services/obligations.js';
import { endOfShanghaiDay } from '../deadlines/compute.js';
import { outagesOf, splitByStation, type LateStation, type Stretch } from '../deadlines/stations.js';
import { reportObligations } from './obligation-report.js';
import { iso, scopeParameter, type Reader } from './scope.js';
import { standingAsOf } from './standing-as-of.js';

/** What a data office tells its departments of one period: the figures, and every late obligation. */
export interface Bulletin {
  /** The instant that all of it speaks of. */
  readonly at: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly report: ObligationReport;
  /** Earliest due first, at most 5,000. */
  readonly late: readonly LateItem[];
  /** There are more late ones than are listed. */
  readonly isCut: boolean;
  /** Obligations of the period that were closed because the receiver had the record before the gateway came. */
  readonly adopted: number;
  /** What departments were urged to over obligations of the period, by department. */
  readonly urgings: readonly UrgingCount[];
}

export interface UrgingCount {
  readonly department: string;
  /** 催办 */
  readonly urged: number;
  /** 督办 */
  readonly supervised: number;
  readonly unanswered: number;
}

export interface LateItem {
  readonly department: string;
  readonly dataset: string;
  readonly target: string | null;
  readonly rule: string;
  readonly record: string;
  readonly triggerDate: string;
  readonly dueOn: string;
  /** Null: overdue at that instant. */
  readonly metAt: string | null;
  /** Days of 24 hours after the due instant, with one decimal. */
  readonly daysLate: number;
  readonly reason: string | null;
  /** The receiver had it before the gateway came: by its own list. */
  readonly adopted: boolean;
  /** Days since the trigger day, by who had the record. */
  readonly days: Readonly<Record<LateStation, number>>;
}

interface LateRow {
  readonly department: string;
  readonly dataset: string;
  readonly target: string | null;
  readonly target_id: number;
  readonly rule: string;
  readonly subject_id: string;
  readonly trigger_date: string;
  readonly due_on: string;
  readonly due_at: Date;
  readonly stood: string;
  readonly met_at: Date | null;
  readonly met_by: string;
  readonly adopted: boolean;
  readonly first_seen_at: Date;
  readonly handed_over_at: Date | null;
  readonly quarantined: readonly { readonly from: string; readonly to: string | null }[] | null;
  readonly reason: string | null;
}

const lateMax = 5000;
const attemptsMax = 100_000;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The bulletin of a period, now or as it would have read at the end of a past day. Throws DEADLINE_DATE_NOT_COVERED for
 * an `asOf` that is no real day.
 */
export async function makeBulletin(reader: Reader, filter: ObligationReportFilter): Promise<Bulletin> {
  const report = await reportObligations(reader, filter);
  const rows = await readLate(reader, filter, report.at);
  const shown = rows.slice(0, lateMax);
  const outages = await readOutages(reader, shown, report.at);
  return {
    at: report.at,
    from: filter.from ?? null,
    to: filter.to ?? null,
    report,
    late: shown.map((row) => lateItem(row, Date.parse(report.at), outages.get(row.target_id) ?? [])),
    isCut: rows.length > lateMax,
    adopted: await countAdopted(reader, filter, report.at),
    urgings: await countUrgings(reader, filter, report.at),
  };
}

async function readLate({ store, scope }: Reader, filter: ObligationReportFilter, at: string): Promise<LateRow[]> {
  const { from, to, department, dataset, target, rule } = filter;
  return store.query<LateRow>(
    `${standingAsOf}
     SELECT department.name AS department, dataset.name AS dataset, connector.reference AS target, s.target_id,
       deadline_rule.name AS rule, s.subject_id, s.trigger_date, s.due_on, s.due_at, s.stood, s.met_at, s.met_by, s.adopted, s.first_seen_at,
       COALESCE(taken.handed_over_at, offered.handed_over_at) AS handed_over_at, aside.quarantined, l.reason
     FROM standing s
     JOIN deadline_rule ON deadline_rule.id = s.rule_id
     JOIN department ON department.id = s.department_id
     JOIN dataset ON dataset.id = s.dataset_id
     LEFT JOIN connector ON connector.id = s.target_id
     LEFT JOIN LATERAL (
       SELECT min(d.handed_over_at) AS handed_over_at FROM delivery d
       WHERE d.record_id = s.subject_id AND s.target_id IN (d.target_id, 0) AND d.state = 'accepted'
         AND d.operation = s.operation AND d.handed_over_at <= $1::timestamptz) taken ON true
     LEFT JOIN LATERAL (
       SELECT min(o.handed_over_at) AS handed_over_at FROM outbox o
       WHERE o.record_id = s.subject_id AND s.target_id IN (o.target_id, 0) AND o.state IN ('sent', 'unknown')
         AND o.handed_over_at <= $1::timestamptz) offered ON true
     LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('from', q.first_seen_at, 'to', q.closed_at)) AS quarantined FROM quarantine q
       WHERE q.record_id = s.subject_id AND q.first_seen_at <= $1::timestamptz
         AND (q.target_id IS NULL OR s.target_id IN (q.target_id, 0))) aside ON true
     LEFT JOIN LATERAL (
       SELECT r.reason FROM lateness_reason r
       WHERE (r.subject_id, r.rule_id, r.target_id) = (s.subject_id, s.rule_id, s.target_id)
         AND r.stated_at <= $1::timestamptz ORDER BY r.id DESC LIMIT 1) l ON true
     WHERE (s.stood = 'met-late' OR (s.stood = 'open' AND s.due_at < $1::timestamptz))
       AND ($4::text[] IS NULL OR department.name = ANY ($4)) AND ($5::text IS NULL OR department.name = $5)
       AND ($6::text IS NULL OR dataset.name = $6) AND ($7::text IS NULL OR connector.reference = $7)
       AND ($8::text IS NULL OR deadline_rule.name = $8)
     ORDER BY s.due_at, s.subject_id, s.rule_id, s.target_id LIMIT ${lateMax + 1}`,
    [at, from ?? null, to ?? null, scopeParameter(scope), department ?? null, dataset ?? null, target ?? null, rule ?? null],
  );
}

async function countAdopted({ store, scope }: Reader, filter: ObligationReportFilter, at: string): Promise<number> {
  const { from, to, department, dataset, target, rule } = filter;
  const [row] = await store.query<{ adopted: number }>(
    `${standingAsOf}
     SELECT count(*)::int AS adopted FROM standing s JOIN deadline_rule ON deadline_rule.id = s.rule_id
     JOIN department ON department.id = s.department_id JOIN dataset ON dataset.id = s.dataset_id
     LEFT JOIN connector ON connector.id = s.target_id
     WHERE s.adopted AND s.stood <> 'open'
       AND ($4::text[] IS NULL OR department.name = ANY ($4)) AND ($5::text IS NULL OR department.name = $5)
       AND ($6::text IS NULL OR dataset.name = $6) AND ($7::text IS NULL OR connector.reference = $7)
       AND ($8::text IS NULL OR deadline_rule.name = $8)`,
    [at, from ?? null, to ?? null, scopeParameter(scope), department ?? null, dataset ?? null, target ?? null, rule ?? null],
  );
  return row?.adopted ?? 0;
}

async function countUrgings({ store, scope }: Reader, filter: ObligationReportFilter, at: string): Promise<UrgingCount[]> {
  const { from, to, department, dataset, target, rule } = filter;
  return store.query<UrgingCount>(
    `SELECT d.name AS department, count(*) FILTER (WHERE u.level = 'urged')::int AS urged,
       count(*) FILTER (WHERE u.level = 'supervised')::int AS supervised,
       count(*) FILTER (WHERE u.acknowledged_at IS NULL OR u.acknowledged_at > $1::timestamptz)::int AS unanswered
     FROM urging u JOIN department d ON d.id = u.department_id
     WHERE u.urged_at <= $1::timestamptz AND ($2::text[] IS NULL OR d.name = ANY ($2)) AND ($3::text IS NULL OR d.name = $3)
       AND EXISTS (
         SELECT 1 FROM urged_duty w JOIN obligation o ON (o.subject_id, o.rule_id, o.target_id) = (w.subject_id, w.rule_id, w.target_id)
         JOIN deadline_rule r ON r.id = o.rule_id JOIN dataset s ON s.id = o.dataset_id LEFT JOIN connector c ON c.id = o.target_id
         WHERE w.urging_id = u.id AND ($4::text IS NULL OR o.due_on >= $4) AND ($5::text IS NULL OR o.due_on <= $5)
           AND ($6::text IS NULL OR s.name = $6) AND ($7::text IS NULL OR c.reference = $7) AND ($8::text IS NULL OR r.name = $8))
     GROUP BY d.name ORDER BY d.name`,
    [at, scopeParameter(scope), department ?? null, from ?? null, to ?? null, dataset ?? null, target ?? null, rule ?? null],
  );
}

/** By target: when nothing got through, since the first of these obligations began. */
async function readOutages({ store }: Reader, late: readonly LateRow[], at: string): Promise<Map<number, Stretch[]>> {
  const targets = [...new Set(late.flatMap((row) => (row.target_id === 0 ? [] : row.target_id)))];
  if (targets.length === 0) return new Map();
  const since = late.reduce((first, row) => (row.first_seen_at < first ? row.first_seen_at : first), new Date(at));
  const rows = await store.query<{ target_id: number; started_at: Date; failed: boolean }>(
    `SELECT target_id, started_at, error_code IS NOT NULL AND accepted + rejected + sent = 0 AS failed FROM delivery_attempt
     WHERE target_id = ANY($1::int[]) AND started_at BETWEEN $2::timestamptz AND $3::timestamptz AND ended_at IS NOT NULL
     ORDER BY started_at LIMIT ${attemptsMax}`,
    [targets, since.toISOString(), at],
  );
  return new Map(
    targets.map((target) => {
      const attempts = rows
        .filter((row) => row.target_id === target)
        .map((row) => ({ at: row.started_at.getTime(), failed: row.failed }));
      return [target, outagesOf(attempts, Date.parse(at))];
    }),
  );
}

function lateItem(row: LateRow, atMs: number, outages: readonly Stretch[]): LateItem {
  const metAt = row.stood === 'met-late' ? row.met_at : null;
  const end = metAt?.getTime() ?? atMs;
  // What has to be done and not only reported is the department's alone, whatever became of the record that asks for it.
  const isDoneByDepartment = row.met_by === 'recorded';
  const split = splitByStation({
    whole: { from: Math.min(Date.parse(endOfShanghaiDay(row.trigger_date)), end), to: end },
    firstSeen: isDoneByDepartment ? end : row.first_seen_at.getTime(),
    quarantined: (row.quarantined ?? []).map(({ from, to }) => ({ from: Date.parse(from), to: to === null ? atMs : Date.parse(to) })),
    handedOver: row.handed_over_at?.getTime() ?? null,
    outages,
  });
  return {
    department: row.department,
    dataset: row.dataset,
    target: row.target,
    rule: row.rule,
    record: row.subject_id,
    triggerDate: row.trigger_date,
    dueOn: row.due_on,
    metAt: iso(metAt),
    daysLate: days(end - row.due_at.getTime()),
    reason: row.reason,
    adopted: row.adopted && metAt !== null,
    days: {
      department: days(split.department),
      quarantine: days(split.quarantine),
      gateway: days(split.gateway),
      outage: days(split.outage),
      receiver: days(split.receiver),
    },
  };
}

function days(milliseconds: number): number {
  return Number((milliseconds / dayMs).toFixed(1));
}
