const secondMs = 1000;
/** Attempts so close to each other count as one stretch of work: a rate limit makes such pauses, idleness longer ones. */
const pauseMaxMs = 5 * secondMs;
/** Fewer deliveries than this say nothing of a receiver's speed. */
const measuredMin = 20;

/**
 * Share of a receiver's rate that a forecast does not count on: measured while it works, a rate knows nothing of the next
 * outage. Over simulated courses with one outage each it finds more of what ends late than it calls late for nothing.
 */
export const outageReserve = 0.05;

/** Deliveries to one receiver that are due at the same instant; undefined where nothing is due. */
export interface DueBucket {
  readonly dueAt: Date | undefined;
  readonly deliveries: number;
}

/** One batch as it was handed over. */
export interface MeasuredAttempt {
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Deliveries that the receiver took: accepted, or sent with the receipt to come. */
  readonly taken: number;
}

/** When the receiver takes records, as far as a forecast asks. */
export interface ReceiverHours {
  after(instant: Date, openMs: number): Date;
  openMsBetween(from: Date, to: Date): number;
}

export interface QueueForecast {
  readonly deliveries: number;
  /** When the last of them will have been taken. */
  readonly endsAt: Date;
  /** Of those not overdue yet, the ones that will be; by due instant, earliest first, only where there are any. */
  readonly late: readonly { readonly dueAt: Date; readonly deliveries: number; readonly acceptedBy: Date }[];
  /** Overdue already. */
  readonly overdue: number;
  /** Deliveries a second that would be needed from now on to be late with none of those that still can be in time. */
  readonly neededPerSecond: number;
}

/**
 * How many deliveries a second a receiver takes while it is worked on, over all batches that overlap or follow each
 * other closely. Undefined where too few were handed over to say.
 */
export function measuredRate(attempts: readonly MeasuredAttempt[]): number | undefined {
  let taken = 0;
  let busyMs = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const attempt of attempts.toSorted((first, second) => first.startedAt.getTime() - second.startedAt.getTime())) {
    if (attempt.taken === 0) continue;
    const [from, to] = [attempt.startedAt.getTime(), attempt.endedAt.getTime()];
    busyMs += from - until > pauseMaxMs ? to - from : Math.max(0, to - until);
    until = Math.max(until, to);
    taken += attempt.taken;
  }
  return taken < measuredMin || busyMs <= 0 ? undefined : (taken * secondMs) / busyMs;
}

/**
 * What becomes of a queue that is worked off earliest due first at a steady rate from `startsAt` on, while its receiver
 * is open. Supposes that nothing comes in between that is due earlier, and that every delivery is accepted the first time.
 */
export function forecastQueue(
  buckets: readonly DueBucket[],
  { ratePerSecond, startsAt, now, hours }: { readonly ratePerSecond: number; readonly startsAt: Date; readonly now: Date; readonly hours: ReceiverHours },
): QueueForecast {
  const acceptedBy = (count: number): Date => hours.after(startsAt, Math.ceil((count / ratePerSecond) * secondMs));
  const late: { dueAt: Date; deliveries: number; acceptedBy: Date }[] = [];
  let before = 0;
  let overdue = 0;
  let needed = 0;
  for (const { dueAt, deliveries } of buckets.toSorted(byDueInstant)) {
    if (dueAt === undefined) {
      before += deliveries;
      continue;
    }
    const due = dueAt.getTime();
    if (due <= now.getTime()) overdue += deliveries;
    else {
      const inTime = Math.floor((hours.openMsBetween(startsAt, dueAt) / secondMs) * ratePerSecond) - before;
      const lateHere = deliveries - Math.min(deliveries, Math.max(0, inTime));
      if (lateHere > 0) late.push({ dueAt, deliveries: lateHere, acceptedBy: acceptedBy(before + deliveries) });
      // Where the receiver does not open any more before they are due, no rate would do.
      const openMs = hours.openMsBetween(now, dueAt);
      if (openMs > 0) needed = Math.max(needed, ((before + deliveries) * secondMs) / openMs);
    }
    before += deliveries;
  }
  return { deliveries: before, endsAt: acceptedBy(before), late, overdue, neededPerSecond: needed };
}

function byDueInstant(first: DueBucket, second: DueBucket): number {
  const [one, two] = [first.dueAt?.getTime(), second.dueAt?.getTime()];
  if (one === two) return 0;
  if (one === undefined) return 1;
  return two === undefined ? -1 : one - two;
}
