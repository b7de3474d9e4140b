/** What came in on one working day, with the rest days before it. Days on which the exchange never ran are left out. */
export interface ObservedDay {
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly day: string;
  /** New, changed, withdrawn and faulty rows. */
  readonly rows: number;
}

export interface Quiet {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly workingDays: number;
  readonly rows: number;
  /** The fewest rows in as many days before. */
  readonly least: number;
}

/** Working days that are looked at together. */
const windows = [1, 2, 5, 10, 20] as const;
/** So many windows have to lie behind a stream before it can be called quiet. */
const windowsBefore = 3;
const daysBefore = 10;
/** Fewer than so many of the fewest ever is quiet. */
const quietShare = 0.5;

/**
 * Whether a stream is quieter than its own history: by the shortest stretch of working days in which it has always brought
 * rows, the latest such stretch brought less than half of the fewest so far. So a stream of many rows a day is quiet after
 * one silent day, and one of a few rows a month after a month. `accountedTo` is the last day that was asked about before.
 *
 * @param days in order, whole days only
 */
export function judgeQuiet(days: readonly ObservedDay[], accountedTo = ''): Quiet | undefined {
  for (const workingDays of windows) {
    const latest = days.slice(-workingDays);
    const before = days.slice(0, -workingDays);
    if (before.length < Math.max(daysBefore, windowsBefore * workingDays)) return undefined;
    const least = fewestRows(before, workingDays);
    if (least === 0) continue;
    const [first, last] = [latest[0], latest.at(-1)];
    const rows = sumOf(latest);
    if (!first || !last || first.day <= accountedTo || rows >= least * quietShare) return undefined;
    return { firstDay: first.day, lastDay: last.day, workingDays, rows, least };
  }
  return undefined;
}

function fewestRows(days: readonly ObservedDay[], workingDays: number): number {
  let fewest = Infinity;
  for (let from = 0; from + workingDays <= days.length; from += 1) {
    fewest = Math.min(fewest, sumOf(days.slice(from, from + workingDays)));
  }
  return fewest;
}

function sumOf(days: readonly ObservedDay[]): number {
  return days.reduce((sum, { rows }) => sum + rows, 0);
}
