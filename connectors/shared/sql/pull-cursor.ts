import type { PullRequest, SourceRow } from '../../connector.js';
import { readCursor, writeCursor } from '../cursor.js';

/** Where an ordered pull stands. */
export interface PullPosition {
  /** The last row's values in the columns of the order. */
  readonly after: readonly string[];
  /** The source's own time when this was read, ISO; what was committed late is looked for before it. */
  readonly readAt?: string;
}

/** What a pull remembers: how it reads, in which order, and how far it came. */
export interface PullCursor {
  readonly mode: PullRequest['mode'];
  readonly order: readonly string[];
  readonly position: PullPosition | null;
  /** True when the last pull reached the end: a full pull then begins anew. */
  readonly isDone: boolean;
}

export function writePullCursor({ mode, order, position, isDone }: PullCursor): string {
  const place = position && {
    after: [...position.after],
    ...(position.readAt === undefined ? {} : { readAt: position.readAt }),
  };
  return writeCursor({ mode, order: [...order], position: place, isDone });
}

/**
 * Where to go on; undefined: at the beginning. A position in another order or of another mode says nothing about this
 * pull, which then begins anew: the gateway skips what has not changed.
 * @throws CONNECTOR_CURSOR_INVALID
 */
export function positionFor(
  cursor: string | null,
  mode: PullRequest['mode'],
  order: readonly string[],
): PullPosition | undefined {
  if (cursor === null) return undefined;
  const kept = readCursor(cursor, isPullCursor);
  // A snapshot counts only when one run has seen all of it.
  if (mode === 'snapshot' || kept.mode !== mode || JSON.stringify(kept.order) !== JSON.stringify(order))
    return undefined;
  if (mode === 'full' && kept.isDone) return undefined;
  return kept.position ?? undefined;
}

/** A row's place in the order; undefined when one of its values is empty, for then it has none. */
export function placeOf(row: SourceRow, order: readonly string[]): string[] | undefined {
  const values = order.map((name) => row[name]);
  if (values.length === 0 || values.some((value) => value === null || value === undefined)) return undefined;
  return values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
}

function isPullCursor(value: unknown): value is PullCursor {
  if (typeof value !== 'object' || value === null) return false;
  if (!('mode' in value && 'order' in value && 'position' in value && 'isDone' in value)) return false;
  const isMode = value.mode === 'incremental' || value.mode === 'full' || value.mode === 'snapshot';
  return (
    isMode &&
    isTextList(value.order) &&
    typeof value.isDone === 'boolean' &&
    (value.position === null || isPosition(value.position))
  );
}

function isPosition(value: unknown): value is PullPosition {
  if (typeof value !== 'object' || value === null || !('after' in value) || !isTextList(value.after)) return false;
  return !('readAt' in value) || (typeof value.readAt === 'string' && !Number.isNaN(Date.parse(value.readAt)));
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
