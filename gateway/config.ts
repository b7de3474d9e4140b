import { readFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';

import { isNetworkRule } from '../connectors/shared/networks.js';
import { assetPath } from '../schemas/assets.js';
import { GatewayError } from '../schemas/errors.js';

/** Settings of the process, checked and frozen. Described one by one in config.schema.json. */
export interface Settings {
  /** Absolute path. */
  readonly dataFolder: string;
  /** Absolute paths of folders that file connectors may read besides the workspace and the data folder. */
  readonly fileRoots: readonly string[];
  /** What connectors may connect to, as ConnectorContext has it; absent: all but this machine and its link-local addresses. */
  readonly networks?: readonly string[];
  /** Absent: the embedded store in `dataFolder`. */
  readonly databaseUrl?: string;
  /** Another than loopback only with a certificate, or where `plainHttp` says who encrypts instead. */
  readonly host: string;
  /** PEM files: the certificate with its chain, its key, and the authorities whose clients alone are let in. */
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
  /** A proxy before the gateway encrypts. */
  readonly plainHttp?: 'behind-proxy';
  /** That one person or key may send on and on. */
  readonly requestsPerSecond: number;
  readonly port: number;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
  readonly logFormat: 'json' | 'pretty';
  readonly masterKey?: string;
  /** Name of the exchange log and its hash, for when it is made. */
  readonly logOrigin?: string;
  readonly logHash?: 'sha256' | 'sm3';
  /** Private keys that sign the exchange log; absent: a file in the data folder, and no second signature. */
  readonly logKey?: string;
  readonly logSm2Key?: string;
  /** Where checkpoints are sent, as gateway/exchange-log/witness/places.ts reads it; absent: nowhere. */
  readonly logWitnesses?: string;
  /** For how long events of the log stay in the store, as gateway/exchange-log/archive/retention.ts reads it. */
  readonly logRetention: string;
  /** Least time between two stamps that an authority is asked for. */
  readonly logStampMinutes: number;
  readonly poolSize: number;
  /** Where deadline warnings are posted to; absent: nowhere. */
  readonly warningWebhook?: string;
  /** Mail server that deadline warnings are sent through, and the sender's address; both or neither. */
  readonly smtpUrl?: string;
  readonly smtpFrom?: string;
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string>>;

export interface ConfigSources {
  /** The process's environment, as {@link readEnvironment} gives it. */
  readonly env: Environment;
  /** What the command line said, by setting's name; undefined where it said nothing. */
  readonly flags?: Readonly<Partial<Record<keyof Settings, string | number>>>;
  readonly stderrIsTerminal: boolean;
  /** Folder that a relative data folder is meant from. */
  readonly workingFolder: string;
}

/** A frozen copy of the process's environment: the only place that reads it. Called once at start. */
export function readEnvironment(): Environment {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.freeze(Object.fromEntries(entries));
}

/**
 * Settings from flags, else environment, else defaults. An empty variable counts as absent.
 * Throws SERVICE_SETTING_WRONG that names every mistake at once; secret values are never in it.
 */
export function readConfig({ env, flags = {}, stderrIsTerminal, workingFolder }: ConfigSources): Settings {
  const schema = readSchema();
  const given: Record<string, string | number> = stderrIsTerminal
    ? { logFormat: 'pretty', logLevel: 'warn' }
    : { logFormat: 'json', logLevel: 'info' };
  for (const [name, property] of Object.entries(schema.properties)) {
    const value = flags[name as keyof Settings] ?? (env[property['x-env']] || undefined);
    if (value !== undefined) given[name] = value;
  }
  const validate = new Ajv2020({ allErrors: true, coerceTypes: true, useDefaults: true, strict: false }).compile<
    Omit<Settings, 'fileRoots' | 'networks'> & { readonly fileRoots?: string; readonly networks?: string }
  >(schema);
  if (!validate(given)) throw settingsWrong(schema, given, validate.errors ?? []);
  const reach = reachMistake(given);
  if (reach !== undefined) throw new GatewayError('SERVICE_SETTING_WRONG', { mistakes: reach });
  const fileRoots = (given.fileRoots ?? '').split(delimiter).filter((folder) => folder !== '');
  const networks = given.networks?.split(',').map((network) => network.trim());
  const wrong = networks?.filter((rule) => !isNetworkRule(rule)) ?? [];
  if (wrong.length > 0)
    throw new GatewayError('SERVICE_SETTING_WRONG', { mistakes: `JIANTONG_NETWORKS: ${wrong.join(', ')}: no address, network or port of one` });
  return Object.freeze({
    ...given,
    dataFolder: resolve(workingFolder, given.dataFolder),
    fileRoots: fileRoots.map((folder) => resolve(workingFolder, folder)),
    networks,
  });
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** What other machines could read on the way is not sent: passwords and personal data need a certificate, here or at a proxy. */
function reachMistake({ host, tlsCertificate, tlsKey, tlsClientCa, plainHttp }: Pick<Settings, 'host' | 'tlsCertificate' | 'tlsKey' | 'tlsClientCa' | 'plainHttp'>): string | undefined {
  if ((tlsCertificate === undefined) !== (tlsKey === undefined)) return 'JIANTONG_TLS_CERTIFICATE, JIANTONG_TLS_KEY: both or neither';
  if (tlsClientCa !== undefined && tlsCertificate === undefined) return 'JIANTONG_TLS_CLIENT_CA: only with JIANTONG_TLS_CERTIFICATE';
  if (loopback.has(host) || tlsCertificate !== undefined || plainHttp !== undefined) return undefined;
  return `JIANTONG_HOST="${host}": one of ${[...loopback].join(', ')}, or JIANTONG_TLS_CERTIFICATE with JIANTONG_TLS_KEY, or JIANTONG_PLAIN_HTTP=behind-proxy`;
}

interface SettingSchema {
  readonly 'x-env': string;
  readonly 'x-flag'?: string;
  readonly 'x-secret'?: boolean;
}

interface ConfigSchema {
  readonly properties: Readonly<Record<string, SettingSchema>>;
}

function readSchema(): ConfigSchema {
  // The file ships with the program and a test holds it to this shape.
  return JSON.parse(readFileSync(assetPath('gateway/config.schema.json'), 'utf8')) as ConfigSchema;
}

function settingsWrong(schema: ConfigSchema, given: Record<string, unknown>, errors: ErrorObject[]): GatewayError {
  const mistakes = errors.map((error) => {
    const name = error.instancePath.slice(1);
    const property = schema.properties[name];
    if (property === undefined) return `${error.instancePath} ${error.message ?? error.keyword}`;
    const origin =
      property['x-flag'] === undefined ? property['x-env'] : `${property['x-env']} (${property['x-flag']})`;
    const value = property['x-secret'] === true ? '***' : JSON.stringify(given[name]);
    return `${origin}=${value}: ${expectation(error)}`;
  });
  return new GatewayError('SERVICE_SETTING_WRONG', { mistakes: mistakes.join('; ') });
}

function expectation(error: ErrorObject): string {
  if (error.keyword === 'enum') return `one of ${(error.params.allowedValues as unknown[]).join(', ')}`;
  return error.message ?? error.keyword;
}
