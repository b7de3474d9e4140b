import { readCursor, writeCursor } from '../cursor.js';
import type { PagePlace } from './paging.js';

/** How far a pull has come. The page is asked for again after a stop; its rows are known by their hashes. */
export interface PageCursor {
  /** Highest value of the cursor column when the last complete pull ended; null before the first. */
  readonly since: string | null;
  /** Highest value seen in the pull under way. */
  readonly highest: string | null;
  /** The page to read next; undefined when the last pull came to its end. */
  readonly page?: PagePlace;
}

export function writePageCursor(cursor: PageCursor): string {
  return writeCursor(cursor);
}

/** @throws CONNECTOR_CURSOR_INVALID for a cursor that this type did not write */
export function readPageCursor(text: string | null): PageCursor {
  return text === null ? { since: null, highest: null } : readCursor(text, isCursor);
}

function isCursor(value: unknown): value is PageCursor {
  if (typeof value !== 'object' || value === null || !('since' in value) || !('highest' in value))
    return false;
  const page = 'page' in value ? value.page : null;
  return [value.since, value.highest, page].every((part) => part === null || typeof part === 'string');
}
