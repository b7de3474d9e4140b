/** A wall-clock time in Asia/Shanghai, as departments write it. No zone, no float, no Date object. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** China has used one zone without summer time since 1992; earlier instants are read with it too. */
export const shanghaiOffsetMinutes = 8 * 60;

const minutesPerDay = 24 * 60;
const millisecondsPerDay = minutesPerDay * 60_000;

/** True for a day that exists, from 1900 to 9999, and a time of day that exists. */
export function isRealTime(time: CivilTime): boolean {
  return (
    time.year >= 1900 &&
    time.year <= 9999 &&
    time.month >= 1 &&
    time.month <= 12 &&
    time.day >= 1 &&
    time.day <= daysInMonth(time.year, time.month) &&
    time.hour <= 23 &&
    time.minute <= 59 &&
    time.second <= 59
  );
}

/** Moves a time by whole minutes, over day and year boundaries. */
export function addMinutes(time: CivilTime, minutes: number): CivilTime {
  const total = time.hour * 60 + time.minute + minutes;
  const days = Math.floor(total / minutesPerDay);
  const rest = total - days * minutesPerDay;
  const date = civilFromDays(daysFromCivil(time.year, time.month, time.day) + days);
  return { ...time, ...date, hour: Math.floor(rest / 60), minute: rest % 60 };
}

/** The first and last serial numbers with five digits before the point: 1927-05-18 and 2173-10-13. */
const excelSerialMin = 10_000;
const excelSerialMax = 99_999;
const excelDayZero = daysFromCivil(1899, 12, 30);

/**
 * A day number as Excel counts (46082 is 2026-03-01), the fraction being the time of day.
 * Only five digits before the point: shorter and longer numbers could be years or other dates.
 */
export function fromExcelSerial(serial: number): CivilTime | undefined {
  const wholeDays = Math.floor(serial);
  if (!(wholeDays >= excelSerialMin && wholeDays <= excelSerialMax)) return undefined;
  // Excel keeps times as binary fractions of a day: the nearest second is what was typed.
  const seconds = Math.round(((serial - wholeDays) * millisecondsPerDay) / 1000);
  const date = civilFromDays(excelDayZero + wholeDays + Math.floor(seconds / 86_400));
  const ofDay = seconds % 86_400;
  return {
    ...date,
    hour: Math.floor(ofDay / 3600),
    minute: Math.floor((ofDay % 3600) / 60),
    second: ofDay % 60,
    millisecond: 0,
  };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a proleptic Gregorian date; years are counted from March, so leap days end them. */
function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
