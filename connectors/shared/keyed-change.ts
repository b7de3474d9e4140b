import { createHash } from 'node:crypto';
import type { Change, SourceRow } from '../connector.js';
import { cellText } from './cell-text.js';
import { faultyChange, rowFault } from '../row-fault.js';

/**
 * The change that one row of a table stands for. Without key columns its content is its key; a row whose key column is
 * empty is delivered as a finding.
 * @param place what the row is part of, for its position: `t_penalty` gives `t_penalty id=42`
 */
export function keyedChange(
  place: string,
  key: readonly string[],
  row: SourceRow,
  op: Change['op'] = 'upsert',
): Change {
  if (key.length === 0) {
    const digest = createHash('sha256').update(JSON.stringify(row)).digest('base64url');
    return { op, sourceKey: digest, row, position: `${place} sha256=${digest.slice(0, 12)}` };
  }
  const position = `${place} ${key.map((name) => `${name}=${cellText(row, name)}`).join(' ')}`;
  const missing = key.find((name) => row[name] === undefined || row[name] === null);
  if (missing !== undefined) {
    const fault = rowFault('CONNECTOR_ROW_WITHOUT_KEY', `缺 ${missing}`, `${missing} is missing`);
    return faultyChange(position, JSON.stringify(row), fault, row);
  }
  return { op, sourceKey: JSON.stringify(key.map((name) => row[name])), row, position };
}
