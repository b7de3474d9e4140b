import type { JsonObject } from '../../schemas/json.js';
import { shanghaiDate } from '../clock.js';
import type { ExchangePlan, PlannedObligation } from '../exchanges/plan.js';
import type { CopyValue, Queryable } from '../store/store.js';
import type { IngestContext } from './context.js';
import type { Decision, SourceRef } from './decide.js';
import { candidateTargets } from './owe.js';
import type { NewVersion } from './record-rows.js';

/** The deadlines that a row puts on its department: towards the targets that are owed it, or may be when it is unreadable. */
export function planObligations(
  context: IngestContext,
  plan: ExchangePlan,
  row: { readonly operation?: 'upsert' | 'withdraw'; readonly eventDate: string | undefined; readonly record?: JsonObject },
  now: Date,
): PlannedObligation[] {
  const { record } = row;
  const candidates = candidateTargets(plan.targets, plan.source.system);
  const planned = context.planner.plan({
    dataset: plan.dataset.name,
    department: plan.department,
    operation: row.operation ?? 'upsert',
    eventDate: row.eventDate,
    firstSeenOn: shanghaiDate(now),
    record,
    targets: record ? candidates.filter((target) => target.owes(record)) : candidates,
  });
  const { obligationsFrom } = plan;
  // What was there before the gateway came is history; withdrawing it is not.
  return obligationsFrom === undefined
    ? planned
    : planned.filter((one) => one.operation === 'withdraw' || one.triggerDate >= obligationsFrom);
}

const columns = [
  'subject_id',
  'rule_id',
  'target_id',
  'department_id',
  'dataset_id',
  'rule_version',
  'trigger_date',
  'due_on',
  'due_at',
  'provisional',
  'met_by',
  'operation',
] as const;

/**
 * Writes obligations. One that stands already stays as it is: `reviewStanding` has said before what a correction means for
 * it. A mended row turns out to owe nothing to some target it was feared to owe: that obligation is withdrawn.
 */
export async function writeObligations(
  transaction: Queryable,
  plan: ExchangePlan,
  versions: readonly NewVersion[],
  quarantined: readonly { readonly recordId: string; readonly planned: readonly PlannedObligation[] }[],
): Promise<void> {
  const fresh: CopyValue[][] = [];
  const perhaps: CopyValue[][] = [];
  for (const version of versions) {
    const rows = version.obligations.map((one) => obligationRow(plan, version.recordId, one));
    (version.firstSeenBefore ? perhaps : fresh).push(...rows);
  }
  for (const one of quarantined) perhaps.push(...one.planned.map((planned) => obligationRow(plan, one.recordId, planned)));
  await transaction.insert('obligation', { columns, rows: fresh });
  if (perhaps.length > 0) {
    const objects = perhaps.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
    await transaction.query(
      `INSERT INTO obligation (${columns.join(', ')})
       SELECT ${columns.join(', ')} FROM json_to_recordset($1) AS row (
         subject_id uuid, rule_id int, target_id int, department_id int, dataset_id int, rule_version bigint,
         trigger_date text, due_on text, due_at timestamptz, provisional boolean, met_by met_by, operation record_operation)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(objects)],
    );
  }
  await withdrawNotOwed(transaction, versions.filter((version) => version.mended && !version.before));
}

/** An obligation that fell away. */
export interface WithdrawnObligation {
  readonly recordId: string;
  readonly rule: string;
}

/**
 * A row that was in quarantine had an id reserved, and obligations under it. Where it turns out to speak for a record
 * that was stored meanwhile, that record's own obligations count; where it is gone, there is nothing left to report. The
 * reserved ones are nobody's then.
 */
export async function withdrawReserved(
  transaction: Queryable,
  decisions: readonly Decision[],
  refs: ReadonlyMap<string, SourceRef>,
): Promise<WithdrawnObligation[]> {
  const givenUp = decisions.flatMap((decision) => {
    if (decision.kind === 'dismissed') return decision.recordId;
    if (decision.kind === 'skipped' || decision.kind === 'withdrawal' || decision.kind === 'quarantine') return [];
    const { sourceKey } = decision.kind === 'version' ? decision.prepared.row : decision.row;
    const ref = refs.get(sourceKey.toString('latin1'));
    return ref?.quarantined && ref.recordId !== decision.recordId ? ref.recordId : [];
  });
  if (givenUp.length === 0) return [];
  return transaction.query<WithdrawnObligation>(
    `UPDATE obligation o SET state = 'withdrawn' FROM deadline_rule d
     WHERE o.subject_id = ANY($1::uuid[]) AND o.state = 'open' AND d.id = o.rule_id
       AND NOT EXISTS (SELECT 1 FROM record WHERE id = o.subject_id)
     RETURNING o.subject_id AS "recordId", d.name AS rule`,
    [givenUp],
  );
}

async function withdrawNotOwed(transaction: Queryable, mended: readonly NewVersion[]): Promise<void> {
  if (mended.length === 0) return;
  const kept = mended.flatMap((version) =>
    version.obligations.map((one) => ({ subject_id: version.recordId, rule_id: one.ruleId, target_id: one.targetId })),
  );
  await transaction.query(
    `UPDATE obligation o SET state = 'withdrawn'
     WHERE o.subject_id = ANY($1::uuid[]) AND o.state = 'open' AND NOT EXISTS (
       SELECT 1 FROM json_to_recordset($2) AS kept (subject_id uuid, rule_id int, target_id int)
       WHERE (kept.subject_id, kept.rule_id, kept.target_id) = (o.subject_id, o.rule_id, o.target_id))`,
    [mended.map((version) => version.recordId), JSON.stringify(kept)],
  );
}

function obligationRow(plan: ExchangePlan, recordId: string, planned: PlannedObligation): CopyValue[] {
  return [
    recordId,
    planned.ruleId,
    planned.targetId,
    planned.departmentId,
    plan.dataset.id,
    planned.ruleVersion,
    planned.triggerDate,
    planned.dueOn,
    planned.dueAt,
    planned.provisional,
    planned.metBy,
    planned.operation,
  ];
}
