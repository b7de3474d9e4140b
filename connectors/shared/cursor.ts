import { GatewayError } from '../../schemas/errors.js';

const version = 'v1:';
/** Longest cursor that is read, in characters: one over a full folder of files has about half as many. */
const charsMax = 1024 * 1024;

/** Writes what a pull remembers as one opaque text: `v1:` and base64url of JSON. */
export function writeCursor(content: object): string {
  return version + Buffer.from(JSON.stringify(content)).toString('base64url');
}

/**
 * Reads what `writeCursor` wrote.
 * @throws CONNECTOR_CURSOR_INVALID for anything else, also for content that `isContent` does not know
 */
export function readCursor<Content>(
  cursor: string,
  isContent: (value: unknown) => value is Content,
): Content {
  const isOurs = cursor.startsWith(version) && cursor.length <= charsMax;
  const content = isOurs ? parse(cursor.slice(version.length)) : undefined;
  if (!isContent(content))
    throw new GatewayError('CONNECTOR_CURSOR_INVALID', { cursor: cursor.slice(0, 40) });
  return content;
}

function parse(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
