import type { JsonValue } from '../../../schemas/json.js';
import type { ColumnInfo, StreamInfo } from '../../connector.js';
import { readFirstPage } from './pull.js';
import type { Exchanger } from './exchange.js';
import type { ExchangeStreams } from './stream-spec.js';

/** Every stream; of those that can be pulled, the columns of the rows on their first page. */
export async function discoverStreams(
  streams: ExchangeStreams,
  session: Exchanger,
  signal: AbortSignal,
): Promise<StreamInfo[]> {
  const found: StreamInfo[] = [];
  for (const [name, { pull, titleZh }] of Object.entries(streams)) {
    const rows = pull ? await readFirstPage(session, pull, signal) : [];
    found.push({ name, titleZh, columns: columnsOf(rows), key: [] });
  }
  return found;
}

function columnsOf(rows: readonly JsonValue[]): ColumnInfo[] {
  const types = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) continue;
    for (const [name, value] of Object.entries(row)) {
      const seen = types.get(name) ?? new Set<string>();
      types.set(name, seen);
      if (value === null) continue;
      seen.add(Array.isArray(value) ? 'array' : typeof value);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return Array.from(types, ([name, seen]) => ({
    name,
    type: [...seen].join(' | ') || 'unknown',
    nullable: (counts.get(name) ?? 0) < rows.length,
  }));
}
