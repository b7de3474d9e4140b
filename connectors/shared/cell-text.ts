import type { SourceRow } from '../connector.js';

/** A cell's value as text; empty cells give an empty text. */
export function cellText(row: SourceRow | undefined, name: string): string {
  const value = row?.[name];
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
