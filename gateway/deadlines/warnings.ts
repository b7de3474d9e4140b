import { shanghaiDate } from '../clock.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { Queryable, Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { Calendar } from './calendar.js';

export interface WarningOptions {
  readonly store: Store;
  readonly makeId: MakeId;
  /** `warnAt` of each rule by its number in the store: working days before the due day. */
  readonly thresholdsOf: (ruleId: number) => readonly number[];
  /** The calendar that a department works by, by its number in the store. */
  readonly calendarOf: (departmentId: number) => Calendar;
  /** Told of each notice as it is made or grows. */
  readonly report: (facts: NoticeFacts) => void;
}

export interface NoticeFacts {
  readonly department: string;
  readonly rule: string;
  readonly dueOn: string;
  /** Working days before the due day; `overdueThreshold` after it. */
  readonly threshold: number;
  readonly obligations: number;
}

/** Stands for "past due" among the thresholds, which otherwise count working days before the due day. */
export const overdueThreshold = -1;

const batchRows = 500;
/** A sweep ends after so many batches; the next one goes on. */
const batchesMax = 2000;

interface Group {
  readonly department_id: number;
  readonly rule_id: number;
  readonly due_on: string;
  readonly due_at: Date;
  readonly warned_to: number | null;
}

interface WarnedRow {
  readonly subject_id: string;
  readonly department: string;
  readonly dataset: string;
  readonly rule: string;
  readonly target: string | null;
}

/**
 * Warns of open obligations that reached a threshold or are overdue, in batches, each obligation once a threshold, and
 * writes a log event for each and one notice for all of a department, rule and due day. A process that slept over
 * several thresholds warns of the tightest; the ones passed over are not told afterwards. `stop` ends it between batches.
 * Returns how many obligations it warned of.
 */
export async function sweepWarnings(options: WarningOptions, now: Date, stop?: AbortSignal): Promise<number> {
  let warned = 0;
  let batches = 0;
  for (const group of await openGroups(options.store)) {
    const threshold = reachedThreshold(options, group, now);
    if (threshold === undefined || (group.warned_to !== null && group.warned_to <= threshold)) continue;
    for (;;) {
      if (stop?.aborted === true || batches >= batchesMax) return warned;
      const count = await warnBatch(options, group, threshold, now);
      batches += 1;
      warned += count;
      if (count < batchRows) break;
    }
  }
  return warned;
}

/** What obligations have in common as far as warnings go: few rows, however many obligations are open. */
async function openGroups(store: Queryable): Promise<Group[]> {
  return store.query<Group>(
    `SELECT department_id, rule_id, due_on, due_at, warned_to FROM obligation
     WHERE state = 'open' AND warned_to IS DISTINCT FROM ${overdueThreshold}
     GROUP BY department_id, rule_id, due_on, due_at, warned_to ORDER BY due_at`,
  );
}

/** The tightest threshold that has been reached; undefined while none has. */
function reachedThreshold(options: WarningOptions, group: Group, now: Date): number | undefined {
  if (group.due_at.getTime() <= now.getTime()) return overdueThreshold;
  const today = shanghaiDate(now);
  const calendar = options.calendarOf(group.department_id);
  if (!calendar.covers(group.due_on)) return undefined;
  return options
    .thresholdsOf(group.rule_id)
    .toSorted((first, second) => first - second)
    .find((workingDays) => calendar.addWorkdays(group.due_on, -workingDays) <= today);
}

async function warnBatch(options: WarningOptions, group: Group, threshold: number, now: Date): Promise<number> {
  const { store, makeId } = options;
  let total = 0;
  const rows = await store.transaction(async (transaction) => {
    const warned = await transaction.query<WarnedRow>(
      `WITH due AS (
         SELECT subject_id, rule_id, target_id FROM obligation
         WHERE state = 'open' AND due_at = $1 AND due_on = $2 AND department_id = $3 AND rule_id = $4
           AND (warned_to IS NULL OR warned_to > $5)
         ORDER BY subject_id, target_id LIMIT ${batchRows} FOR UPDATE SKIP LOCKED)
       UPDATE obligation o SET warned_to = $5 FROM due, department d, dataset s, deadline_rule r
       WHERE (o.subject_id, o.rule_id, o.target_id) = (due.subject_id, due.rule_id, due.target_id)
         AND d.id = o.department_id AND s.id = o.dataset_id AND r.id = o.rule_id
       RETURNING o.subject_id, d.name AS department, s.name AS dataset, r.name AS rule,
         (SELECT reference FROM connector WHERE id = o.target_id) AS target`,
      [group.due_at.toISOString(), group.due_on, group.department_id, group.rule_id, threshold],
    );
    if (warned.length === 0) return warned;
    total = await writeNotice(transaction, group, threshold, warned.length);
    const segment = new SegmentWriter();
    for (const one of warned) {
      segment.add({
        id: makeId(),
        at: now.toISOString(),
        station: threshold === overdueThreshold ? 'deadline-overdue' : 'deadline-warned',
        actor: 'gateway',
        department: one.department,
        dataset: one.dataset,
        record: one.subject_id,
        target: one.target ?? undefined,
        code: one.rule,
      });
    }
    await segment.write(transaction, makeId, now);
    return warned;
  });
  const [first] = rows;
  if (first) {
    const { department, rule } = first;
    options.report({ department, rule, dueOn: group.due_on, threshold, obligations: total });
  }
  return rows.length;
}

/** One notice for the whole group; obligations that come later add to it and make it unacknowledged again. */
async function writeNotice(transaction: Queryable, group: Group, threshold: number, count: number): Promise<number> {
  const [notice] = await transaction.query<{ obligations: number }>(
    `INSERT INTO deadline_notice AS n (department_id, rule_id, due_on, threshold, obligations, unsent)
     VALUES ($1, $2, $3, $4, $5, $5)
     ON CONFLICT (department_id, rule_id, due_on, threshold) DO UPDATE SET obligations = n.obligations + $5,
       unsent = n.unsent + $5, acknowledged_at = NULL, acknowledged_by = NULL
     RETURNING obligations`,
    [group.department_id, group.rule_id, group.due_on, threshold, count],
  );
  return notice?.obligations ?? count;
}
