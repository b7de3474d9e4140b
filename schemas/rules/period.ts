import type { Finding } from './rule.js';

const firstMonths: Readonly<Record<string, string>> = { Q1: '01', Q2: '04', Q3: '07', Q4: '10' };
const yearLength = 'YYYY'.length;

/** The finding for what is dated before the period that it is about has begun. */
export function beforePeriod(day: string, period: string, finding: Finding): Finding | undefined {
  return day < firstDayOfPeriod(period) ? finding : undefined;
}

/** The first day of a period written `2026`, `2026Q3` or `2026-05`, as YYYY-MM-DD. */
function firstDayOfPeriod(period: string): string {
  const part = period.slice(yearLength).replace('-', '');
  return `${period.slice(0, yearLength)}-${firstMonths[part] ?? (part === '' ? '01' : part)}-01`;
}
