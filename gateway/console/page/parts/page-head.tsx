import type { ReactNode } from 'react';
import { Link } from '../router/link.js';

interface Props {
  readonly title: ReactNode;
  /** One sentence on what the page is for. */
  readonly say?: ReactNode;
  readonly back?: { readonly to: string; readonly title: string };
  readonly children?: ReactNode;
}

/** Title of a page, the way back to its list, and what can be done on it. */
export function PageHead({ title, say, back, children }: Props): ReactNode {
  return (
    <header className="page-head">
      <div>
        {back === undefined ? null : <Link to={back.to} className="back">← {back.title}</Link>}
        <h1>{title}</h1>
        {say === undefined ? null : <p>{say}</p>}
      </div>
      <div className="page-actions">{children}</div>
    </header>
  );
}
