import { GatewayError } from '../../../schemas/errors.js';
import type { JsonValue } from '../../../schemas/json.js';
import type { Receipt, ReceiptRequest } from '../../connector.js';
import { parseJsonPath, textAt } from '../json-path.js';
import { keyedRequests } from './keyed-request.js';
import { joinToken, splitToken } from './receipt-token.js';
import { RowAnswerReader } from './row-answers.js';
import type { Exchanger } from './exchange.js';
import { ask } from './exchange.js';
import type { ReceiptsSpec } from './stream-spec.js';

/**
 * Asks for receipts, one request after another. Yields what has become known, each token at most once an answer;
 * rows that are still being handled, or that nobody asked about, are left out.
 * @throws REST_ANSWER_LOST, REST_REQUEST_REFUSED and whatever `exchange` throws
 */
export async function* fetchReceipts(
  session: Exchanger,
  spec: ReceiptsSpec,
  request: ReceiptRequest,
  signal: AbortSignal,
): AsyncGenerator<Receipt[]> {
  const reader = new RowAnswerReader(spec.rows);
  const asked = new Set(request.tokens);
  const numbers = new Set<string>();
  const batchNumbers = new Set<string>();
  for (const token of asked) {
    const { number, key } = splitToken(token);
    numbers.add(number);
    if (key !== undefined) batchNumbers.add(number);
  }
  for (const { request: http, keys } of keyedRequests(spec, [...numbers])) {
    const { answer } = await ask(session, http, signal);
    const rows = reader.read(answer);
    if (!rows)
      throw new GatewayError('REST_ANSWER_LOST', {
        path: spec.path,
        reason: `answer without ${spec.rows.results}`,
      });
    const found = new Map<string, Receipt>();
    for (const { key, verdict, item } of rows) {
      if (verdict.outcome !== 'accepted' && verdict.outcome !== 'rejected') continue;
      const number = spec.rows.of === undefined ? keys[0] : textAt(item, parseJsonPath(spec.rows.of));
      if (number === undefined) continue;
      const token = batchNumbers.has(number) && key !== undefined ? joinToken(number, key) : number;
      if (asked.has(token)) found.set(token, receiptOf(token, verdict, item, spec));
    }
    if (found.size > 0) yield [...found.values()];
  }
}

function receiptOf(
  token: string,
  verdict: {
    readonly outcome: 'accepted' | 'rejected';
    readonly code: string;
    readonly text: string;
    readonly permanent?: boolean;
  },
  item: JsonValue,
  { rows }: ReceiptsSpec,
): Receipt {
  const { outcome, code, text, permanent = false } = verdict;
  const receivedAt =
    rows.receivedAt === undefined ? undefined : instant(textAt(item, parseJsonPath(rows.receivedAt)));
  const version = rows.version === undefined ? undefined : Number(textAt(item, parseJsonPath(rows.version)));
  return {
    token,
    outcome,
    code,
    text,
    permanent,
    receivedAt,
    version: Number.isSafeInteger(version) ? version : undefined,
  };
}

/** UTC instant of the receiver's time; undefined when it names no zone, for then nobody knows which instant it is. */
function instant(text: string | undefined): string | undefined {
  if (text === undefined || !/(?:Z|[+-]\d{2}:?\d{2})$/u.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}
