import { messages } from '../language/text.js';

/** Says when a schedule runs, for the forms that people use; undefined where only the expression itself is clear. */
export const cronTexts = messages({
  minutes: { zh: (every: number) => `每 ${String(every)} 分钟`, en: (every: number) => `every ${String(every)} minutes` },
  hourly: { zh: (minute: string) => `每小时第 ${minute} 分`, en: (minute: string) => `every hour at minute ${minute}` },
  daily: { zh: (time: string) => `每天 ${time}`, en: (time: string) => `every day at ${time}` },
  weekdays: { zh: (time: string) => `周一至周五 ${time}`, en: (time: string) => `Monday to Friday at ${time}` },
  monthly: { zh: (day: string, time: string) => `每月 ${day} 日 ${time}`, en: (day: string, time: string) => `on day ${day} of each month at ${time}` },
});

export function cronInWords(cron: string, text: (typeof cronTexts)['zh']): string | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = cron.trim().split(/\s+/);
  if (more.length > 0 || month !== '*') return undefined;
  const everyDay = day === '*' && weekday === '*';
  const every = /^\*\/(\d+)$/.exec(minute)?.[1];
  if (every !== undefined && hour === '*' && everyDay) return text.minutes(Number(every));
  if (!/^\d+$/.test(minute)) return undefined;
  if (hour === '*' && everyDay) return text.hourly(minute);
  if (!/^\d+$/.test(hour)) return undefined;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (everyDay) return text.daily(time);
  if (day === '*' && weekday === '1-5') return text.weekdays(time);
  if (/^\d+$/.test(day) && weekday === '*') return text.monthly(day, time);
  return undefined;
}
