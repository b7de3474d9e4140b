import { connectorTypes } from '../connectors/registry.js';
import { loadCodeTables } from '../schemas/code-tables.js';
import { createValidator } from '../schemas/validator.js';
import type { Clock } from './clock.js';
import type { Environment, Settings } from './config.js';
import { createMailSink } from './deadlines/mail-sink.js';
import { createWebhookSink } from './deadlines/webhook-sink.js';
import { openSeal } from './exchange-log/seal.js';
import type { Observe } from './exchanges/stations.js';
import type { Logger } from './logging/logger.js';
import { connectorNetworks } from './networks.js';
import { createMemoryQueue } from './queue/memory-queue.js';
import type { Deliverer } from './runtime/deliverer.js';
import { Engine } from './runtime/engine.js';
import { createRecordSealing } from './sealing/record-sealing.js';
import { loadMasterKey } from './sealing/master-key.js';
import { readSecrets } from './secrets/secrets.js';
import { createSealer, type Sealer } from './sealing/sealer.js';
import type { Store } from './store/store.js';
import { createIdMaker } from './store/uuid.js';

/** What an engine takes from the thread that it runs in. */
export interface EngineSurroundings {
  readonly settings: Settings;
  /** For `{ env: NAME }` in manifests. */
  readonly env: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observe?: Observe;
}

/** The sealer of this gateway: under the master key of its settings, or of its data folder. */
export function openSealer(settings: Settings): Sealer {
  return createSealer({ masterKey: loadMasterKey(settings.dataFolder, settings.masterKey) });
}

/**
 * Makes the pipeline of one thread over an open store: the one place where its parts are joined, for the main thread
 * and for one that only delivers. Starts nothing.
 */
export function wireEngine(options: EngineSurroundings, store: Store, deliverer?: Deliverer): Engine {
  const { settings, env, clock, logger } = options;
  const makeId = createIdMaker(() => clock.now());
  const sealer = openSealer(settings);
  const codeTables = loadCodeTables();
  return new Engine({
    store,
    clock,
    logger,
    makeId,
    codeTables,
    env,
    readSecrets: () => readSecrets(store, sealer),
    random: Math.random,
    queue: createMemoryQueue({ onError: (error, bell) => logger.error('queue.handler-failed', { ...bell, error }) }),
    hashes: { content: (text) => sealer.contentHash(text), fingerprint: (text) => sealer.fingerprint(text) },
    sealing: createRecordSealing(sealer, makeId),
    openSeal: () => openSeal(store, settings),
    validator: createValidator(),
    connectorTypes: connectorTypes(),
    fileRoots: [settings.dataFolder, ...settings.fileRoots],
    networks: connectorNetworks(settings, env),
    observe: options.observe ?? (() => undefined),
    deliverer,
    noticeSinks: (contactsOf) => [
      ...(settings.warningWebhook === undefined ? [] : [createWebhookSink(settings.warningWebhook)]),
      ...(settings.smtpUrl === undefined || settings.smtpFrom === undefined
        ? []
        : [createMailSink({ url: settings.smtpUrl, from: settings.smtpFrom, contactsOf })]),
    ],
  });
}
