/**
 * Days of the civil calendar as whole numbers (0 is 1970-01-01), so that adding days is adding numbers and no
 * time zone can shift a date. The text form is always `YYYY-MM-DD`, years 0001 to 9999.
 */

const daysPerWeek = 7;
const daysPerEra = 146_097;
const yearsPerEra = 400;
/** Days from 0000-03-01, where the arithmetic starts, to 1970-01-01. */
const epochOffset = 719_468;
/** 1970-01-01 was a Thursday; Monday counts as 0. */
const epochWeekday = 3;
const saturday = 5;

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Number of the day that a text `YYYY-MM-DD` names; undefined where it is no such text or no real day. */
export function dayNumber(text: string): number | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const isReal = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isReal) return undefined;
  return dayOf(year, month, day);
}

/** The text `YYYY-MM-DD` of a day number. */
export function dayText(day: number): string {
  const { year, month, dayOfMonth } = civil(day);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

/** True for Saturdays and Sundays. */
export function isWeekend(day: number): boolean {
  const weekday = (((day + epochWeekday) % daysPerWeek) + daysPerWeek) % daysPerWeek;
  return weekday >= saturday;
}

/**
 * The same-numbered day so many months later, or the last day of that month where it has no such day.
 * @law 民法典 第202条
 */
export function addMonths(day: number, months: number): number {
  const { year, month, dayOfMonth } = civil(day);
  const monthsSinceZero = year * 12 + (month - 1) + months;
  const laterYear = Math.floor(monthsSinceZero / 12);
  const laterMonth = (monthsSinceZero % 12) + 1;
  return dayOf(laterYear, laterMonth, Math.min(dayOfMonth, daysInMonth(laterYear, laterMonth)));
}

const dash = 45;
const zero = 48;

/** Value of a run of ASCII digits; NaN where another character stands among them. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2 && isLeapYear(year)) return 29;
  return monthLengths[month - 1] ?? 0;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Counts years from March, so that the leap day is the last of its year and needs no special case. */
function dayOf(year: number, month: number, dayOfMonth: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / yearsPerEra);
  const yearOfEra = marchYear - era * yearsPerEra;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - epochOffset;
}

function civil(day: number): { year: number; month: number; dayOfMonth: number } {
  const shifted = day + epochOffset;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * yearsPerEra + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
