const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const dateLength = 'YYYY-MM-DD'.length;
const earliestYear = 1900;
const instantPattern =
  /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** True for a day that the Gregorian calendar has; the month counts from 1. */
export function isDayOfCalendar(year: number, month: number, day: number): boolean {
  const isLeapDay = month === 2 && day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return isLeapDay || (day >= 1 && day <= (daysOfMonth[month - 1] ?? 0));
}

/** True for text of the form YYYY-MM-DD, whether or not the calendar has that day. */
export function hasDateForm(text: string): boolean {
  if (text.length !== dateLength || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  for (let index = 0; index < dateLength; index++) {
    const character = text.charCodeAt(index);
    if (index !== 4 && index !== 7 && !(character >= 48 && character <= 57)) return false;
  }
  return true;
}

/**
 * True for a legal date: YYYY-MM-DD, a day of the calendar, not before 1900.
 * Such texts sort as the days do, so that dates are compared as text.
 */
export function isLegalDate(text: string): boolean {
  if (!hasDateForm(text)) return false;
  const year = digits(text, 0) * 100 + digits(text, 2);
  return year >= earliestYear && isDayOfCalendar(year, digits(text, 5), digits(text, 8));
}

/** True for an instant of ISO 8601 with its offset: `2026-03-02T09:30:00+08:00`. */
export function isInstant(text: string): boolean {
  return instantPattern.test(text) && isLegalDate(text.slice(0, dateLength));
}

/** The day in Asia/Shanghai on which an instant of `isInstant` lies, YYYY-MM-DD. */
export function shanghaiDayOf(instant: string): string {
  return new Date(Date.parse(instant) + shanghaiOffsetMs).toISOString().slice(0, dateLength);
}

/** Asia/Shanghai is 8 hours ahead of UTC and has kept no summer time since 1991. */
const shanghaiOffsetMs = 8 * 60 * 60 * 1000;

function digits(text: string, index: number): number {
  return (text.charCodeAt(index) - 48) * 10 + text.charCodeAt(index + 1) - 48;
}
