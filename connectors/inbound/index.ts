import type { CheckStep, Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { runSteps } from '../shared/check-steps.js';
import { pullInbound } from './pull.js';
import type { InboundConfig } from './spec.js';
import { inboundSpec } from './spec.js';

/** Departments push their rows to the gateway, which keeps them until an exchange reads them here. */
export const inboundConnector: ConnectorType<InboundConfig> = {
  type: 'inbound',
  titleZh: '接收推送',
  titleEn: 'Inbound',
  spec: inboundSpec,
  capabilities: { canPull: true, canPush: false, receipts: 'none', canQuery: false },
  create: (config, context): Connector => ({
    check: (signal) => checkInbound(config, context, signal),
    discover: async () =>
      Object.entries(config.streams).map(([name, { titleZh }]) => ({ name, titleZh, columns: [], key: [] })),
    pull: (request, signal) => pullInbound(context, request, signal),
    close: async () => undefined,
  }),
};

/** There is nothing to reach: it says where senders push, and from a running gateway how much has come. */
function checkInbound(
  { streams, signature }: InboundConfig,
  { name, inbound, now }: ConnectorContext,
  signal: AbortSignal,
): AsyncIterable<CheckStep> {
  const steps = Object.keys(streams).map((stream) => ({
    step: 'read',
    run: async () => {
      const batches = await inbound?.count(stream);
      const signed = signature ? { zh: '接口密钥或签名', en: 'API key or signature' } : { zh: '接口密钥', en: 'API key' };
      const kept = batches === undefined ? { zh: '', en: '' } : { zh: `，现存 ${batches} 批`, en: `, ${batches} batches kept` };
      return {
        zh: `推送到 /api/v1/inbound/${name}/${stream}，凭${signed.zh}${kept.zh}`,
        en: `Push to /api/v1/inbound/${name}/${stream} with ${signed.en}${kept.en}`,
      };
    },
  }));
  return runSteps(steps, now, signal);
}
