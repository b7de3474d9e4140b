import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { connectorTypes } from '../connectors/registry.js';
import { loadCodeTables } from '../schemas/code-tables.js';
import { describeError, GatewayError } from '../schemas/errors.js';
import { createValidator } from '../schemas/validator.js';
import { startApi, type RunningApi } from './api/server.js';
import type { Gateway, OpenGatewayOptions, RunAllOptions } from './cli/gateway.js';
import { shanghaiDate } from './clock.js';
import type { Environment } from './config.js';
import type { Observe } from './exchanges/stations.js';
import { noCounts } from './ingest/context.js';
import { createMemoryQueue } from './queue/memory-queue.js';
import { Engine } from './runtime/engine.js';
import { readAppliedWorkspace, readWorkspaceFolder } from './runtime/read-workspace.js';
import { reportRuns } from './runtime/report.js';
import { createServices } from './runtime/services.js';
import { launchSandboxOf } from './runtime/sandbox-of-workspace.js';
import { allSettled } from './runtime/settled.js';
import type { LaunchedSandbox } from './sandbox/launch.js';
import { createScheduler, type ScheduledExchange } from './schedule/scheduler.js';
import { createRecordSealing } from './sealing/record-sealing.js';
import { loadMasterKey } from './sealing/master-key.js';
import { createSealer } from './sealing/sealer.js';
import { openStore } from './store/open.js';
import { keepUp } from './store/upkeep.js';
import type { Store } from './store/store.js';
import { createIdMaker } from './store/uuid.js';
import { programVersion } from './version.js';

const runBell = 'run-exchange';
const runsAtOnce = 4;
const upkeepEveryMs = 60 * 60 * 1000;

export interface AppOptions extends OpenGatewayOptions {
  /** Told of every station of the way of a record; fault tests listen here. */
  readonly observe?: Observe;
}

/** Opens the program: store, workspace, sandbox, pipeline. The one place where everything is wired together. */
export async function openGateway(options: AppOptions): Promise<Gateway> {
  const { settings, clock, logger, workspaceFolder } = options;
  // Read before anything is opened: a damaged manifest is told at once and touches nothing.
  const tools = { types: connectorTypes(), today: shanghaiDate(clock.now()) };
  const given = workspaceFolder === undefined ? undefined : readWorkspaceFolder(workspaceFolder, tools);
  const store = await openStore(
    { dataFolder: settings.dataFolder, databaseUrl: settings.databaseUrl, connectionsMax: settings.poolSize },
    clock.now(),
  );
  let sandbox: LaunchedSandbox | undefined;
  let engine: Engine | undefined;
  try {
    sandbox = workspaceFolder
      ? await launchSandboxOf({
          workspaceFolder,
          dataFolder: settings.dataFolder,
          records: options.sandboxRecords,
          today: shanghaiDate(clock.now()),
        })
      : undefined;
    engine = makeEngine(options, store, { ...options.env, ...sandbox?.addresses });
    const workspace = given ?? (await readAppliedWorkspace(store, settings.dataFolder));
    await engine.start();
    await engine.apply(workspace, 'operator');
    return gatewayOver(options, store, engine, sandbox);
  } catch (error) {
    await engine?.close();
    await sandbox?.stop();
    await store.close();
    logger.debug('gateway.not-opened', { error });
    throw error;
  }
}

function makeEngine(options: AppOptions, store: Store, env: Environment): Engine {
  const { settings, clock, logger } = options;
  const makeId = createIdMaker(() => clock.now());
  const sealer = createSealer({ masterKey: loadMasterKey(settings.dataFolder, settings.masterKey) });
  const codeTables = loadCodeTables();
  return new Engine({
    store,
    clock,
    logger,
    makeId,
    codeTables,
    env,
    random: Math.random,
    queue: createMemoryQueue({ onError: (error, bell) => logger.error('queue.handler-failed', { ...bell, error }) }),
    hashes: { content: (text) => sealer.contentHash(text), fingerprint: (text) => sealer.fingerprint(text) },
    sealing: createRecordSealing(sealer, makeId),
    validator: createValidator(),
    connectorTypes: connectorTypes(),
    fileRoots: [settings.dataFolder, ...settings.fileRoots],
    observe: options.observe ?? (() => undefined),
  });
}

function gatewayOver(options: AppOptions, store: Store, engine: Engine, sandbox: LaunchedSandbox | undefined): Gateway {
  const { settings, clock, logger } = options;
  const { queue } = engine;
  queue.consume(runBell, async (exchange) => void (await engine.runner.runIfIdle(exchange)), { concurrency: runsAtOnce });
  const scheduler = createScheduler({
    store,
    clock,
    holder: `${hostname()}/${String(process.pid)}/${randomUUID().slice(0, 8)}`,
    onDue: (exchange) => queue.ring(runBell, exchange),
    onError: (error, exchange) => logger.error('schedule.failed', { exchange, error }),
  });
  const schedules = (): ScheduledExchange[] =>
    (engine.workspace?.exchanges() ?? []).flatMap(({ metadata, spec }) =>
      spec.schedule ? [{ exchange: `${metadata.department}/${metadata.name}`, ...spec.schedule }] : [],
    );
  const services = createServices({
    context: engine.context,
    dispatcher: engine.dispatcher,
    plans: () => engine.plans,
    schedules,
    startRun: (exchange) => engine.runner.begin(exchange),
  });
  let api: RunningApi | undefined;
  let upkeep: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    clearInterval(upkeep);
    await scheduler.stop();
    await api?.close();
    await engine.close();
    await sandbox?.stop();
    await store.close();
  };
  return {
    services,
    runAll: (run) => runAll(engine, clock, run),
    settle: (signal) => allSettled(store, signal),
    report: (runs) => reportRuns(store, runs),
    async serve() {
      api = await startApi({ services, settings, logger, clock, version: programVersion() });
      await scheduler.keep(schedules());
      upkeep = setInterval(() => {
        keepUp(store, clock.now()).catch((error: unknown) => logger.error('store.upkeep-failed', { error }));
      }, upkeepEveryMs);
      return { address: api.address };
    },
    close: () => (closing ??= close()),
  };
}

/**
 * One after the other, in the order of the manifests: what others refer to is named first. An exchange that another
 * process runs at the moment is passed over.
 */
async function runAll(engine: Engine, clock: AppOptions['clock'], { signal, onProgress }: RunAllOptions): Promise<number[]> {
  const runs: number[] = [];
  for (const exchange of engine.runner.exchanges) {
    if (signal.aborted) break;
    const startedAt = clock.now().getTime();
    onProgress({ event: 'begun', exchange });
    const result = await engine.runner.runIfIdle(exchange, signal);
    if (result) runs.push(result.runId);
    const { rows, versions, quarantined } = result?.counts ?? noCounts();
    const durationMs = clock.now().getTime() - startedAt;
    const failure = result ? result.failure : failureOf(new GatewayError('INGEST_EXCHANGE_RUNNING', { exchange }));
    onProgress({ event: 'ended', exchange, rows, versions, quarantined, durationMs, failure });
  }
  return runs;
}

function failureOf(error: GatewayError): { readonly code: string; readonly text: string } {
  return { code: error.code, text: describeError(error) };
}
