import type { ReactNode } from 'react';
import { useLanguage } from '../language/text.js';

const tags = { zh: 'zh-CN', en: 'en-GB' } as const;
const minute: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const whole: Intl.DateTimeFormatOptions = { dateStyle: 'full', timeStyle: 'long' };

/** An instant in the reader's own time; the zone and the seconds are shown on pointing at it. */
export function Moment({ at }: { readonly at: string | null }): ReactNode {
  const tag = tags[useLanguage()];
  if (at === null) return <span className="nothing">—</span>;
  const instant = new Date(at);
  return (
    <time dateTime={at} title={new Intl.DateTimeFormat(tag, whole).format(instant)} className="moment">
      {new Intl.DateTimeFormat('sv-SE', minute).format(instant)}
    </time>
  );
}
