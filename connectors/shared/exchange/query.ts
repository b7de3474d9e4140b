import { GatewayError } from '../../../schemas/errors.js';
import type { QueryRequest, QueryResult } from '../../connector.js';
import { keyedRequests } from './keyed-request.js';
import type { RowVerdict } from './row-answers.js';
import { RowAnswerReader } from './row-answers.js';
import type { Exchanger } from './exchange.js';
import { ask } from './exchange.js';
import type { QuerySpec } from './stream-spec.js';

/**
 * Asks what the receiver knows of each key, without changing anything.
 * @throws REST_ANSWER_LOST, REST_REQUEST_REFUSED and whatever `exchange` throws
 */
export async function queryRecords(
  session: Exchanger,
  spec: QuerySpec,
  request: QueryRequest,
  signal: AbortSignal,
): Promise<QueryResult[]> {
  const by = spec.by ?? 'idempotencyKey';
  const reader = new RowAnswerReader(spec.rows);
  const absent: QueryResult = { outcome: spec.absent ?? 'unknown' };
  const known = new Map<string, QueryResult>();
  for (const { request: http, keys } of keyedRequests(spec, [
    ...new Set(request.keys.map((key) => key[by])),
  ])) {
    const { answer } = await ask(session, http, signal);
    const rows = reader.read(answer);
    if (!rows)
      throw new GatewayError('REST_ANSWER_LOST', {
        path: spec.path,
        reason: `answer without ${spec.rows.results}`,
      });
    for (const [place, { key, verdict }] of rows.entries()) {
      const asked = spec.rows.by === 'order' ? keys[place] : key;
      if (asked !== undefined) known.set(asked, resultOf(verdict));
    }
  }
  return request.keys.map((key) => known.get(key[by]) ?? absent);
}

function resultOf(verdict: RowVerdict): QueryResult {
  if (verdict.outcome === 'unknown') return { outcome: 'unknown' };
  if (verdict.outcome !== 'pending') return verdict;
  return verdict.token === undefined ? { outcome: 'unknown' } : { outcome: 'pending', token: verdict.token };
}
