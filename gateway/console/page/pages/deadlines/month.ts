const dayMs = 24 * 60 * 60 * 1000;
const daysAWeek = 7;

/** The days that a month's page shows, whole weeks from Monday on. */
export function monthDays(month: string): string[] {
  const first = Date.parse(`${month}-01`);
  const last = Date.parse(`${shiftMonth(month, 1)}-01`) - dayMs;
  const begin = first - weekday(first) * dayMs;
  const end = last + (daysAWeek - 1 - weekday(last)) * dayMs;
  return Array.from({ length: (end - begin) / dayMs + 1 }, (_, index) => new Date(begin + index * dayMs).toISOString().slice(0, 10));
}

/** `YYYY-MM`, so many months on. */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** 0 for Monday. */
function weekday(instantMs: number): number {
  return (new Date(instantMs).getUTCDay() + daysAWeek - 1) % daysAWeek;
}
