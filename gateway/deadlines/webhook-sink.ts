import { GatewayError } from '../../schemas/errors.js';
import type { NoticeSink } from './send-notices.js';

const answerTimeoutMs = 30_000;

/**
 * Posts each digest as JSON to an address, with its id as `Idempotency-Key`. Any answer of the 200s counts as taken;
 * all else throws DEADLINE_WEBHOOK_REFUSED.
 */
export function createWebhookSink(url: string): NoticeSink {
  const { host } = new URL(url);
  return {
    way: 'webhook',
    async send(digest) {
      const status = await post(url, digest.id, JSON.stringify(digest)).catch((cause: unknown) => {
        throw new GatewayError('DEADLINE_WEBHOOK_REFUSED', { host }, cause);
      });
      if (status < 200 || status > 299) throw new GatewayError('DEADLINE_WEBHOOK_REFUSED', { host, status });
    },
  };
}

async function post(url: string, id: string, body: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  await response.body?.cancel();
  return response.status;
}
