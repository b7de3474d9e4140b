import type { CheckStep, Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { runSteps } from '../shared/check-steps.js';
import { resolveFolder } from '../shared/places/local-place.js';
import { listBatches } from './batch.js';
import { pushBatch } from './push.js';
import { handoverReceipts, queryHandover } from './receipts.js';
import type { HandoverConfig } from './spec.js';
import { handoverSpec } from './spec.js';

/** Receivers that only people can reach: files and letters for a named person, and what that person brings back. */
export const handoverConnector: ConnectorType<HandoverConfig> = {
  type: 'handover',
  titleZh: '人工递交',
  titleEn: 'By hand',
  spec: handoverSpec,
  capabilities: { canPull: false, canPush: true, receipts: 'polled', canQuery: true },
  create: (config, context): Connector => ({
    check: (signal) => checkFolder(config, context, signal),
    discover: async () =>
      Object.entries(config.streams).map(([name, { titleZh, key, columns = [] }]) => ({
        name,
        titleZh,
        columns: columns.map((column) => ({ name: column.name, type: 'text', comment: column.title, nullable: true })),
        key: [key],
      })),
    push: async (request) => await pushBatch(config, context, request),
    receipts: (request, signal) => handoverReceipts(config, context, request, signal),
    query: async (request) => await queryHandover(config, context, request),
    close: async () => undefined,
  }),
};

function checkFolder(config: HandoverConfig, context: ConnectorContext, signal: AbortSignal): AsyncIterable<CheckStep> {
  const run = async (): Promise<{ zh: string; en: string }> => {
    const batches = await listBatches(await resolveFolder(context, config.folder));
    return {
      zh: `${config.folder} 可读，共 ${batches.length} 批，经办人 ${config.assignee}`,
      en: `${config.folder} can be read and holds ${batches.length} batches for ${config.assignee}`,
    };
  };
  return runSteps([{ step: 'read', run }], context.now, signal);
}
