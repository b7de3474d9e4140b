import { shanghaiDate } from '../clock.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { Queryable, Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { Calendar } from './calendar.js';

export interface WarningOptions {
  readonly store: Store;
  readonly makeId: MakeId;
  /** `warnAt` of each rule by its number in the store: working days before the due day. */
  readonly thresholds: ReadonlyMap<number, readonly number[]>;
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
/** A group with more goes on in the next sweep. */
const keysMax = 50_000;
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
  for (const group of await openGroups(options, now)) {
    const threshold = reachedThreshold(options, group, now);
    if (threshold === undefined || (group.warned_to !== null && group.warned_to <= threshold)) continue;
    const keys = await unwarned(options.store, group, threshold);
    for (let from = 0; from < keys.length; from += batchRows) {
      if (stop?.aborted === true || batches >= batchesMax) return warned;
      warned += await warnBatch(options, group, { threshold, keys: keys.slice(from, from + batchRows) }, now);
      batches += 1;
    }
  }
  return warned;
}

const dayMs = 24 * 60 * 60 * 1000;
/** No stretch of working days takes more than twice its length and a long holiday. */
const longestHolidayDays = 15;

/**
 * What obligations have in common as far as warnings go: few rows, however many are open. Only what is due soon enough
 * for some threshold is looked at.
 */
async function openGroups({ store, thresholds }: WarningOptions, now: Date): Promise<Group[]> {
  const furthest = Math.max(0, ...[...thresholds.values()].flat());
  const until = new Date(now.getTime() + (2 * furthest + longestHolidayDays) * dayMs);
  return store.query<Group>(
    `SELECT department_id, rule_id, due_on, due_at, warned_to FROM obligation
     WHERE state = 'open' AND due_at < $1 AND warned_to IS DISTINCT FROM ${overdueThreshold}
     GROUP BY department_id, rule_id, due_on, due_at, warned_to ORDER BY due_at`,
    [until.toISOString()],
  );
}

/** The tightest threshold that has been reached; undefined while none has. */
function reachedThreshold(options: WarningOptions, group: Group, now: Date): number | undefined {
  if (group.due_at.getTime() <= now.getTime()) return overdueThreshold;
  const today = shanghaiDate(now);
  const calendar = options.calendarOf(group.department_id);
  if (!calendar.covers(group.due_on)) return undefined;
  return options.thresholds
    .get(group.rule_id)
    ?.toSorted((first, second) => first - second)
    .find((workingDays) => calendar.addWorkdays(group.due_on, -workingDays) <= today);
}

interface ObligationKey {
  readonly subject_id: string;
  readonly target_id: number;
}

/**
 * The group's obligations that the threshold has not been told of, read once: looking for the next 500 again and again
 * would pass over all those already told. Instants come from the store in milliseconds, which may cut off a part.
 */
async function unwarned(store: Queryable, group: Group, threshold: number): Promise<ObligationKey[]> {
  return store.query<ObligationKey>(
    `SELECT subject_id, target_id FROM obligation
     WHERE state = 'open' AND due_at >= $1 AND due_at < $1::timestamptz + interval '1 millisecond' AND due_on = $2
       AND department_id = $3 AND rule_id = $4 AND (warned_to IS NULL OR warned_to > $5)
     ORDER BY subject_id, target_id LIMIT ${keysMax}`,
    [group.due_at.toISOString(), group.due_on, group.department_id, group.rule_id, threshold],
  );
}

async function warnBatch(
  options: WarningOptions,
  group: Group,
  { threshold, keys }: { readonly threshold: number; readonly keys: readonly ObligationKey[] },
  now: Date,
): Promise<number> {
  const { store, makeId } = options;
  let total = 0;
  const rows = await store.transaction(async (transaction) => {
    const warned = await transaction.query<WarnedRow>(
      `WITH due AS (
         SELECT o.subject_id, o.rule_id, o.target_id FROM obligation o
         JOIN unnest($3::uuid[], $4::int[]) AS key (subject_id, target_id)
           ON (o.subject_id, o.rule_id, o.target_id) = (key.subject_id, $1::int, key.target_id)
         WHERE o.state = 'open' AND (o.warned_to IS NULL OR o.warned_to > $2)
         ORDER BY o.subject_id, o.target_id FOR UPDATE OF o SKIP LOCKED)
       UPDATE obligation o SET warned_to = $2 FROM due, department d, dataset s, deadline_rule r
       WHERE (o.subject_id, o.rule_id, o.target_id) = (due.subject_id, due.rule_id, due.target_id)
         AND d.id = o.department_id AND s.id = o.dataset_id AND r.id = o.rule_id
       RETURNING o.subject_id, d.name AS department, s.name AS dataset, r.name AS rule,
         (SELECT reference FROM connector WHERE id = o.target_id) AS target`,
      [group.rule_id, threshold, keys.map((one) => one.subject_id), keys.map((one) => one.target_id)],
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
    `INSERT INTO deadline_notice AS n (department_id, rule_id, due_on, threshold, obligations, unsent, mail_unsent)
     VALUES ($1, $2, $3, $4, $5, $5, $5)
     ON CONFLICT (department_id, rule_id, due_on, threshold) DO UPDATE SET obligations = n.obligations + $5,
       unsent = n.unsent + $5, mail_unsent = n.mail_unsent + $5, acknowledged_at = NULL, acknowledged_by = NULL
     RETURNING obligations`,
    [group.department_id, group.rule_id, group.due_on, threshold, count],
  );
  return notice?.obligations ?? count;
}
