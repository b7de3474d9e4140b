import type { Queryable } from '../store/store.js';
import { dayNumber, isWeekend } from './civil-date.js';
import { type DueDateStep, explainDue } from './compute.js';
import { lengthInWords, type Words } from './explain.js';
import { type DatedRule, type DeadlinesInForce, type MoveKind, type PlannedMove, planMoves } from './moves.js';
import { explainPeriod } from './period.js';
import { isPeriodSpec } from './rule.js';

/** What a change of rules or calendars would do to open obligations. */
export interface MovePreview {
  /** By rule and department, in obligations. */
  readonly counts: readonly MoveCount[];
  /** The largest group of each rule and kind of move, with the arithmetic. */
  readonly examples: readonly MoveExample[];
}

export interface MoveCount extends Readonly<Record<MoveKind, number>> {
  readonly rule: string;
  readonly department: string;
  /** Of `earlier`: overdue as soon as it is applied. */
  readonly overdueAtOnce: number;
}

export interface MoveExample {
  readonly rule: string;
  readonly department: string;
  readonly kind: MoveKind;
  readonly obligations: number;
  readonly triggerDate: string;
  readonly before: { readonly dueOn: string; readonly provisional: boolean; readonly length: Words | null };
  readonly after: { readonly dueOn: string; readonly provisional: boolean; readonly length: Words | null };
  /** Day by day, as `deadlines compute` has it. */
  readonly steps: readonly DueDateStep[];
  /** Of the steps, those that are not as in a plain week, and the last. */
  readonly notable: readonly DueDateStep[];
}

const examplesMax = 20;

/** What would move, without moving anything. */
export async function previewMoves(store: Queryable, inForce: DeadlinesInForce, now: Date): Promise<MovePreview> {
  const moves = await planMoves(store, inForce, now);
  const largest = new Map<string, PlannedMove>();
  for (const move of moves) {
    const key = `${move.group.rule} ${move.kind}`;
    if ((largest.get(key)?.group.obligations ?? 0) < move.group.obligations) largest.set(key, move);
  }
  return { counts: countsOf(moves, now), examples: [...largest.values()].slice(0, examplesMax).map(exampleOf) };
}

function countsOf(moves: readonly PlannedMove[], now: Date): MoveCount[] {
  const counts = new Map<string, { -readonly [Name in keyof MoveCount]: MoveCount[Name] }>();
  for (const { group, kind, due } of moves) {
    const { rule, department, obligations } = group;
    const key = `${rule} ${department}`;
    const count = counts.get(key) ?? {
      rule,
      department,
      earlier: 0,
      later: 0,
      confirmed: 0,
      unconfirmed: 0,
      awaitingDecision: 0,
      kept: 0,
      overdueAtOnce: 0,
    };
    count[kind] += obligations;
    if (kind === 'earlier' && group.due_at > now && due.dueAt <= now.toISOString()) count.overdueAtOnce += obligations;
    counts.set(key, count);
  }
  return [...counts.values()];
}

function exampleOf({ group, kind, due, rule, former, calendar }: PlannedMove): MoveExample {
  const { steps } = isPeriodSpec(rule.spec)
    ? explainPeriod(rule.spec, group.trigger_date, calendar)
    : explainDue(rule.spec, group.trigger_date, calendar);
  return {
    rule: group.rule,
    department: group.department,
    kind,
    obligations: group.obligations,
    triggerDate: group.trigger_date,
    before: { dueOn: group.due_on, provisional: group.provisional, length: lengthOf(former) },
    after: { dueOn: due.dueOn, provisional: due.provisional, length: lengthOf(rule) },
    steps,
    notable: steps.filter((step, index) => index > 0 && (index === steps.length - 1 || isUnlikePlainWeek(step))),
  };
}

function lengthOf(rule: DatedRule | undefined): Words | null {
  return rule && !isPeriodSpec(rule.spec) ? lengthInWords(rule.spec.duration) : null;
}

/** A holiday on a weekday, or a weekend that is worked. */
function isUnlikePlainWeek({ date, counts }: DueDateStep): boolean {
  const day = dayNumber(date);
  return day !== undefined && counts === isWeekend(day);
}
