import { GatewayError } from '../../schemas/errors.js';
import type { ConnectorContext } from '../connector.js';
import type { HttpClientSettings } from './http-client.js';
import { signingOf } from './sign-presets.js';
import type { RestConfig, RestStream } from './spec.js';
import { readTls } from './tls.js';

export const restDefaults = {
  timeoutSeconds: 30,
  /** A page of 500 wide rows is about 2 MiB. */
  answerBytesMax: 32 * 1024 * 1024,
} as const;

export function clientSettings(config: RestConfig, context: ConnectorContext): HttpClientSettings {
  const { sign, tls } = config;
  return {
    baseUrl: config.baseUrl,
    timeoutMs: (config.timeoutSeconds ?? restDefaults.timeoutSeconds) * 1_000,
    answerBytesMax: config.answerBytesMax ?? restDefaults.answerBytesMax,
    headers: config.headers ?? {},
    signing: sign && signingOf(sign),
    readTls: tls && (async () => await readTls(tls, context)),
    now: context.now,
  };
}

/** A direction of a stream. */
export type PartName = 'pull' | 'push' | 'receipts' | 'query';

/**
 * What the configuration says of one direction of a stream.
 * @throws CONNECTOR_STREAM_MISSING, also when the stream has no such direction
 */
export function part<Name extends PartName>(
  config: RestConfig,
  stream: string,
  name: Name,
): NonNullable<RestStream[Name]> {
  const found = config.streams[stream]?.[name];
  if (found) return found;
  throw new GatewayError('CONNECTOR_STREAM_MISSING', {
    stream,
    direction: name,
    offered: Object.keys(config.streams).join(', '),
  });
}
