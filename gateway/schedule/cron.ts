import { createTask, parse, type ScheduledTask } from 'node-cron';

/** The only file that knows node-cron. */
export interface CronPattern {
  /**
   * The newest instant that matches, not after `now` and strictly after `after`; undefined where there is none.
   * Looks back a year at most. Costs about 1 ms for each day without a match.
   */
  latestMatch(now: Date, after: Date): Date | undefined;
  /** The next instants that match, after `after` and within a year, at most `count`. */
  nextMatches(after: Date, count: number): Date[];
  /** Calls `onTick` at every match, also late, when the event loop was blocked or the computer slept. */
  arm(onTick: () => void): void;
  close(): void;
}

export type OpenCronPattern = (expression: string, timeZone: string) => CronPattern;

const secondMs = 1000;
const minuteMs = 60 * secondMs;
/** Every zone's offset is a whole number of quarters, so a quarter lies within one local hour. */
const quarterMs = 15 * minuteMs;
/** How far is looked, back and ahead. */
const lookBackMs = 366 * 24 * 60 * minuteMs;

/** A cron expression of five or six fields; throws where it is not one (manifests are checked before). */
export function openCronPattern(expression: string, timeZone: string): CronPattern {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = parse(expression);
  const dayAndHour = [hour, dayOfMonth, month, dayOfWeek].map((field) => field.join(',')).join(' ');
  const open = (pattern: string): ScheduledTask => createTask(pattern, () => undefined, { timezone: timeZone });
  const hours = open(`* * ${dayAndHour}`);
  const minutes = open(`* ${minute.join(',')} ${dayAndHour}`);
  const seconds = open(expression);
  const tasks = [hours, minutes, seconds];

  return {
    latestMatch: (now, after) => {
      const earliest = Math.max(after.getTime(), now.getTime() - lookBackMs);
      let at = floor(now.getTime(), secondMs);
      while (at > earliest) {
        const instant = new Date(at);
        if (!hours.match(instant)) at = floor(at, quarterMs) - secondMs;
        else if (!minutes.match(instant)) at = floor(at, minuteMs) - secondMs;
        else if (!seconds.match(instant)) at -= secondMs;
        else return instant;
      }
      return undefined;
    },
    nextMatches: (after, count) => {
      const found: Date[] = [];
      let at = floor(after.getTime(), secondMs) + secondMs;
      const latest = after.getTime() + lookBackMs;
      while (at <= latest && found.length < count) {
        const instant = new Date(at);
        if (!hours.match(instant)) at = floor(at, quarterMs) + quarterMs;
        else if (!minutes.match(instant)) at = floor(at, minuteMs) + minuteMs;
        else {
          if (seconds.match(instant)) found.push(instant);
          at += secondMs;
        }
      }
      return found;
    },
    arm: (onTick) => {
      const ticking = createTask(expression, onTick, { timezone: timeZone, suppressMissedWarning: true });
      ticking.on('execution:missed', onTick);
      tasks.push(ticking);
      void ticking.start();
    },
    close: () => {
      for (const task of tasks.splice(0)) void task.destroy();
    },
  };
}

function floor(instantMs: number, unitMs: number): number {
  return Math.floor(instantMs / unitMs) * unitMs;
}
