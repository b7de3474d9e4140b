import { hash } from 'node:crypto';
import type { Change, SourceRow } from '../connector.js';
import { cellText } from './cell-text.js';

/**
 * The change that one row of a file stands for. Without key columns, and where one of them is empty, its content is its
 * key: rows that lack their key must not pass for one another.
 */
export function fileRow(row: SourceRow, key: readonly string[], position: string): Change {
  const values = key.map((name) => cellText(row, name));
  const isKeyed = values.length > 0 && !values.includes('');
  const sourceKey = isKeyed ? JSON.stringify(values) : hash('sha256', JSON.stringify(row), 'base64url');
  return { op: 'upsert', sourceKey, row, position };
}
