import type { DueDate } from './compute.js';

export type DutyState = 'open' | 'met' | 'met-late' | 'waived' | 'withdrawn';

/** An obligation as it stands in the store. Instants in milliseconds. */
export interface StandingDuty {
  readonly state: DutyState;
  /** What has to arrive: the record, or its withdrawal. */
  readonly operation: 'upsert' | 'withdraw';
  readonly dueAtMs: number;
  readonly metAtMs: number | null;
  /** The due instant by the rule alone, where the data office extended it. */
  readonly extendedFromMs: number | null;
}

/** What a new version of the record means for the obligation. */
export interface NewVersionFacts {
  readonly operation: 'upsert' | 'withdraw';
  /** What the version asks by the same rule at the same target; undefined: nothing. */
  readonly planned: Pick<DueDate, 'dueAt'> | undefined;
  /** The record was withdrawn, and is entered again. */
  readonly isEnteredAgain: boolean;
  readonly nowMs: number;
}

export interface DutyChange {
  readonly state: DutyState;
  /** The planned date takes the place of the standing one. */
  readonly moves: boolean;
  /** What the data office has to approve; until then the first due date stands. */
  readonly asks: 'later' | 're-entered' | 'not-owed' | undefined;
}

/**
 * What becomes of an obligation when its record changes. A due date becomes earlier by itself, also afterwards: what was
 * met in time by a date that proves wrong is late. Nothing makes it later, takes it away or lets it begin anew but a
 * decision of the data office: that is asked for, and the first date stands meanwhile.
 */
export function reviewDuty(standing: StandingDuty, version: NewVersionFacts): DutyChange {
  const { planned } = version;
  const unchanged: DutyChange = { state: standing.state, moves: false, asks: undefined };
  if (standing.operation !== version.operation) return fallsAway(standing, version) ?? unchanged;
  if (!planned) return standing.state === 'open' && version.operation === 'upsert' ? { ...unchanged, asks: 'not-owed' } : unchanged;
  const plannedMs = Date.parse(planned.dueAt);
  if (standing.operation === 'withdraw') return withdrawnAgain(standing, unchanged);
  const isEarlier = plannedMs < (standing.extendedFromMs ?? standing.dueAtMs);
  const isLater = plannedMs > standing.dueAtMs;
  switch (standing.state) {
    case 'open':
      return { state: 'open', moves: isEarlier, asks: isLater ? 'later' : undefined };
    case 'withdrawn':
      return { state: 'open', moves: isEarlier, asks: isLater ? (version.isEnteredAgain ? 're-entered' : 'later') : undefined };
    case 'met':
    case 'met-late': {
      const isLate = standing.metAtMs !== null && standing.metAtMs > plannedMs;
      return isEarlier ? { state: isLate ? 'met-late' : standing.state, moves: true, asks: undefined } : unchanged;
    }
    case 'waived':
      return unchanged;
  }
}

/** The duty to withdraw a record that stands again: gone while there was time, for the data office once it is late. */
function fallsAway(standing: StandingDuty, { operation, nowMs }: NewVersionFacts): DutyChange | undefined {
  if (standing.state !== 'open' || operation !== 'upsert') return undefined;
  return standing.dueAtMs > nowMs
    ? { state: 'withdrawn', moves: false, asks: undefined }
    : { state: 'open', moves: false, asks: 'not-owed' };
}

/** A second withdrawal is a duty of its own, unless the first is open, or was late: that is not to be overwritten. */
function withdrawnAgain(standing: StandingDuty, unchanged: DutyChange): DutyChange {
  const isDone = standing.state === 'withdrawn' || standing.state === 'met';
  return isDone ? { state: 'open', moves: true, asks: undefined } : unchanged;
}
