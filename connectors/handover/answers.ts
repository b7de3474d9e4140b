import type { SourceRow } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import type { Batch, BatchResult, RowResult } from './batch.js';
import type { ResultSpec } from './spec.js';

/** Who brought an answer, and the file that it came with. */
export interface Bearer {
  readonly person: string;
  /** SHA-256 of the file, hex. */
  readonly digest: string;
  /** UTC, ISO. */
  readonly at: string;
}

/** What a result file says of the rows of one batch, by idempotency key; rows that it does not name are left out. */
export function resultsInFile(batch: Batch, rows: readonly SourceRow[], spec: ResultSpec, bearer: Bearer): BatchResult['rows'] {
  const said = new Map(rows.map((row) => [cellText(row, spec.key).trim(), row]));
  const found: Record<string, RowResult> = {};
  for (const { key, idempotencyKey } of batch.rows) {
    const row = said.get(key.trim());
    const word = cellText(row, spec.outcome).trim();
    const outcome = row && verdict(word, spec);
    if (!outcome) continue;
    const reason = spec.reason === undefined ? '' : cellText(row, spec.reason).trim();
    found[idempotencyKey] = { outcome, code: word || 'result-file', text: told([reason], bearer), at: bearer.at };
  }
  return found;
}

/** A signed slip vouches for every row of its batch. */
export function resultsOfSlip(batch: Batch, proof: string, bearer: Bearer): BatchResult['rows'] {
  const result: RowResult = { outcome: 'accepted', code: 'signed-slip', text: told([proof], bearer), at: bearer.at };
  return Object.fromEntries(batch.rows.map(({ idempotencyKey }) => [idempotencyKey, result]));
}

function verdict(word: string, { accepted, rejected }: ResultSpec): RowResult['outcome'] | undefined {
  if (accepted.includes(word)) return 'accepted';
  return rejected.includes(word) || rejected.includes('*') ? 'rejected' : undefined;
}

function told(words: readonly string[], { person, digest }: Bearer): string {
  return [...words, `${person} SHA-256 ${digest}`].filter((word) => word !== '').join('；');
}
