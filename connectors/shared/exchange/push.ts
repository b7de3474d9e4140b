import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../../schemas/json.js';
import type { PushRecord, PushRequest, PushResult } from '../../connector.js';
import { parseJsonPath, placeAt, textAt } from '../json-path.js';
import { fillJson } from '../template.js';
import { jsonBody } from '../http/http-client.js';
import { joinToken } from './receipt-token.js';
import type { RowVerdict } from './row-answers.js';
import { RowAnswerReader } from './row-answers.js';
import type { Exchange, Exchanger } from './exchange.js';
import type { PushSpec } from './stream-spec.js';

const defaultOperations = { insert: 'i', update: 'u', withdraw: 'd' };

/** Largest request. A target's own limit, `batchBytesMax`, is lower; this one only keeps memory in bounds. */
const requestBytesMax = 32 * 1024 * 1024;

/**
 * Sends one batch as one request.
 * @throws REST_BATCH_REFUSED when the batch is refused or too large as a whole (it may be halved),
 *   REST_RATE_LIMITED, CONNECTOR_CONNECTION_REFUSED, CONNECTOR_HOST_NOT_FOUND, CONNECTOR_LOGIN_REFUSED:
 *   in all of these nothing was taken. Every doubt is an `unknown` result.
 */
export async function pushRecords(
  session: Exchanger,
  spec: PushSpec,
  request: PushRequest,
  now: Date,
  signal: AbortSignal,
): Promise<PushResult[]> {
  const body = jsonBody(requestBody(spec.body ?? {}, request, now));
  const { length: bytes } = body.bytes;
  if (bytes > requestBytesMax) {
    throw new GatewayError('REST_BATCH_REFUSED', { path: spec.path, bytes, limit: requestBytesMax });
  }
  const exchange = await session.exchange(
    {
      method: spec.method ?? 'POST',
      path: spec.path,
      body,
      headers: spec.batchIdHeader === undefined ? {} : { [spec.batchIdHeader]: request.attemptId },
    },
    signal,
  );
  if (exchange.kind === 'refused') {
    const { status, code, text } = exchange;
    throw new GatewayError('REST_BATCH_REFUSED', { path: spec.path, status, code, answer: text });
  }
  return resultsOf(spec, request.records, exchange);
}

/** What is known when no answer came. */
function allUnknown(count: number, reason: string, retryAfterMs?: number): PushResult[] {
  return Array.from({ length: count }, () => ({ outcome: 'unknown', reason, retryAfterMs }));
}

function resultsOf(
  { response }: PushSpec,
  records: readonly PushRecord[],
  exchange: Exchange & { readonly kind: 'taken' | 'unknown' },
): PushResult[] {
  if (exchange.kind === 'unknown') return allUnknown(records.length, exchange.reason, exchange.retryAfterMs);
  const { answer } = exchange;
  const { batchToken: tokenPath, batchReceiptsBy = 'idempotencyKey' } = response;
  const batchNumber = tokenPath === undefined ? undefined : textAt(answer, parseJsonPath(tokenPath));
  const tokenOf = (record: PushRecord): string | undefined =>
    batchNumber === undefined ? undefined : joinToken(batchNumber, record[batchReceiptsBy]);
  if (!response.rows) {
    const verdict: RowVerdict = { outcome: 'pending', token: undefined };
    return records.map((record) =>
      tokenPath === undefined ? { outcome: 'accepted' } : resultOf(verdict, tokenOf(record)),
    );
  }
  const rows = new RowAnswerReader(response.rows).read(answer);
  if (!rows) return allUnknown(records.length, `answer without ${response.rows.results}`);
  const { by } = response.rows;
  const byKey = new Map(rows.map(({ key, verdict }) => [key, verdict]));
  // By order means that the list must be as long as the batch: else nobody knows which answer is whose.
  const isUsable = by !== 'order' || rows.length === records.length;
  return records.map((record, place) => {
    const verdict = by === 'order' ? rows[place]?.verdict : byKey.get(record[by]);
    if (!isUsable || !verdict) return { outcome: 'unknown', reason: 'no answer for the row' };
    return resultOf(verdict, tokenOf(record));
  });
}

function resultOf(verdict: RowVerdict, batchToken: string | undefined): PushResult {
  if (verdict.outcome === 'notKnown')
    return { outcome: 'unknown', reason: 'the receiver does not know the row' };
  if (verdict.outcome !== 'pending') return verdict;
  const token = verdict.token ?? batchToken;
  return token === undefined
    ? { outcome: 'unknown', reason: 'no receipt number' }
    : { outcome: 'pending', token };
}

function requestBody(body: NonNullable<PushSpec['body']>, request: PushRequest, now: Date): JsonValue {
  const parts = new Map([
    ['attemptId', request.attemptId],
    ['count', String(request.records.length)],
    ['time', now.toISOString()],
  ]);
  const envelope = Object.fromEntries(
    Object.entries(body.envelope ?? {}).map(([name, value]) => [name, fillJson(value, parts)]),
  );
  const rows = request.records.map((record) => rowOf(record, body));
  return placeAt(envelope, parseJsonPath(body.rows ?? ''), rows);
}

function rowOf(
  record: PushRecord,
  { rowField, fields = {}, operations = defaultOperations }: NonNullable<PushSpec['body']>,
): JsonObject {
  const row: JsonObject = rowField === undefined ? { ...record.row } : { [rowField]: record.row };
  const update = record.version > 1 ? operations.update : operations.insert;
  if (fields.idempotencyKey !== undefined) row[fields.idempotencyKey] = record.idempotencyKey;
  if (fields.recordKey !== undefined) row[fields.recordKey] = record.recordKey;
  if (fields.version !== undefined) row[fields.version] = record.version;
  if (fields.operation !== undefined)
    row[fields.operation] = record.op === 'withdraw' ? operations.withdraw : update;
  return row;
}
