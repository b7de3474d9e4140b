import type { MouseEvent, ReactNode } from 'react';
import { goTo } from './location.js';

interface LinkProps {
  readonly to: string;
  readonly className?: string;
  readonly label?: string;
  readonly isCurrent?: boolean;
  readonly onFollow?: () => void;
  readonly children: ReactNode;
}

/** A link inside the console. Opens elsewhere like any link where the person asks the browser for that. */
export function Link({ to, className, label, isCurrent, onFollow, children }: LinkProps): ReactNode {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
    onFollow?.();
  };
  return (
    <a href={to} className={className} aria-label={label} aria-current={isCurrent ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
