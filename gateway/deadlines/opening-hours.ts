import { shanghaiDate } from '../clock.js';
import type { Calendar } from './calendar.js';
import { dayNumber, dayText } from './civil-date.js';

/** When a receiver takes records, in Asia/Shanghai. */
export type OpeningHours = {
  /** `HH:MM`. */
  readonly opens: string;
  /** `HH:MM`, later than `opens`. A day that a record is due on ends here. */
  readonly closes: string;
  readonly on: 'working-days' | 'every-day';
};

/** The stretches in which a receiver is open. Without hours it always is. */
export interface Opening {
  /** The instant itself where the receiver is open, or else when it opens next. */
  nextOpen(instant: Date): Date;
  /** The instant by which the receiver will have been open for so long, counted from the given one. */
  after(instant: Date, openMs: number): Date;
  /** How long the receiver is open between two instants. */
  openMsBetween(from: Date, to: Date): number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const shanghaiAheadMs = 8 * 60 * minuteMs;
/** No holiday is longer; a receiver that is closed for longer than this is taken to be open. */
const closedDaysMax = 60;
/** Further ahead nobody counts hours. */
const daysMax = 3660;

/** Of a receiver without hours. */
export const alwaysOpen: Opening = {
  nextOpen: (instant) => instant,
  after: (instant, openMs) => new Date(instant.getTime() + openMs),
  openMsBetween: (from, to) => Math.max(0, to.getTime() - from.getTime()),
};

/** @param calendar says which days are worked, for hours of working days */
export function openingOf(hours: OpeningHours | undefined, calendar: Calendar): Opening {
  if (hours === undefined) return alwaysOpen;
  const [opensMs, closesMs] = [minutesOf(hours.opens) * minuteMs, minutesOf(hours.closes) * minuteMs];

  /** The stretch of the day, or undefined on a day on which the receiver is closed. */
  function stretchOf(day: number): { readonly from: number; readonly to: number } | undefined {
    const date = dayText(day);
    if (hours?.on === 'working-days' && calendar.covers(date) && !calendar.isWorkday(date)) return undefined;
    const midnight = day * dayMs - shanghaiAheadMs;
    return { from: midnight + opensMs, to: midnight + closesMs };
  }

  return {
    nextOpen(instant) {
      const first = dayOf(instant);
      for (let day = first; day <= first + closedDaysMax; day += 1) {
        const stretch = stretchOf(day);
        if (stretch && instant.getTime() < stretch.to) return new Date(Math.max(instant.getTime(), stretch.from));
      }
      return instant;
    },
    after(instant, openMs) {
      let left = openMs;
      const first = dayOf(instant);
      for (let day = first; day <= first + daysMax; day += 1) {
        const stretch = stretchOf(day);
        if (!stretch) continue;
        const from = Math.max(stretch.from, instant.getTime());
        const here = Math.max(0, stretch.to - from);
        if (left <= here && here > 0) return new Date(from + left);
        left -= here;
      }
      return new Date(instant.getTime() + daysMax * dayMs);
    },
    openMsBetween(from, to) {
      let total = 0;
      const last = Math.min(dayOf(to), dayOf(from) + daysMax);
      for (let day = dayOf(from); day <= last; day += 1) {
        const stretch = stretchOf(day);
        if (stretch) total += Math.max(0, Math.min(stretch.to, to.getTime()) - Math.max(stretch.from, from.getTime()));
      }
      return total;
    },
  };
}

/** Minutes since midnight of `HH:MM`. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function dayOf(instant: Date): number {
  return dayNumber(shanghaiDate(instant)) ?? 0;
}
