import type { Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { checkRest } from './check.js';
import { discoverRest } from './discover.js';
import { HttpClient } from './http-client.js';
import { pullPages } from './pull.js';
import { pushRecords } from './push.js';
import { queryRecords } from './query.js';
import { fetchReceipts } from './receipts.js';
import { Session } from './session.js';
import type { RestConfig } from './spec.js';
import { clientSettings, part } from './settings.js';
import { restSpec } from './spec-schema.js';

/** Any HTTP interface that speaks JSON, described wholly by its configuration. */
export const restConnector: ConnectorType<RestConfig> = {
  type: 'rest',
  titleZh: 'REST 接口',
  titleEn: 'REST interface',
  spec: restSpec,
  capabilities: { canPull: true, canPush: true, receipts: 'polled', canQuery: true },
  create: createRest,
};

function createRest(config: RestConfig, context: ConnectorContext): Connector {
  const client = new HttpClient(clientSettings(config, context.now));
  const session = new Session(config, client, context.now);
  return {
    check: (signal) => checkRest(config, client, session, context.now, signal),
    discover: async (signal) => await discoverRest(config, session, signal),
    pull: (request, signal) => pullPages(session, part(config, request.stream, 'pull'), request, signal),
    push: async (request, signal) =>
      await pushRecords(session, part(config, request.stream, 'push'), request, context.now(), signal),
    receipts: (request, signal) =>
      fetchReceipts(session, part(config, request.stream, 'receipts'), request, signal),
    query: async (request, signal) =>
      await queryRecords(session, part(config, request.stream, 'query'), request, signal),
    close: async () => client.close(),
  };
}
