import type { Calendar } from '../../deadlines/calendar.js';
import { bad, ok, warn, type Finding } from '../finding.js';

/** Whether this year's and next year's days off are known as the State Council published them. */
export function checkCalendar(calendar: Pick<Calendar, 'coverage'>, today: string): Finding[] {
  const thisYear = Number(today.slice(0, 4));
  const covered = new Map(calendar.coverage().map((year) => [year.year, year]));
  return [thisYear, thisYear + 1].map((year) => {
    const place = { check: 'calendar', subject: String(year) } as const;
    const known = covered.get(year);
    if (known?.published === true) {
      const notices = known.notices.join('、');
      return ok(place, { zh: `放假安排已收录：${notices}`, en: `the schedule of days off is known: ${notices}` });
    }
    const words = {
      zh: '没有收录已公布的放假安排，涉及该年的期限按暂定计算',
      en: 'no published schedule of days off: deadlines that reach into the year are provisional',
      fixZh: '请在国务院办公厅发布通知后升级程序，或在工作区加入该年的 Calendar 清单。',
      fixEn:
        "When the State Council's notice is out, upgrade the program or add a Calendar manifest for the year to the workspace.",
    };
    // The notice for a year comes out in October or November of the year before.
    return year === thisYear ? bad(place, words) : warn(place, words);
  });
}
