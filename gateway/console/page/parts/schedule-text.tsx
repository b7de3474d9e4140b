import type { ReactNode } from 'react';
import type { ExchangeView } from '../../../services/exchanges.js';
import { messages, useText } from '../language/text.js';
import { cronInWords, cronTexts } from './cron-words.js';

const texts = messages({ byHand: { zh: '只手工执行', en: 'by hand only' } });

/** When an exchange runs, in words; its expression on pointing at it. */
export function ScheduleText({ cron, timeZone }: Pick<ExchangeView, 'cron' | 'timeZone'>): ReactNode {
  const text = useText(texts);
  const words = useText(cronTexts);
  if (cron === null) return <span className="faint">{text.byHand}</span>;
  return <span title={`${cron} ${timeZone ?? ''}`}>{cronInWords(cron, words) ?? <code>{cron}</code>}</span>;
}
