import { Typography } from 'antd';
import type { ReactNode } from 'react';
import { messages, useText } from '../language/text.js';
import { Switches } from './switches.js';

const texts = messages({
  name: { zh: '监通', en: 'Jiantong' },
  what: { zh: '跨部门综合监管数据交换网关', en: 'Data exchange for cross-department supervision' },
});

/** What stands before the console proper: signing in, a new password, the first administrator. */
export function EntryCard({ title, say, children }: { readonly title: string; readonly say?: string; readonly children: ReactNode }): ReactNode {
  const text = useText(texts);
  return (
    <main className="entry">
      <div className="entry-switches"><Switches /></div>
      <section className="entry-card">
        <header className="entry-brand">
          <img src="/icon.svg" alt="" width={40} height={40} />
          <div>
            <strong>{text.name}</strong>
            <span>{text.what}</span>
          </div>
        </header>
        <h1>{title}</h1>
        {say === undefined ? null : <Typography.Paragraph type="secondary">{say}</Typography.Paragraph>}
        {children}
      </section>
    </main>
  );
}
