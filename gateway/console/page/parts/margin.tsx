import type { ReactNode } from 'react';
import { messages, useText } from '../language/text.js';
import { Mark, type Tone } from './mark.js';

const texts = messages({
  overdueDays: { zh: (days: number) => `逾期 ${String(days)} 天`, en: (days: number) => `${String(days)} days overdue` },
  overdueHours: { zh: (hours: number) => `逾期 ${String(hours)} 小时`, en: (hours: number) => `${String(hours)} hours overdue` },
  hours: { zh: (hours: number) => `还剩 ${String(hours)} 小时`, en: (hours: number) => `${String(hours)} hours left` },
  days: { zh: (days: number) => `还剩 ${String(days)} 天`, en: (days: number) => `${String(days)} days left` },
});

const hourMs = 60 * 60 * 1000;
const dayHours = 24;
const soonHours = 72;

/** How much time is left until an instant, or how long it is past, as words and colour. */
export function Margin({ dueAt, now }: { readonly dueAt: string; readonly now: number }): ReactNode {
  const text = useText(texts);
  const hours = (Date.parse(dueAt) - now) / hourMs;
  const tone: Tone = hours < 0 ? 'late' : hours < soonHours ? 'soon' : 'plain';
  const whole = Math.floor(Math.abs(hours));
  const inDays = whole >= 2 * dayHours;
  const figure = inDays ? Math.floor(whole / dayHours) : whole;
  const say = hours < 0 ? (inDays ? text.overdueDays : text.overdueHours) : inDays ? text.days : text.hours;
  return <Mark tone={tone}>{say(figure)}</Mark>;
}
