import { afterEach } from '@jest/globals';
import type { PushRecord, PushResult } from '../../../connectors/connector.js';
import { restConnector } from '../../../connectors/rest/index.js';
import type { RestConfig } from '../../../connectors/rest/spec.js';
import type { ExchangeStream } from '../../../connectors/shared/exchange/stream-spec.js';
import type { Received, Reply } from './http-server.js';
import { startServer } from './http-server.js';
import { testContext } from '../test-context.js';

export const signal = AbortSignal.timeout(60_000);
export const now = new Date('2026-11-23T02:00:00.000Z');
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

export async function setUp(
  reply: (request: Received) => Reply,
  config: Partial<RestConfig> & { streams: Record<string, ExchangeStream> },
) {
  const server = await startServer(reply);
  const context = testContext({ name: 'office/platform', now: () => now });
  const connector = restConnector.create(
    { baseUrl: `${server.url}/base`, timeoutSeconds: 1, ...config },
    context,
  );
  stops.push(server.stop, async () => await connector.close());
  const push = async (
    records: PushRecord[],
    stream = 'penalties',
    within = signal,
  ): Promise<PushResult[]> => {
    if (!connector.push) throw new Error('rest pushes');
    return await connector.push({ stream, records, attemptId: 'attempt-7' }, within);
  };
  return { server, connector, push };
}

export function records(count: number): PushRecord[] {
  return Array.from({ length: count }, (_, place) => ({
    idempotencyKey: `idem-${place}`,
    recordKey: `record-${place}`,
    version: place === 1 ? 2 : 1,
    op: place === 2 ? 'withdraw' : 'upsert',
    row: { CF_WSH: `州市监罚〔2026〕${place}号` },
  }));
}
