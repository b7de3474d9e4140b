import type { Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { checkRest } from './check.js';
import { streamMethods } from '../shared/exchange/stream-methods.js';
import { HttpClient } from '../shared/http/http-client.js';
import { Session } from './session.js';
import { clientSettings } from './settings.js';
import type { RestConfig } from './spec.js';
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
  const client = new HttpClient(clientSettings(config, context));
  const session = new Session(config, client, context.now);
  return {
    ...streamMethods(session, config, context.now),
    check: (signal) => checkRest(config, client, session, context.now, signal),
    close: async () => await client.close(),
  };
}
