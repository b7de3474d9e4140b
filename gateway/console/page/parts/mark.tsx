import type { ReactNode } from 'react';

export type Tone = 'good' | 'soon' | 'late' | 'calm' | 'plain';

/** A state in a word, with a colour that says whether anybody has to do something. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return <span className={`mark mark-${tone}`}>{children}</span>;
}
