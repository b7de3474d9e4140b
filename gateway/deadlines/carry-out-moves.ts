import { SegmentWriter } from '../exchange-log/segment.js';
import type { LogStation } from '../exchange-log/entry.js';
import type { Queryable, Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import { writeHistory, type DutyKey } from './history.js';
import { type DeadlinesInForce, type MoveKind, type PlannedMove, planMoves } from './moves.js';

export interface CarryOutTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: Date;
}

/** Of one transaction; the embedded store does nothing else meanwhile. */
const batchRows = 500;

/**
 * Notes, in the transaction that changes rules or calendars, that open obligations have to follow. Costs nothing where
 * nothing is open.
 */
export async function noteMove(transaction: Queryable, actor: string, now: Date): Promise<void> {
  await transaction.query(
    `INSERT INTO deadline_move (applied_at, applied_by)
     SELECT $1, $2 WHERE EXISTS (SELECT FROM obligation WHERE state = 'open')`,
    [now.toISOString(), actor],
  );
}

/**
 * Moves open obligations to where rules and calendars put them, if a change of those was noted and not carried out yet,
 * with history and a log event for each. Batch by batch, each a transaction: whoever dies over it or does it at the same
 * time does no harm, for what has moved moves no more. Answers with how many were touched.
 */
export async function carryOutMoves(tools: CarryOutTools, inForce: DeadlinesInForce): Promise<number> {
  const { store, now } = tools;
  const [noted] = await store.query<{ id: number; applied_by: string }>(
    'SELECT id, applied_by FROM deadline_move WHERE ended_at IS NULL ORDER BY id DESC LIMIT 1',
  );
  if (!noted) return 0;
  // Whoever began this before may have counted them.
  await store.query('UPDATE deadline_move_count SET kept = 0 WHERE move_id = $1', [noted.id]);
  let touched = 0;
  for (const move of await planMoves(store, inForce, now)) {
    const work = { tools, move, noted };
    let done: number;
    do {
      done = await store.transaction((transaction) => carryOutBatch(transaction, work));
      touched += done;
    } while (done === batchRows);
  }
  await store.query('UPDATE deadline_move SET ended_at = now() WHERE id <= $1 AND ended_at IS NULL', [noted.id]);
  return touched;
}

interface Work {
  readonly tools: CarryOutTools;
  readonly move: PlannedMove;
  readonly noted: { readonly id: number; readonly applied_by: string };
}

interface TouchedRow {
  readonly subject_id: string;
  readonly target_id: number;
  readonly dataset: string;
  readonly target: string | null;
}

async function carryOutBatch(transaction: Queryable, work: Work): Promise<number> {
  const { move, tools, noted } = work;
  const { group, kind } = move;
  if (kind === 'kept') {
    await addToCounts(transaction, work, group.obligations);
    return 0;
  }
  const rows = await lockGroup(transaction, move);
  if (rows.length === 0) return 0;
  const keys = rows.map((row): DutyKey => ({ subjectId: row.subject_id, ruleId: group.rule_id, targetId: row.target_id }));
  if (kind === 'awaitingDecision') await openCases(transaction, move, keys);
  else {
    await writeHistory(transaction, tools, keys, `configuration ${String(noted.id)}`);
    await moveDuties(transaction, move, keys);
  }
  await addToCounts(transaction, work, rows.length);
  const segment = new SegmentWriter();
  for (const row of rows) {
    segment.add({
      id: tools.makeId(),
      at: tools.now.toISOString(),
      station: stations[kind],
      actor: noted.applied_by,
      department: group.department,
      dataset: row.dataset,
      record: row.subject_id,
      target: row.target ?? undefined,
      code: group.rule,
    });
  }
  await segment.write(transaction, tools.makeId, tools.now);
  return rows.length;
}

const stations: Readonly<Record<Exclude<MoveKind, 'kept'>, LogStation>> = {
  earlier: 'deadline-moved',
  later: 'deadline-moved',
  confirmed: 'deadline-confirmed',
  unconfirmed: 'deadline-unconfirmed',
  awaitingDecision: 'deadline-case-opened',
};

/** The next obligations of the group that still stand as planned; what waits for a decision already is passed over. */
async function lockGroup(transaction: Queryable, { group, due, kind }: PlannedMove): Promise<TouchedRow[]> {
  const isAsked =
    kind === 'awaitingDecision'
      ? `AND NOT EXISTS (SELECT FROM deadline_case c
           WHERE (c.subject_id, c.rule_id, c.target_id) = (o.subject_id, o.rule_id, o.target_id)
             AND (c.state = 'open' OR (c.state = 'refused' AND c.wanted_due_at = $8::timestamptz)))`
      : 'AND ($8::timestamptz IS NOT NULL)';
  return transaction.query<TouchedRow>(
    `SELECT o.subject_id, o.target_id, s.name AS dataset, n.reference AS target
     FROM obligation o JOIN dataset s ON s.id = o.dataset_id LEFT JOIN connector n ON n.id = o.target_id
     WHERE o.state = 'open' AND o.due_at >= $1 AND o.due_at < $1::timestamptz + interval '1 millisecond' AND o.due_on = $2
       AND o.department_id = $3 AND o.rule_id = $4 AND o.trigger_date = $5 AND o.provisional = $6 AND o.rule_version = $7 AND o.target_id = $9
       AND o.extended_from IS NULL ${isAsked}
     ORDER BY o.subject_id, o.target_id LIMIT ${batchRows} FOR UPDATE OF o`,
    [
      group.due_at.toISOString(),
      group.due_on,
      group.department_id,
      group.rule_id,
      group.trigger_date,
      group.provisional,
      group.rule_version,
      due.dueAt,
      group.target_id,
    ],
  );
}

/** The obligations, how urgent their deliveries are, and what people may be warned of once more. */
async function moveDuties(transaction: Queryable, { group, due, rule }: PlannedMove, keys: readonly DutyKey[]): Promise<void> {
  const subjects = keys.map((key) => key.subjectId);
  const targets = keys.map((key) => key.targetId);
  await transaction.query(
    `UPDATE obligation o SET due_on = $4, due_at = $5, provisional = $6, rule_version = $7,
       warned_to = CASE WHEN $5::timestamptz > o.due_at THEN NULL ELSE o.warned_to END
     FROM unnest($1::uuid[], $2::int[]) AS k (subject_id, target_id)
     WHERE (o.subject_id, o.rule_id, o.target_id) = (k.subject_id, $3::int, k.target_id)`,
    [subjects, targets, group.rule_id, due.dueOn, due.dueAt, due.provisional, rule.version],
  );
  await transaction.query(
    `UPDATE outbox w SET due_at = first.due_at
     FROM (SELECT w.record_id, w.target_id, w.version, w.resend, min(o.due_at) AS due_at
           FROM outbox w JOIN obligation o ON o.subject_id = w.record_id AND o.target_id IN (w.target_id, 0)
             AND o.state = 'open' AND o.operation = w.operation
           WHERE w.record_id = ANY($1::uuid[]) GROUP BY 1, 2, 3, 4) AS first
     WHERE (w.record_id, w.target_id, w.version, w.resend) = (first.record_id, first.target_id, first.version, first.resend)`,
    [subjects],
  );
}

/** Lateness is not erased by a change of rules: what is overdue becomes later by a decision with a reason only. */
async function openCases(transaction: Queryable, { group, due }: PlannedMove, keys: readonly DutyKey[]): Promise<void> {
  await transaction.query(
    `INSERT INTO deadline_case (subject_id, rule_id, target_id, department_id, dataset_id, kind, first_due_on, first_due_at,
       wanted_trigger_date, wanted_due_on, wanted_due_at, wanted_provisional)
     SELECT o.subject_id, o.rule_id, o.target_id, o.department_id, o.dataset_id, 'later', o.due_on, o.due_at,
       o.trigger_date, $4, $5, $6
     FROM unnest($1::uuid[], $2::int[]) AS k (subject_id, target_id)
     JOIN obligation o ON (o.subject_id, o.rule_id, o.target_id) = (k.subject_id, $3::int, k.target_id)`,
    [
      keys.map((key) => key.subjectId),
      keys.map((key) => key.targetId),
      group.rule_id,
      due.dueOn,
      due.dueAt,
      due.provisional,
    ],
  );
}

const columnOf: Readonly<Record<MoveKind, string>> = {
  earlier: 'earlier',
  later: 'later',
  confirmed: 'confirmed',
  unconfirmed: 'unconfirmed',
  awaitingDecision: 'awaiting_decision',
  kept: 'kept',
};

async function addToCounts(transaction: Queryable, { move, noted }: Work, obligations: number): Promise<void> {
  const column = columnOf[move.kind];
  await transaction.query(
    `INSERT INTO deadline_move_count AS c (move_id, department_id, rule_id, ${column}) VALUES ($1, $2, $3, $4)
     ON CONFLICT (move_id, department_id, rule_id) DO UPDATE SET ${column} = c.${column} + $4`,
    [noted.id, move.group.department_id, move.group.rule_id, obligations],
  );
}
