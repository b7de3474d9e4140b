import type { ReactNode } from 'react';
import { Link } from '../router/link.js';

interface Props {
  readonly name: string;
  readonly figure: string;
  readonly say?: string;
  readonly tone?: 'good' | 'soon' | 'late';
  /** The list that the figure counts. */
  readonly to: string;
}

/** One figure that leads to what it counts. */
export function Tile({ name, figure, say, tone, to }: Props): ReactNode {
  return (
    <Link to={to} className={`tile${tone === undefined ? '' : ` tile-${tone}`}`}>
      <div className="tile-name">{name}</div>
      <div className="tile-figure">{figure}</div>
      {say === undefined ? null : <div className="tile-say">{say}</div>}
    </Link>
  );
}
