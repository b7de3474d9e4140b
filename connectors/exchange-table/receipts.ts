import type { Receipt, ReceiptRequest } from '../connector.js';
import { answerOf } from './answer.js';
import { findRows, type RowFinder } from './find-rows.js';
import type { ExchangeTable } from './streams.js';

/**
 * Reads what the receiver has written back. Rows without an answer yet, and rows that are gone, are left out: what
 * their silence means is the target's `noReceipt` rule to say.
 */
export async function* readReceipts(
  finder: RowFinder,
  table: ExchangeTable,
  { tokens }: ReceiptRequest,
): AsyncGenerator<Receipt[]> {
  if (table.columns.state === undefined) return;
  const rows = await findRows(finder, table, tokens);
  const receipts: Receipt[] = [];
  for (const [token, row] of rows) {
    const answer = answerOf(table, row);
    if (answer.outcome !== 'waiting') receipts.push({ token, ...answer });
  }
  if (receipts.length > 0) yield receipts;
}
