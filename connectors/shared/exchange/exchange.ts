import { GatewayError } from '../../../schemas/errors.js';
import type { JsonValue } from '../../../schemas/json.js';
import type { HttpRequest } from '../http/http-client.js';

/** What became of a request, told apart by what it means for the records in it. */
export type Exchange =
  | { readonly kind: 'taken'; readonly answer: JsonValue; readonly headers: ReadonlyMap<string, string> }
  /** The far system said no to the whole request. */
  | { readonly kind: 'refused'; readonly status: number; readonly code?: string; readonly text: string }
  /** It is not known what became of it. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly retryAfterMs?: number };

/** What reading and pushing need of whoever speaks to the far system. */
export interface Exchanger {
  /**
   * Sends one request, whose body, if any, is JSON.
   * @throws REST_RATE_LIMITED (fact `retryAfterMs`), CONNECTOR_HOST_NOT_FOUND, CONNECTOR_CONNECTION_REFUSED,
   *   CONNECTOR_LOGIN_REFUSED: certain that nothing was taken
   */
  exchange(request: HttpRequest, signal: AbortSignal): Promise<Exchange>;
}

/**
 * The answer of a request that changes nothing: every doubt is an error that says to try again.
 * @throws REST_REQUEST_REFUSED, REST_ANSWER_LOST and whatever `exchange` throws
 */
export async function ask(
  session: Exchanger,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Exchange & { readonly kind: 'taken' }> {
  const exchange = await session.exchange(request, signal);
  if (exchange.kind === 'taken') return exchange;
  signal.throwIfAborted();
  const path = shownPath(request.path);
  if (exchange.kind === 'unknown') {
    throw new GatewayError('REST_ANSWER_LOST', {
      path,
      reason: exchange.reason,
      retryAfterMs: exchange.retryAfterMs,
    });
  }
  const { status, code, text } = exchange;
  throw new GatewayError('REST_REQUEST_REFUSED', { path, status, code, answer: text });
}

/** Without its query, where a far system's next page may carry a token. */
export function shownPath(path: string): string {
  return path.split('?', 1)[0] ?? '';
}
