const dayMs = 24 * 60 * 60 * 1000;

/** The `YYYY-MM-DD` so many days after (before, where negative) another. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The same day of another year; 29 February becomes 1 March where that year has none. */
export function addYears(date: string, years: number): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return new Date(Date.UTC(Number(year) + years, Number(month) - 1, Number(day))).toISOString().slice(0, 10);
}

/** How a spreadsheet counts a day: 1 is 1900-01-01, with the day that 1900 did not have. Right from 1900-03-01. */
export function spreadsheetSerial(date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / dayMs);
}
