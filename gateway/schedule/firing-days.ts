import { parse } from 'node-cron';

/** The instants of a cron expression on one day of its time zone, seconds since midnight in order. */
export interface FiringDays {
  /** The same on every day that it fires on at all; at least one. */
  readonly secondsOfDay: readonly number[];
  firesOn(day: { readonly month: number; readonly dayOfMonth: number; readonly weekday: number }): boolean;
  /** When a second of a local day is, in the expression's zone. */
  instantOf(date: string, secondOfDay: number): Date;
}

const secondMs = 1000;
const dayMs = 24 * 60 * 60 * secondMs;

/** Takes a cron expression apart into days and times, so that years of it can be walked through. */
export function firingDays(expression: string, timeZone: string): FiringDays {
  const { second, minute, hour, dayOfMonth, month, dayOfWeek } = parse(expression);
  const weekdays = new Set(dayOfWeek.map((weekday) => Number(weekday) % 7));
  const offsetMs = zoneOffset(timeZone);
  return {
    secondsOfDay: hour.flatMap((hours) => minute.flatMap((minutes) => second.map((seconds) => (hours * 60 + minutes) * 60 + seconds))),
    firesOn: (day) => month.includes(day.month) && dayOfMonth.includes(day.dayOfMonth) && weekdays.has(day.weekday),
    instantOf(date, secondOfDay) {
      const local = Date.parse(`${date}T00:00:00Z`) + secondOfDay * secondMs;
      // The offset of the instant itself, which differs from that of the local time only around a change of clocks.
      return new Date(local - offsetMs(new Date(local - offsetMs(new Date(local)))));
    },
  };
}

/** How far a zone's clocks are ahead of UTC at an instant. */
function zoneOffset(timeZone: string): (instant: Date) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return local - (instant.getTime() - (instant.getTime() % secondMs));
  };
}

/** One day on which a schedule fires. */
export interface FiringDay {
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly first: Date;
  readonly last: Date;
}

/** The days on which an expression fires, among so many from a date on. */
export function listFiringDays(days: FiringDays, from: string, count: number): FiringDay[] {
  const [first = 0] = days.secondsOfDay;
  const last = days.secondsOfDay.at(-1) ?? first;
  const start = Date.parse(`${from}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => new Date(start + index * dayMs)).flatMap((day) => {
    const isFiring = days.firesOn({ month: day.getUTCMonth() + 1, dayOfMonth: day.getUTCDate(), weekday: day.getUTCDay() });
    if (!isFiring) return [];
    const date = day.toISOString().slice(0, 10);
    return [{ date, first: days.instantOf(date, first), last: days.instantOf(date, last) }];
  });
}
