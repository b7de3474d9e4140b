import type { ReactNode } from 'react';
import { useNumber } from '../language/numbers.js';

/** A share of 0 to 1; a dash where there is nothing to take a share of. */
export function Percent({ share }: { readonly share: number | null }): ReactNode {
  const number = useNumber();
  if (share === null) return <span className="nothing">—</span>;
  return <span className="figure">{number(share, { style: 'percent', maximumFractionDigits: 1 })}</span>;
}
