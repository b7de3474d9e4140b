import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { FileChoice } from './places/ready-files.js';
import { placeSchema, type PlaceSettings } from './places/settings.js';

/**
 * Configuration as it stands in a manifest: the settings of all streams, and under `streams` what is particular to
 * each. Without `streams` all matching files are one stream, whatever an exchange calls it.
 */
export type FileConfig<Stream extends FileChoice> = Partial<Stream> & {
  readonly folder: string;
  /** Absent: folders of this machine. */
  readonly place?: PlaceSettings;
  readonly streams?: Readonly<Record<string, Partial<Stream>>>;
};

/** Name of the one stream of a configuration without `streams`. */
const onlyStream = 'files';

/** Names of the streams that a configuration offers. */
export function streamNames(config: { readonly streams?: Readonly<Record<string, unknown>> }): string[] {
  return config.streams ? Object.keys(config.streams) : [onlyStream];
}

/**
 * Settings of one stream: its own before the common ones before the defaults.
 * @throws CONNECTOR_STREAM_MISSING
 */
export function streamSettings<Stream extends FileChoice>(
  config: FileConfig<Stream>,
  defaults: Omit<Stream, 'folder'>,
  name: string,
): Stream {
  const { streams, place: _, ...common } = config;
  const own = streams?.[name];
  if (streams && !own) {
    throw new GatewayError('CONNECTOR_STREAM_MISSING', {
      stream: name,
      offered: Object.keys(streams).join(', '),
    });
  }
  // The folder is in `common`, everything else at least in the defaults; the compiler cannot add that up.
  return { ...defaults, ...common, ...own } as unknown as Stream;
}

/** JSON Schema of such a configuration, from the properties of one stream. */
export function fileConfigSchema(title: string, streamProperties: JsonObject): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    type: 'object',
    properties: {
      place: placeSchema,
      ...streamProperties,
      streams: {
        title: '数据流 Streams',
        description: '各数据流与上面不同的设置。What differs from the settings above, per stream.',
        type: 'object',
        propertyNames: streamNameSchema,
        additionalProperties: { type: 'object', properties: streamProperties, additionalProperties: false },
        minProperties: 1,
        maxProperties: 100,
      },
    },
    required: ['folder'],
    additionalProperties: false,
  };
}

export const streamNameSchema: JsonObject = { type: 'string', pattern: '^[\\p{L}\\p{N}_.-]{1,100}$' };
