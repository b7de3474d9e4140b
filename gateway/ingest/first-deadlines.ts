import { reviewDuty, type DutyChange, type DutyState } from '../deadlines/first-deadline.js';
import { writeHistory, type DutyKey } from '../deadlines/history.js';
import type { Chains, ExchangePlan, PlannedObligation } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import { openCases, type FoundCase } from './deadline-cases.js';
import type { NewVersion } from './record-rows.js';

interface StandingRow {
  readonly subject_id: string;
  readonly rule_id: number;
  readonly target_id: number;
  readonly rule: string;
  readonly state: DutyState;
  readonly operation: 'upsert' | 'withdraw';
  readonly trigger_date: string;
  readonly due_on: string;
  readonly due_at: Date;
  readonly met_at: Date | null;
  readonly extended_from: Date | null;
}

interface ReviewedDuty {
  readonly row: StandingRow;
  readonly version: NewVersion;
  readonly planned: PlannedObligation | undefined;
  readonly change: DutyChange;
}

interface ReviewTools {
  readonly plan: ExchangePlan;
  readonly chains: Chains;
  readonly makeId: MakeId;
  readonly now: Date;
}

/** What happened to one obligation, for the exchange log. */
export interface DutyEvent {
  readonly recordId: string;
  readonly station: 'deadline-moved' | 'obligation-reopened' | 'obligation-withdrawn' | 'deadline-case-opened';
  readonly rule: string;
}

/**
 * Holds the obligations of records that were seen before against what their new versions ask: an earlier date counts at
 * once, everything else is opened as a case. To be called before the batch's own obligations are written.
 */
export async function reviewStanding(
  transaction: Queryable,
  tools: ReviewTools,
  versions: readonly NewVersion[],
): Promise<DutyEvent[]> {
  const corrected = versions.filter((version) => version.firstSeenBefore);
  if (corrected.length === 0) return [];
  const reviewed = await review(transaction, tools, corrected);
  const changed = reviewed.filter(({ row, change }) => change.moves || change.state !== row.state);
  await writeHistory(transaction, tools, changed.map(({ row }) => keyOf(row)), 'correction');
  await writeChanges(transaction, changed);
  const opened = await openCases(transaction, tools.plan, reviewed.flatMap((one) => caseOf(one) ?? []));
  await letFallAway(transaction, reviewed.filter(({ change }) => change.asks === undefined));
  const isOpened = new Set(opened.map(textKeyOf));
  return reviewed.flatMap((one): DutyEvent[] => {
    const event = { recordId: one.row.subject_id, rule: one.row.rule };
    const station = stationOf(one);
    return [
      ...(station ? [{ ...event, station }] : []),
      ...(isOpened.has(textKeyOf(keyOf(one.row))) ? [{ ...event, station: 'deadline-case-opened' } as const] : []),
    ];
  });
}

async function review(
  transaction: Queryable,
  { plan, chains, now }: ReviewTools,
  corrected: readonly NewVersion[],
): Promise<ReviewedDuty[]> {
  const byRecord = new Map(corrected.map((version) => [version.recordId, version]));
  const rows = await transaction.query<StandingRow>(
    // What other exchanges of the record owe to their targets is not this one's to judge.
    `SELECT o.subject_id, o.rule_id, o.target_id, r.name AS rule, o.state, o.operation, o.trigger_date, o.due_on, o.due_at, o.met_at,
       o.extended_from
     FROM obligation o JOIN deadline_rule r ON r.id = o.rule_id
     WHERE o.subject_id = ANY($1::uuid[]) AND o.target_id = ANY($2::int[])
     ORDER BY o.subject_id, o.rule_id, o.target_id FOR UPDATE OF o`,
    [[...byRecord.keys()], [0, ...plan.targets.map(({ targetId }) => targetId)]],
  );
  return rows.flatMap((row) => {
    const version = byRecord.get(row.subject_id);
    // What counts from the step before is not the record's to move.
    if (!version || chains.isLaterStep(row.rule_id)) return [];
    const asked = version.obligations.find(
      (one) => one.ruleId === row.rule_id && one.targetId === row.target_id && one.operation === row.operation,
    );
    const planned = asked?.startsOnReceipt ? { ...asked, triggerDate: row.trigger_date, dueOn: row.due_on, dueAt: row.due_at.toISOString() } : asked;
    // What a row that nobody could read was feared to owe is not owed by its mended form: that erases nothing.
    if (!planned && version.mended && !version.before) return [];
    const change = reviewDuty(
      {
        state: row.state,
        operation: row.operation,
        dueAtMs: row.due_at.getTime(),
        metAtMs: row.met_at?.getTime() ?? null,
        extendedFromMs: row.extended_from?.getTime() ?? null,
      },
      {
        operation: version.operation,
        planned,
        isEnteredAgain: version.before?.withdrawn === true,
        nowMs: now.getTime(),
      },
    );
    return [{ row, version, planned, change }];
  });
}

async function writeChanges(transaction: Queryable, changed: readonly ReviewedDuty[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ row, planned, change }) => ({
    ...keyColumns(row),
    state: change.state,
    ...(change.moves && planned
      ? {
          trigger_date: planned.triggerDate,
          due_on: planned.dueOn,
          due_at: planned.dueAt,
          provisional: planned.provisional,
          rule_version: planned.ruleVersion,
        }
      : {}),
  }));
  await transaction.query(
    `UPDATE obligation o SET state = c.state::obligation_state,
       trigger_date = COALESCE(c.trigger_date, o.trigger_date), due_on = COALESCE(c.due_on, o.due_on),
       due_at = COALESCE(c.due_at, o.due_at), provisional = COALESCE(c.provisional, o.provisional),
       rule_version = COALESCE(c.rule_version, o.rule_version),
       extended_from = CASE WHEN c.due_at IS NULL THEN o.extended_from END,
       met_at = CASE WHEN c.state = 'open' THEN NULL ELSE o.met_at END,
       warned_to = CASE WHEN c.state = 'open' AND o.state <> 'open' THEN NULL ELSE o.warned_to END
     FROM json_to_recordset($1) AS c (subject_id uuid, rule_id int, target_id int, state text, trigger_date text, due_on text,
       due_at timestamptz, provisional boolean, rule_version bigint)
     WHERE (o.subject_id, o.rule_id, o.target_id) = (c.subject_id, c.rule_id, c.target_id)`,
    [JSON.stringify(rows)],
  );
}

function caseOf({ row, version, planned, change }: ReviewedDuty): FoundCase | undefined {
  if (change.asks === undefined) return undefined;
  return {
    ...keyOf(row),
    kind: change.asks,
    first: { dueOn: row.due_on, dueAt: row.due_at.toISOString() },
    wanted: planned,
    ...(change.asks === 're-entered' ? { formerId: version.recordId, matchedBy: 'key' as const } : {}),
  };
}

/** A correction that was taken back asks for nothing any more; what people asked for stays. */
async function letFallAway(transaction: Queryable, reviewed: readonly ReviewedDuty[]): Promise<void> {
  if (reviewed.length === 0) return;
  await transaction.query(
    `UPDATE deadline_case c SET state = 'fallen-away', decided_at = now()
     FROM json_to_recordset($1) AS k (subject_id uuid, rule_id int, target_id int)
     WHERE (c.subject_id, c.rule_id, c.target_id) = (k.subject_id, k.rule_id, k.target_id)
       AND c.state = 'open' AND c.asked_by IS NULL`,
    [JSON.stringify(reviewed.map(({ row }) => keyColumns(row)))],
  );
}

function stationOf({ row, change }: ReviewedDuty): DutyEvent['station'] | undefined {
  if (change.state === 'open' && row.state !== 'open') return 'obligation-reopened';
  if (change.state === 'withdrawn' && row.state === 'open') return 'obligation-withdrawn';
  return change.moves ? 'deadline-moved' : undefined;
}

function keyOf(row: StandingRow): DutyKey {
  return { subjectId: row.subject_id, ruleId: row.rule_id, targetId: row.target_id };
}

function keyColumns({ subject_id, rule_id, target_id }: StandingRow): Record<string, string | number> {
  return { subject_id, rule_id, target_id };
}

function textKeyOf({ subjectId, ruleId, targetId }: DutyKey): string {
  return [subjectId, ruleId, targetId].join('/');
}
