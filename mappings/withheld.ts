import type { JsonObject } from '../schemas/json.js';

/**
 * The row without the columns that a mapping withholds; the row itself where it has none of them. A whistle-blower's
 * name and words are cut off with this before anything else sees the row: the mapping, quarantine, a preview.
 */
export function withoutColumns(row: JsonObject, withheld: readonly string[]): JsonObject {
  if (!withheld.some((column) => Object.hasOwn(row, column))) return row;
  return Object.fromEntries(Object.entries(row).filter(([column]) => !withheld.includes(column)));
}
