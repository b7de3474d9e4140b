import { exchangesByAgreement } from '../agreements/exchanges-of.js';
import { agreementServices, type AgreementTools } from '../agreements/services.js';
import { wakePostponed } from '../deliver/agreement-gate.js';
import { keyServices } from '../access/api-keys.js';
import { peopleServices } from '../access/people.js';
import { machine } from '../access/rights.js';
import { caseServices } from '../duties/cases.js';
import { quietServices } from '../duties/quiet-streams.js';
import { urgingServices } from '../duties/urgings.js';
import { latenessServices } from '../duties/lateness.js';
import { logExportServices } from '../exchange-log/export/export.js';
import { publicationServices } from '../duties/publications.js';
import { findingServices } from '../reconcile/services.js';
import { createLogger, type Logger } from '../logging/logger.js';
import type { PublicationServices } from '../duties/publications.js';
import type { ReconcileServices } from '../reconcile/services.js';
import type { GatewayServices } from '../services/services.js';
import { readDoor } from '../api/token.js';
import { readAppliedWorkspace } from '../runtime/read-workspace.js';
import { readConfig, type Settings } from '../config.js';
import { GroupedEvents } from '../exchange-log/grouped-events.js';
import { keepFindable } from '../records/follow-log.js';
import { recordServices } from '../records/services.js';
import { createRecordSealing } from '../sealing/record-sealing.js';
import type { RecordServices } from '../services/records.js';
import { createValidator } from '../../schemas/validator.js';
import { loadMasterKey } from '../sealing/master-key.js';
import { createSealer, type Sealer } from '../sealing/sealer.js';
import { secretServices } from '../secrets/secrets.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { createIdMaker, type MakeId } from '../store/uuid.js';
import { interruptible } from './interrupts.js';
import { isAlive, remoteServices } from './remote-services.js';
import { storeServices, type ReadingServices } from './store-services.js';
import type { World } from './world.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly data?: string;
  readonly port?: string;
}

export interface OpenServices {
  readonly services: GatewayServices;
  /** Aborted when a person interrupts the command. */
  readonly signal: AbortSignal;
  /** Waits until what was begun here is delivered; of no effect where a running gateway does the work. */
  readonly settle: () => Promise<void>;
}

export function settingsOf(world: World, { data, port }: CommonOptions): Settings {
  return readConfig({
    env: world.env,
    flags: { dataFolder: data, port },
    stderrIsTerminal: world.stderr.isTTY === true,
    workingFolder: world.workingFolder,
  });
}

export function loggerOf(world: World, { logLevel, logFormat }: Settings): Logger {
  const isColoured = world.stderr.isTTY === true && world.env.NO_COLOR === undefined;
  return createLogger({ level: logLevel, format: logFormat, stream: world.stderr, clock: world.clock, isColoured });
}

/**
 * Lends `work` the services that only read: those of the gateway that runs over the data folder, or else of the store
 * opened here for as long as `work` takes. So a command works beside `jiantong start`, which holds the embedded store.
 */
export async function withReadings<Result>(
  world: World,
  options: CommonOptions,
  work: (services: ReadingServices | GatewayServices) => Promise<Result>,
): Promise<Result> {
  const settings = settingsOf(world, options);
  const remote = await remoteOf(settings);
  if (remote !== undefined) return work(remote);
  return withStore(world, options, (store) => work(storeServices(store, settings.dataFolder)));
}

/** What only the store is needed for. */
export type StoreServices = Pick<
  GatewayServices,
  'agreements' | 'people' | 'keys' | 'secrets' | 'cases' | 'lateness' | 'urgings' | 'quietStreams' | 'records' | 'logExports'
> & {
  readonly publications: Pick<PublicationServices, 'list'>;
  readonly reconciliations: Omit<ReconcileServices, 'start' | 'schedule'>;
};

/**
 * Lends `work` what needs only the store: over the gateway that runs, or else over the store opened here. No connector is
 * reached for, so the first administrator can be made before any secret is at hand.
 */
export async function withStoreServices<Result>(
  world: World,
  options: CommonOptions,
  work: (services: StoreServices) => Promise<Result>,
): Promise<Result> {
  const settings = settingsOf(world, options);
  const remote = await remoteOf(settings);
  if (remote !== undefined) return work(remote);
  return withStore(world, options, async (store) => {
    const now = (): Date => world.clock.now();
    const tools = { store, now, makeId: createIdMaker(now) };
    const caller = { scope: 'all', actor: machine.name } as const;
    const sealer = sealerOf(settings);
    return work({
      records: storedRecords({ ...tools, sealer }, caller),
      agreements: storeAgreements(tools, settings.dataFolder),
      people: peopleServices(tools, caller),
      keys: keyServices(tools, caller),
      secrets: secretServices({ ...tools, sealer, onChanged: () => Promise.resolve() }, caller),
      cases: caseServices({ ...tools, workspace: () => readAppliedWorkspace(store, settings.dataFolder) }, caller.scope),
      lateness: latenessServices(tools, caller.scope),
      urgings: urgingServices(tools, caller.scope),
      quietStreams: quietServices(tools, caller.scope),
      logExports: logExportServices(tools, caller),
      reconciliations: findingServices(tools, caller.scope),
      publications: publicationServices({ ...tools, plans: () => new Map() }, caller.scope),
    });
  });
}

/** Records where no gateway runs that would have kept them findable. */
function storedRecords(
  { sealer, ...tools }: { readonly store: Store; readonly now: () => Date; readonly makeId: MakeId; readonly sealer: Sealer },
  caller: Parameters<typeof recordServices>[1],
): RecordServices {
  const opening = {
    store: tools.store,
    sealing: createRecordSealing(sealer, tools.makeId),
    fingerprint: (text: string) => sealer.fingerprint(text),
    validator: createValidator(),
  };
  const services = recordServices({ ...opening, views: new GroupedEvents(tools) }, caller);
  return {
    ...services,
    find: async (filter, page) => {
      await keepFindable(opening);
      return services.find(filter, page);
    },
  };
}

/**
 * What is decided here counts from the next start of a gateway. The configuration is read where agreements are asked for,
 * and only there: no other command depends on it.
 */
function storeAgreements(
  tools: Omit<AgreementTools, 'exchangesOf' | 'dataOffice' | 'onDecided'>,
  folder: string,
): GatewayServices['agreements'] {
  const open = async (): Promise<GatewayServices['agreements']> => {
    const workspace = await readAppliedWorkspace(tools.store, folder);
    const ofWorkspace = {
      exchangesOf: (agreement: string) => exchangesByAgreement(workspace, agreement),
      dataOffice: () => workspace.dataOffice,
      onDecided: () => wakePostponed(tools.store),
    };
    return agreementServices({ ...tools, ...ofWorkspace }, { scope: 'all' });
  };
  return {
    list: async () => (await open()).list(),
    get: async (name) => (await open()).get(name),
    decide: async (name, decision) => (await open()).decide(name, decision),
  };
}

/** The sealer of the gateway that these settings are for. */
export function sealerOf({ dataFolder, masterKey }: Settings): Sealer {
  return createSealer({ masterKey: loadMasterKey(dataFolder, masterKey) });
}

/** Lends `work` the store itself. Throws STORE_DATA_FOLDER_IN_USE while a gateway holds the embedded one. */
export async function withStore<Result>(
  world: World,
  options: CommonOptions,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const { dataFolder, databaseUrl, poolSize } = settingsOf(world, options);
  const store = await openStore({ dataFolder, databaseUrl, connectionsMax: poolSize }, world.clock.now());
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * Lends `work` all services: those of the gateway that runs over the data folder, or else of one opened
 * here, with every connector of the applied configuration.
 */
export async function withServices<Result>(
  world: World,
  options: CommonOptions,
  work: (open: OpenServices) => Promise<Result>,
): Promise<Result> {
  const settings = settingsOf(world, options);
  const remote = await remoteOf(settings);
  return interruptible(world, async (signal) => {
    if (remote !== undefined) return work({ services: remote, signal, settle: () => Promise.resolve() });
    const gateway = await world.openGateway({
      settings,
      env: world.env,
      clock: world.clock,
      logger: loggerOf(world, settings),
    });
    try {
      return await work({ services: gateway.services, signal, settle: () => gateway.settle(signal) });
    } finally {
      await gateway.close();
    }
  });
}

/** The services of the gateway that runs over the data folder, where one does. */
async function remoteOf({ dataFolder }: Settings): Promise<GatewayServices | undefined> {
  const door = await readDoor(dataFolder);
  return door !== undefined && (await isAlive(door)) ? remoteServices(door) : undefined;
}
