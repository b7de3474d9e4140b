import { GatewayError } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';

const version = 'v1:';

/** A cursor as the gateway stores it: opaque, and marked with the version of its form. */
export function encodeCursor(content: object): string {
  return version + Buffer.from(JSON.stringify(content)).toString('base64url');
}

/**
 * Reads a cursor back; `isContent` says whether it is one of the connector's own.
 * @throws CONNECTOR_CURSOR_INVALID
 */
export function decodeCursor<Content>(text: string, isContent: (value: unknown) => value is Content): Content {
  const content = text.startsWith(version) ? parse(text.slice(version.length)) : undefined;
  if (!isContent(content)) throw new GatewayError('CONNECTOR_CURSOR_INVALID', { cursor: text.slice(0, 40) });
  return content;
}

function parse(base64url: string): JsonValue | undefined {
  try {
    const content: JsonValue = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    return content;
  } catch {
    return undefined;
  }
}
