import { GatewayError } from '../../schemas/errors.js';
import type { PagePlace } from './paging.js';

/** How far a pull has come. The page is asked for again after a stop; its rows are known by their hashes. */
export interface RestCursor {
  /** Highest value of the cursor column when the last complete pull ended; null before the first. */
  readonly since: string | null;
  /** Highest value seen in the pull under way. */
  readonly highest: string | null;
  /** The page to read next; undefined when the last pull came to its end. */
  readonly page?: PagePlace;
}

const version = 'v1:';

export function writeRestCursor(cursor: RestCursor): string {
  return version + Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws FILE_CURSOR_INVALID for a cursor that this type did not write */
export function readRestCursor(text: string | null): RestCursor {
  if (text === null) return { since: null, highest: null };
  const content = text.startsWith(version) ? parse(text.slice(version.length)) : undefined;
  if (!isCursor(content)) throw new GatewayError('FILE_CURSOR_INVALID', { cursor: text.slice(0, 40) });
  return content;
}

function parse(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isCursor(value: unknown): value is RestCursor {
  if (typeof value !== 'object' || value === null || !('since' in value) || !('highest' in value)) return false;
  const page = 'page' in value ? value.page : null;
  return [value.since, value.highest, page].every((part) => part === null || typeof part === 'string');
}
