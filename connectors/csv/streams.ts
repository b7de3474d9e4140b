import { GatewayError } from '../../schemas/errors.js';
import type { CsvConfig, CsvStream } from './spec.js';
import { csvDefaults } from './spec.js';

/** Name of the one stream of a configuration without `streams`. */
export const onlyStream = 'files';

/** Names of the streams that a configuration offers. */
export function streamNames(config: CsvConfig): string[] {
  return config.streams ? Object.keys(config.streams) : [onlyStream];
}

/**
 * Settings of one stream: its own before the common ones before the defaults.
 * @throws CONNECTOR_STREAM_MISSING
 */
export function streamSettings(config: CsvConfig, name: string): CsvStream {
  const { streams, ...common } = config;
  const own = streams?.[name];
  if (streams && !own) {
    throw new GatewayError('CONNECTOR_STREAM_MISSING', { stream: name, offered: Object.keys(streams).join(', ') });
  }
  return { ...csvDefaults, ...common, ...own };
}
