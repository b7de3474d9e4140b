import { secondMs } from './settings.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Seconds by which a zone is ahead of UTC at a moment; `UTC` and every name of the zone database are known. */
export function zoneOffsetSeconds(zone: string, at: Date): number {
  const format = formats.get(zone) ?? formatIn(zone);
  formats.set(zone, format);
  // The Swedish form is `2026-11-23 10:00:00`.
  const local = Date.parse(`${format.format(at).replace(' ', 'T')}Z`);
  return Math.round((local - Math.floor(at.getTime() / secondMs) * secondMs) / secondMs);
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
}

/** `2026-11-23 10:00:00`: the whole seconds of a moment, so many seconds ahead of UTC. */
export function localTime(at: Date, offsetSeconds: number): string {
  const shifted = new Date(at.getTime() + offsetSeconds * secondMs).toISOString();
  return shifted.slice(0, 'yyyy-MM-ddTHH:mm:ss'.length).replace('T', ' ');
}

/** `+08:00`. */
export function offsetText(offsetSeconds: number): string {
  const minutes = Math.round(Math.abs(offsetSeconds) / 60);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${offsetSeconds < 0 ? '-' : '+'}${hour}:${minute}`;
}
