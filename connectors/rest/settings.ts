import type { ConnectorContext } from '../connector.js';
import type { HttpClientSettings } from '../shared/http/http-client.js';
import { signingOf } from './sign-presets.js';
import type { RestConfig } from './spec.js';
import { readTls } from '../shared/http/tls.js';

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
    reach: context,
    now: context.now,
  };
}
