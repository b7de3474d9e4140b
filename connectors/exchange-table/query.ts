import type { QueryRequest, QueryResult } from '../connector.js';
import { answerOf } from './answer.js';
import { findRows, type RowFinder } from './find-rows.js';
import type { ExchangeTable } from './streams.js';
import { tokenOf, writeToken } from './token.js';

/**
 * Tells whether rows are there, so that a lost commit can be cleared up. "Not known" is only said where a row would
 * still be there if it had ever come, and where it cannot be taken for another version of its record.
 */
export async function queryRows(
  finder: RowFinder,
  table: ExchangeTable,
  { keys }: QueryRequest,
): Promise<QueryResult[]> {
  const tokens = keys.map((key) => tokenOf(table, key));
  const rows = await findRows(finder, table, tokens.map(writeToken));
  return tokens.map((token): QueryResult => {
    const text = writeToken(token);
    const row = rows.get(text);
    if (!row) return table.receiverDeletes ? { outcome: 'unknown' } : { outcome: 'notKnown' };
    if (token.by === 'id') return { outcome: 'unknown' };
    const answer = answerOf(table, row);
    if (answer.outcome === 'waiting') return { outcome: 'pending', token: text };
    const { code, permanent } = answer;
    return answer.outcome === 'accepted'
      ? { outcome: 'accepted', code, text: answer.text }
      : { outcome: 'rejected', code, text: answer.text, permanent };
  });
}
