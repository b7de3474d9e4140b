import { GatewayError } from '../../schemas/errors.js';
import type { Page, PageRequest } from '../services/page.js';

/** The values that a page ended with, in the order of its sort; the next page begins strictly after them. */
export type Position = readonly (string | number)[];

const version = 'v1.';

/** What a value of a position looks like, so that a forged cursor never reaches the database. */
const parts = {
  uuid: (value: unknown) => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value),
  instant: (value: unknown) => typeof value === 'string' && /^(infinity|\d{4}-\d{2}-\d{2} [\d:.+-]{8,30})$/.test(value),
  number: (value: unknown) => Number.isSafeInteger(value),
  text: (value: unknown) => typeof value === 'string',
} as const;

/**
 * The position of a cursor that we gave; on the first page nulls, which the queries take for "from the start".
 * Throws API_QUERY_WRONG for any other text.
 */
export function positionOf(
  { cursor }: PageRequest,
  shape: readonly (keyof typeof parts)[],
): Position | readonly null[] {
  if (cursor === undefined) return shape.map(() => null);
  const position = cursor.startsWith(version) ? decode(cursor.slice(version.length)) : undefined;
  if (
    Array.isArray(position) &&
    position.length === shape.length &&
    shape.every((part, index) => parts[part](position[index]))
  ) {
    return position;
  }
  throw new GatewayError('API_QUERY_WRONG', { mistakes: 'cursor: not one that the gateway gave' });
}

/** A page of rows that were read with a limit of one more than asked for. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit }: PageRequest,
  item: (row: Row) => Item,
  position: (row: Row) => Position,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? encode(position(last)) : null;
  return { items: shown.map(item), next };
}

function encode(position: Position): string {
  return version + Buffer.from(JSON.stringify(position)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
