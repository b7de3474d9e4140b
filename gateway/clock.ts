/** The only source of the present time; everything else is given one, so that tests can hold it still. */
export interface Clock {
  now(): Date;
}

/** The computer's own clock, the one place in the program that reads it. */
export const systemClock: Clock = { now: () => new Date(Date.now()) };

const shanghaiOffsetMs = 8 * 60 * 60 * 1000;

/**
 * The legal date `YYYY-MM-DD` in Asia/Shanghai at an instant. Right for instants after 1991-09-15, when China
 * last changed its clocks; this is for the present, not for historical data. Adds the fixed offset by hand
 * because Intl costs 10 µs a call and this is called for every record.
 */
export function shanghaiDate(instant: Date): string {
  return shanghaiText(instant).slice(0, 10);
}

/** For people's eyes: `YYYY-MM-DD HH:mm` in Asia/Shanghai. */
export function shanghaiMinute(instant: Date): string {
  return shanghaiText(instant).slice(0, 16).replace('T', ' ');
}

/** For people's eyes: `HH:mm:ss` in Asia/Shanghai. */
export function shanghaiTime(instant: Date): string {
  return shanghaiText(instant).slice(11, 19);
}

function shanghaiText(instant: Date): string {
  return new Date(instant.getTime() + shanghaiOffsetMs).toISOString();
}
