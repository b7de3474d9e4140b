import type { FiringDay, FiringDays } from './firing-days.js';

/** A receiver's hours, as far as waiting goes. */
interface Hours {
  nextOpen(instant: Date): Date;
}

/** How long something may have to wait for a schedule and for its receiver to open. */
export interface Wait {
  /** What comes just after this run … */
  readonly after: Date;
  /** … is read by this one … */
  readonly firesAt: Date;
  /** … and may be handed over from then on. */
  readonly takenAt: Date;
  readonly waitMs: number;
}

const secondMs = 1000;

/** The longest wait among days on which a schedule fires; undefined where it fires less than twice. */
export function worstWait(firing: FiringDays, days: readonly FiringDay[], hours: Hours): Wait | undefined {
  const times = firing.secondsOfDay;
  const longest = indexOfLongestPause(times);
  let worst: Wait | undefined;
  const consider = (after: Date, firesAt: Date): void => {
    const takenAt = hours.nextOpen(firesAt);
    const waitMs = takenAt.getTime() - after.getTime();
    if (!worst || waitMs > worst.waitMs) worst = { after, firesAt, takenAt, waitMs };
  };
  for (const [index, day] of days.entries()) {
    const previous = days[index - 1];
    if (previous) consider(previous.last, day.first);
    const at = (position: number): Date => new Date(day.first.getTime() + ((times[position] ?? 0) - (times[0] ?? 0)) * secondMs);
    // Within a day only the longest pause and the first run after the receiver has closed can be the worst.
    for (const position of [longest, firstThatWaits(times.length, at, hours)]) {
      if (position > 0 && position < times.length) consider(at(position - 1), at(position));
    }
  }
  return worst;
}

/** Position of the time before which the pause is longest; 0 for a single time. */
function indexOfLongestPause(times: readonly number[]): number {
  let [longest, pause] = [0, 0];
  for (const [index, time] of times.entries()) {
    const before = times[index - 1];
    if (before !== undefined && time - before > pause) [longest, pause] = [index, time - before];
  }
  return longest;
}

/** Position of the first run of a day that finds the receiver closed for the rest of it, by halving. */
function firstThatWaits(count: number, at: (position: number) => Date, hours: Hours): number {
  const nextDayMs = hours.nextOpen(at(count - 1)).getTime();
  if (nextDayMs === at(count - 1).getTime()) return count;
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (hours.nextOpen(at(middle)).getTime() === nextDayMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A day that a record's period starts on for which the schedule comes too late. */
export interface LateRun {
  readonly eventDate: string;
  readonly firesAt: Date;
  readonly takenAt: Date;
  readonly due: { readonly dueOn: string; readonly dueAt: string };
}

/**
 * The day whose records are latest, when what happens at its very end is read by the next run: undefined while a run
 * comes in time for every day. `dueOf` gives undefined for days on which nothing is owed.
 */
export function latestRun(
  days: readonly FiringDay[],
  dates: readonly string[],
  dueOf: (date: string) => LateRun['due'] | undefined,
  hours: Hours,
): LateRun | undefined {
  let worst: LateRun | undefined;
  let worstMs = 0;
  let next = 0;
  for (const eventDate of dates) {
    while (next < days.length && (days[next]?.date ?? '') <= eventDate) next += 1;
    const day = days[next];
    const due = dueOf(eventDate);
    if (!day || !due) continue;
    const takenAt = hours.nextOpen(day.first);
    const lateMs = takenAt.getTime() - Date.parse(due.dueAt);
    if (lateMs > worstMs) [worst, worstMs] = [{ eventDate, firesAt: day.first, takenAt, due }, lateMs];
  }
  return worst;
}
