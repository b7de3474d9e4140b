import type { ConnectorContext, QueryRequest, QueryResult, Receipt, ReceiptRequest } from '../connector.js';
import { resolveFolder } from '../shared/places/local-place.js';
import type { RowResult } from './batch.js';
import { batchOfKey, readBatch, readResult } from './batch.js';
import type { HandoverConfig } from './spec.js';
import { joinToken, splitToken } from './token.js';

/** What has come back by hand for these deliveries, batch by batch. @throws FILE_FOLDER_MISSING, HANDOVER_BATCH_DAMAGED */
export async function* handoverReceipts(
  config: HandoverConfig,
  context: ConnectorContext,
  request: ReceiptRequest,
  signal: AbortSignal,
): AsyncGenerator<Receipt[]> {
  const folder = await resolveFolder(context, config.folder);
  const byBatch = new Map<string, string[]>();
  for (const token of request.tokens) {
    const { batch } = splitToken(token);
    byBatch.set(batch, [...(byBatch.get(batch) ?? []), token]);
  }
  for (const [name, tokens] of byBatch) {
    signal.throwIfAborted();
    if (!(await readBatch(folder, name))) continue;
    const { rows } = await readResult(folder, name);
    const receipts = tokens.flatMap((token) => receiptOf(token, rows[splitToken(token).idempotencyKey]));
    if (receipts.length > 0) yield receipts;
  }
}

/** What is known of deliveries by their keys; one in no batch was never written. */
export async function queryHandover(config: HandoverConfig, context: ConnectorContext, request: QueryRequest): Promise<QueryResult[]> {
  const folder = await resolveFolder(context, config.folder);
  const found: QueryResult[] = [];
  for (const { idempotencyKey } of request.keys) {
    const batch = await batchOfKey(folder, idempotencyKey);
    const result = batch === undefined ? undefined : (await readResult(folder, batch)).rows[idempotencyKey];
    if (batch === undefined) found.push({ outcome: 'notKnown' });
    else if (!result) found.push({ outcome: 'pending', token: joinToken(batch, idempotencyKey) });
    else if (result.outcome === 'accepted') found.push({ outcome: 'accepted', code: result.code, text: result.text });
    else found.push({ outcome: 'rejected', code: result.code, text: result.text, permanent: true });
  }
  return found;
}

function receiptOf(token: string, result: RowResult | undefined): Receipt[] {
  if (!result) return [];
  const { outcome, code, text, at } = result;
  return [{ token, outcome, code, text, permanent: true, receivedAt: at }];
}
