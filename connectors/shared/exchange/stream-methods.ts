import { GatewayError } from '../../../schemas/errors.js';
import type { Connector } from '../../connector.js';
import { discoverStreams } from './discover.js';
import type { Exchanger } from './exchange.js';
import { Paces } from './pace.js';
import { pullPages } from './pull.js';
import { pushRecords } from './push.js';
import { queryRecords } from './query.js';
import { fetchReceipts } from './receipts.js';
import type { ExchangeStream, ExchangeStreams, PartName } from './stream-spec.js';

/** Everything of a connector but looking and closing, for a far system that is spoken to by requests and JSON answers. */
export function streamMethods(
  session: Exchanger,
  { streams, requestsPerMinute }: { readonly streams: ExchangeStreams; readonly requestsPerMinute?: number },
  now: () => Date,
): Required<Pick<Connector, 'discover' | 'pull' | 'push' | 'receipts' | 'query'>> {
  const paces = new Paces(session, requestsPerMinute);
  /** What the configuration says of one direction of a stream, and the session at its pace. */
  const at = <Name extends PartName>(stream: string, name: Name) => {
    const spec = part(streams, stream, name);
    return { spec, paced: paces.at(stream, name, spec) };
  };
  return {
    discover: async (signal) => await discoverStreams(streams, session, signal),
    pull: (request, signal) => {
      const { spec, paced } = at(request.stream, 'pull');
      return pullPages(paced, spec, request, signal);
    },
    push: async (request, signal) => {
      const { spec, paced } = at(request.stream, 'push');
      return await pushRecords(paced, spec, request, now(), signal);
    },
    receipts: (request, signal) => {
      const { spec, paced } = at(request.stream, 'receipts');
      return fetchReceipts(paced, spec, request, signal);
    },
    query: async (request, signal) => {
      const { spec, paced } = at(request.stream, 'query');
      return await queryRecords(paced, spec, request, signal);
    },
  };
}

/** @throws CONNECTOR_STREAM_MISSING, also when the stream has no such direction */
function part<Name extends PartName>(
  streams: ExchangeStreams,
  stream: string,
  name: Name,
): NonNullable<ExchangeStream[Name]> {
  const found = streams[stream]?.[name];
  if (found) return found;
  throw new GatewayError('CONNECTOR_STREAM_MISSING', {
    stream,
    direction: name,
    offered: Object.keys(streams).join(', '),
  });
}
