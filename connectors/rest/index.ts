import type { Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { checkRest } from './check.js';
import { discoverRest } from './discover.js';
import { HttpClient } from './http-client.js';
import { Paces } from './pace.js';
import { pullPages } from './pull.js';
import { pushRecords } from './push.js';
import { queryRecords } from './query.js';
import { fetchReceipts } from './receipts.js';
import { Session } from './session.js';
import type { PartName } from './settings.js';
import { clientSettings, part } from './settings.js';
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
  const paces = new Paces(session, config.requestsPerMinute);
  /** What the configuration says of one direction of a stream, and the session at its pace. */
  const at = <Name extends PartName>(stream: string, name: Name) => {
    const spec = part(config, stream, name);
    return { spec, paced: paces.at(stream, name, spec) };
  };
  return {
    check: (signal) => checkRest(config, client, session, context.now, signal),
    discover: async (signal) => await discoverRest(config, session, signal),
    pull: (request, signal) => {
      const { spec, paced } = at(request.stream, 'pull');
      return pullPages(paced, spec, request, signal);
    },
    push: async (request, signal) => {
      const { spec, paced } = at(request.stream, 'push');
      return await pushRecords(paced, spec, request, context.now(), signal);
    },
    receipts: (request, signal) => {
      const { spec, paced } = at(request.stream, 'receipts');
      return fetchReceipts(paced, spec, request, signal);
    },
    query: async (request, signal) => {
      const { spec, paced } = at(request.stream, 'query');
      return await queryRecords(paced, spec, request, signal);
    },
    close: async () => await client.close(),
  };
}
