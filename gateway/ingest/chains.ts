import { followChain, type StandingStep, type StepChange, type StepDone } from '../deadlines/chain.js';
import { endOfShanghaiDay } from '../deadlines/compute.js';
import type { DutyState } from '../deadlines/first-deadline.js';
import { writeHistory } from '../deadlines/history.js';
import { shanghaiDate } from '../clock.js';
import type { ChainPlan, Chains, ExchangePlan } from '../exchanges/plan.js';
import type { LogStation } from '../exchange-log/entry.js';
import type { Queryable } from '../store/store.js';
import type { IngestContext } from './context.js';
import type { NewVersion } from './record-rows.js';
import { readEvidence, writeEvidence, type EvidenceRow } from './step-evidence.js';

/** What became of one step, for the exchange log. */
export interface StepEvent {
  readonly recordId: string;
  readonly department: string;
  readonly dataset: string;
  readonly station: LogStation;
  /** `rule/step`. */
  readonly rule: string;
}

interface StepRow {
  readonly subject_id: string;
  readonly rule_id: number;
  readonly department: string;
  readonly department_id: number;
  readonly dataset: string;
  readonly dataset_id: number;
  readonly state: DutyState;
  readonly due_at: Date;
  readonly met_at: Date | null;
}

/** One record's way along one chain. */
interface Followed {
  readonly chain: ChainPlan;
  readonly first: StepRow;
  readonly change: StepChange;
}

/** Any number, the same in all processes. */
const chainLock = 5_005_001;

/**
 * Lets batches of datasets that chains are about go one at a time: two that store a record and the evidence of its step at
 * once would each miss the other. To be called before anything else is locked.
 */
export async function lockChains({ planner }: IngestContext, transaction: Queryable, { dataset }: ExchangePlan): Promise<void> {
  if (isAboutChains(planner.chains, dataset.name)) await transaction.query('SELECT pg_advisory_xact_lock($1)', [chainLock]);
}

/**
 * Opens, meets and opens again the steps of the chains that a batch's records begin or are evidence of. To be called when
 * the batch's own obligations stand.
 */
export async function followChains(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  versions: readonly NewVersion[],
  now: Date,
): Promise<StepEvent[]> {
  const { chains } = context.planner;
  if (versions.length === 0 || !isAboutChains(chains, plan.dataset.name)) return [];
  const named = await writeEvidence(transaction, plan, chains.evidenceIn(plan.dataset.name), versions, now);
  const begun = chains.beginningIn(plan.dataset.name).length > 0 ? versions.map((one) => one.recordId) : [];
  const rows = await readSteps(transaction, [...new Set([...named, ...begun])]);
  if (rows.length === 0) return [];
  const evidence = await readEvidence(transaction, [...new Set(rows.map((row) => row.subject_id))]);
  const followed = rows.flatMap((row) => follow(chains.ofStep(row.rule_id), row, rows, evidence));
  await writeOpened(transaction, followed);
  const known = followed.filter(({ change }) => !change.opened && (change.state === 'open' || change.state === 'met-late'));
  await writeHistory(transaction, { makeId: context.makeId, now }, known.map(keyOf), 'evidence');
  await writeStates(transaction, followed);
  return followed.flatMap(eventOf);
}

function isAboutChains(chains: Chains, dataset: string): boolean {
  return chains.beginningIn(dataset).length > 0 || chains.evidenceIn(dataset).length > 0;
}

async function readSteps(transaction: Queryable, records: readonly string[]): Promise<StepRow[]> {
  if (records.length === 0) return [];
  return transaction.query<StepRow>(
    `SELECT o.subject_id, o.rule_id, d.name AS department, o.department_id, s.name AS dataset, o.dataset_id, o.state, o.due_at,
       o.met_at
     FROM obligation o JOIN record r ON r.id = o.subject_id AND NOT r.withdrawn
     JOIN department d ON d.id = o.department_id JOIN dataset s ON s.id = o.dataset_id
     WHERE o.subject_id = ANY($1::uuid[]) AND o.met_by = 'recorded'
     ORDER BY o.subject_id, o.rule_id, o.target_id FOR UPDATE OF o`,
    [records],
  );
}

/** The whole chain, when it is come upon by its first step. */
function follow(
  chain: ChainPlan | undefined,
  first: StepRow,
  rows: readonly StepRow[],
  evidence: readonly EvidenceRow[],
): Followed[] {
  if (!chain || chain.steps[0]?.ruleId !== first.rule_id) return [];
  const own = rows.filter((row) => row.subject_id === first.subject_id);
  const standing = chain.steps.map(({ ruleId }) => standingOf(own.find((row) => row.rule_id === ruleId)));
  const done = chain.steps.map(({ ruleId, parts }) =>
    doneBy(evidence.filter((one) => one.subject_id === first.subject_id && one.rule_id === ruleId), parts),
  );
  const dueFrom: Parameters<typeof followChain>[3] = (step, date) => {
    const due = chain.steps[step]?.dueFrom(first.department, date);
    if (!due) throw new Error(`a chain has no step ${String(step)}`);
    return due;
  };
  return followChain(chain.steps, standing, done, dueFrom).map((change) => ({ chain, first, change }));
}

function standingOf(row: StepRow | undefined): StandingStep | undefined {
  return row && { state: row.state, dueAtMs: row.due_at.getTime(), metAtMs: row.met_at?.getTime() ?? null };
}

/** A step is done with the last of its parts, and a part with the first record that shows it. */
function doneBy(evidence: readonly EvidenceRow[], parts: number): StepDone | undefined {
  let last: StepDone | undefined;
  for (let part = 0; part < parts; part += 1) {
    const shown = evidence.filter((one) => one.part === part).map(doneAt);
    const first = shown.toSorted((one, other) => one.atMs - other.atMs)[0];
    if (!first) return undefined;
    if (!last || first.atMs > last.atMs) last = first;
  }
  return last;
}

/** By the record's own date where it has one, but never later than the gateway had it. */
function doneAt({ done_on, recorded_at }: EvidenceRow): StepDone {
  const recordedMs = recorded_at.getTime();
  const endOfDayMs = done_on === null ? Infinity : Date.parse(endOfShanghaiDay(done_on));
  return endOfDayMs <= recordedMs && done_on !== null
    ? { on: done_on, atMs: endOfDayMs }
    : { on: shanghaiDate(recorded_at), atMs: recordedMs };
}

async function writeOpened(transaction: Queryable, followed: readonly Followed[]): Promise<void> {
  const rows = followed.flatMap(({ chain, first, change: { step, opened } }) => {
    const rule = chain.steps[step];
    if (!opened || !rule) return [];
    return {
      subject_id: first.subject_id,
      rule_id: rule.ruleId,
      rule_version: rule.ruleVersion,
      department_id: first.department_id,
      dataset_id: first.dataset_id,
      trigger_date: opened.triggerDate,
      due_on: opened.dueOn,
      due_at: opened.dueAt,
      provisional: opened.provisional,
    };
  });
  if (rows.length === 0) return;
  await transaction.query(
    `INSERT INTO obligation (subject_id, rule_id, rule_version, department_id, dataset_id, trigger_date, due_on, due_at,
       provisional, met_by, operation)
     SELECT subject_id, rule_id, rule_version, department_id, dataset_id, trigger_date, due_on, due_at, provisional, 'recorded',
       'upsert'
     FROM json_to_recordset($1) AS row (subject_id uuid, rule_id int, rule_version bigint, department_id int, dataset_id int,
       trigger_date text, due_on text, due_at timestamptz, provisional boolean)`,
    [JSON.stringify(rows)],
  );
}

async function writeStates(transaction: Queryable, followed: readonly Followed[]): Promise<void> {
  const rows = followed
    .filter(({ change }) => !change.opened || change.state !== 'open')
    .map((one) => {
      const { subjectId, ruleId } = keyOf(one);
      const { state, metAtMs } = one.change;
      return { subject_id: subjectId, rule_id: ruleId, state, met_at: metAtMs === null ? null : new Date(metAtMs).toISOString() };
    });
  if (rows.length === 0) return;
  await transaction.query(
    `UPDATE obligation o SET state = c.state::obligation_state, met_at = c.met_at,
       warned_to = CASE WHEN c.state = 'open' THEN NULL ELSE o.warned_to END
     FROM json_to_recordset($1) AS c (subject_id uuid, rule_id int, state text, met_at timestamptz)
     WHERE (o.subject_id, o.rule_id, o.target_id) = (c.subject_id, c.rule_id, 0)`,
    [JSON.stringify(rows)],
  );
}

function keyOf({ chain, first, change }: Followed): { subjectId: string; ruleId: number; targetId: number } {
  return { subjectId: first.subject_id, ruleId: chain.steps[change.step]?.ruleId ?? 0, targetId: 0 };
}

function eventOf({ chain, first, change: { step, state, opened } }: Followed): StepEvent[] {
  if (opened && state === 'open') return [];
  const station = { open: 'obligation-reopened', met: 'obligation-met', 'met-late': 'obligation-met-late' } as const;
  if (state === 'waived' || state === 'withdrawn') return [];
  const rule = chain.steps[step]?.name ?? '';
  return [{ recordId: first.subject_id, department: first.department, dataset: first.dataset, station: station[state], rule }];
}
