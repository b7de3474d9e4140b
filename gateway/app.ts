import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { connectorTypes } from '../connectors/registry.js';
import { assetPath } from '../schemas/assets.js';
import { describeError, GatewayError } from '../schemas/errors.js';
import { createAccess } from './access/index.js';
import { machine } from './access/rights.js';
import { createSetup } from './access/setup.js';
import { exchangesByAgreement } from './agreements/exchanges-of.js';
import { startApi, type RunningApi } from './api/server.js';
import type { Gateway, OpenGatewayOptions, RunAllOptions } from './cli/gateway.js';
import { shanghaiDate } from './clock.js';
import { Changes } from './events/changes.js';
import { eraseAgain, keepErased } from './erasure/erased-list.js';
import { parseWitnesses, type WitnessPlace } from './exchange-log/witness/places.js';
import { sendToWitnesses } from './exchange-log/witness/send.js';
import { pausedExchanges } from './exchanges/control.js';
import { wakePostponed } from './deliver/agreement-gate.js';
import type { Observe } from './exchanges/stations.js';
import { signedRequests } from './inbound/signature.js';
import { keepInboundUp } from './inbound/upkeep.js';
import { noCounts } from './ingest/context.js';
import { ConfigurationFollower } from './runtime/configuration-follower.js';
import { countDays } from './reconcile/count-days.js';
import type { Deliverer } from './runtime/deliverer.js';
import type { Engine } from './runtime/engine.js';
import { readAppliedWorkspace, readWorkspaceFolder } from './runtime/read-workspace.js';
import { reportRuns } from './runtime/report.js';
import { createServices } from './runtime/services.js';
import { launchSandboxOf } from './runtime/sandbox-of-workspace.js';
import { allSettled } from './runtime/settled.js';
import { ThreadDeliverer } from './runtime/thread-deliverer.js';
import type { LaunchedSandbox } from './sandbox/launch.js';
import { createScheduler, type ScheduledExchange } from './schedule/scheduler.js';
import { reconciledExchange, reconciliationSlot } from './schedule/slots.js';
import { openStore } from './store/open.js';
import { keepUp } from './store/upkeep.js';
import type { Store } from './store/store.js';
import { programVersion } from './version.js';
import { openSealer, wireEngine } from './wire-engine.js';

/** Where the build leaves the web console. */
const builtPages = 'dist/gateway/console/public';
const runBell = 'run-exchange';
const reconcileBell = 'reconcile';
const runsAtOnce = 4;
const minuteMs = 60 * 1000;
const upkeepEveryMs = 60 * minuteMs;
const deadlinesEveryMs = minuteMs;
const witnessesEveryMs = minuteMs;

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
  const witnesses = await parseWitnesses(settings.logWitnesses);
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
    const env = { ...options.env, ...sandbox?.addresses };
    engine = wireEngine({ ...options, env }, store, delivererApart({ ...options, env }, store));
    const cameBack = await eraseAgain(store, settings.dataFolder);
    if (cameBack > 0) logger.warn('privacy.erased-again', { keys: cameBack });
    const workspace = given ?? (await readAppliedWorkspace(store, settings.dataFolder));
    await engine.start();
    await engine.apply(workspace, 'operator');
    return gatewayOver(options, store, engine, { sandbox, witnesses });
  } catch (error) {
    await engine?.close();
    await sandbox?.stop();
    await store.close();
    logger.debug('gateway.not-opened', { error });
    throw error;
  }
}

/** A thread of its own for handing over, where it is asked for and the store serves more than one. */
function delivererApart(options: AppOptions, store: Store): Deliverer | undefined {
  if (options.deliversApart !== true || store.kind === 'embedded') return undefined;
  const { settings, env, logger, workspaceFolder, observe } = options;
  return new ThreadDeliverer({
    data: { settings, env, folder: workspaceFolder ?? settings.dataFolder },
    logger,
    observe: observe ?? (() => undefined),
  });
}

interface Surroundings {
  readonly sandbox: LaunchedSandbox | undefined;
  /** Where the log's checkpoints are sent. */
  readonly witnesses: readonly WitnessPlace[];
}

function gatewayOver(options: AppOptions, store: Store, engine: Engine, { sandbox, witnesses }: Surroundings): Gateway {
  const { settings, clock, logger } = options;
  const { queue } = engine;
  const scheduler = createScheduler({
    store,
    clock,
    isAlone: store.kind === 'embedded',
    holder: `${hostname()}/${String(process.pid)}/${randomUUID().slice(0, 8)}`,
    onDue: (slot) => {
      const reconciled = reconciledExchange(slot);
      return reconciled === undefined ? queue.ring(runBell, slot) : queue.ring(reconcileBell, reconciled);
    },
    isPaused: async (slot) => (await pausedExchanges(store)).has(reconciledExchange(slot) ?? slot),
    onError: (error, exchange) => logger.error('schedule.failed', { exchange, error }),
  });
  queue.consume(
    runBell,
    (exchange) =>
      scheduler.runFor(exchange, async () => {
        const refusal = engine.runner.refusal(exchange);
        if (refusal) {
          logger.warn('run.refused', { exchange, error: refusal });
          return true;
        }
        const result = await engine.runner.runIfIdle(exchange);
        // Where another process runs it at the moment, that one may die yet.
        return result !== undefined && (result.state !== 'stopped' || result.isCancelled);
      }),
    { concurrency: runsAtOnce },
  );
  queue.consume(
    reconcileBell,
    (exchange) => scheduler.runFor(reconciliationSlot(exchange), () => engine.reconcileIfIdle(exchange)),
    { concurrency: 1 },
  );
  const schedules = (): ScheduledExchange[] =>
    (engine.workspace?.exchanges() ?? []).flatMap(({ metadata, spec }) => {
      const exchange = `${metadata.department}/${metadata.name}`;
      return [
        ...(spec.schedule ? [{ exchange, ...spec.schedule }] : []),
        ...(spec.reconcile ? [{ exchange: reconciliationSlot(exchange), ...spec.reconcile }] : []),
      ];
    });
  const follower = new ConfigurationFollower({
    store,
    takeOver: async () => {
      await engine.apply(await readAppliedWorkspace(store, engine.workspace?.folder ?? settings.dataFolder), machine.name);
      await scheduler.keep(schedules());
    },
    onError: (error) => logger.error('configuration.not-followed', { error }),
  });
  const sealer = openSealer(settings);
  const servicesFor = createServices({
    sealer,
    validator: engine.validator,
    retentionRules: () => engine.workspace?.retentionRules().map(({ spec }) => spec) ?? [],
    keepErased: (keyIds) => keepErased(settings.dataFolder, keyIds),
    reload: () => engine.reload(),
    context: engine.context,
    deliverer: engine.deliverer,
    plans: () => engine.plans,
    workspace: async () => engine.workspace ?? readAppliedWorkspace(store, settings.dataFolder),
    schedules,
    inboundConfig: (connector) => engine.inboundConfig(connector),
    startRun: (exchange) => engine.runner.begin(exchange),
    agreements: {
      ...engine.context,
      exchangesOf: (agreement) => exchangesByAgreement(engine.workspace, agreement),
      dataOffice: () => engine.workspace?.dataOffice,
      onDecided: async () => {
        await engine.reload();
        await wakePostponed(store);
        await engine.deliverer.ringAll();
      },
    },
    configuration: {
      store,
      types: connectorTypes(),
      now: () => clock.now(),
      folder: () => engine.workspace?.folder ?? settings.dataFolder,
      putInForce: async (workspace, actor) => {
        await engine.apply(workspace, actor);
        await scheduler.keep(schedules());
        await follower.note();
      },
    },
    connections: {
      types: connectorTypes(),
      workspace: () => engine.workspace,
      open: (manifest, workspace) => engine.openConnector(manifest, workspace),
    },
    startReconciliation: (exchange) => engine.beginReconciliation(exchange),
  });
  const access = createAccess({ ...engine.context, sealer });
  const setup = createSetup(engine.context);
  const changes = new Changes({ store, onError: (error) => logger.error('events.not-read', { error }) });
  const signed = signedRequests({
    store,
    now: () => clock.now(),
    inboundConfig: (connector) => engine.inboundConfig(connector),
  });
  let api: RunningApi | undefined;
  let upkeep: NodeJS.Timeout | undefined;
  let deadlines: NodeJS.Timeout | undefined;
  let keeping = Promise.resolve();
  let witnessing: NodeJS.Timeout | undefined;
  let telling = Promise.resolve();
  const tellWitnesses = (): Promise<void> =>
    sendToWitnesses({
      store,
      places: witnesses,
      stampMinutes: settings.logStampMinutes,
      now: () => clock.now(),
      onError: (error, place) => logger.error('log.witness-failed', { place, error }),
    }).catch((error: unknown) => {
      logger.error('log.witnesses-not-told', { error });
    });
  const keepDeadlines = (): void => {
    keeping = engine.keepDeadlines().catch((error: unknown) => {
      logger.error('deadlines.not-kept', { error });
    });
  };
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    clearInterval(upkeep);
    clearInterval(deadlines);
    clearInterval(witnessing);
    await follower.stop();
    await scheduler.stop();
    await api?.close();
    await engine.close();
    await keeping;
    await telling;
    await sandbox?.stop();
    await store.close();
  };
  return {
    services: servicesFor({ scope: 'all', actor: machine.name }),
    runAll: (run) => runAll(engine, clock, run),
    async settle(signal) {
      await allSettled(store, signal);
      // Only now: what was delivered in this run needs no warning.
      if (!signal.aborted) await engine.keepDeadlines();
      await countDays(engine.context);
      await engine.sequencer.flush();
      await tellWitnesses();
    },
    report: (runs) => reportRuns(store, runs),
    async serve() {
      const pageFolder = assetPath(builtPages);
      api = await startApi({ servicesFor, access, setup, signed, changes, settings, pageFolder, logger, clock, version: programVersion() });
      await scheduler.keep(schedules());
      if (store.kind === 'server') await follower.start();
      upkeep = setInterval(() => {
        Promise.all([keepUp(store, clock.now()), keepInboundUp(store), countDays(engine.context)]).catch((error: unknown) => logger.error('store.upkeep-failed', { error }));
      }, upkeepEveryMs);
      keepDeadlines();
      deadlines = setInterval(keepDeadlines, deadlinesEveryMs);
      witnessing = setInterval(() => {
        telling = telling.then(tellWitnesses);
      }, witnessesEveryMs);
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
    const refusal = engine.runner.refusal(exchange);
    const result = refusal ? undefined : await engine.runner.runIfIdle(exchange, signal);
    if (result) runs.push(result.runId);
    const { rows, versions, quarantined } = result?.counts ?? noCounts();
    const durationMs = clock.now().getTime() - startedAt;
    const failure = result ? result.failure : failureOf(refusal ?? new GatewayError('INGEST_EXCHANGE_RUNNING', { exchange }));
    onProgress({ event: 'ended', exchange, rows, versions, quarantined, durationMs, failure });
  }
  return runs;
}

function failureOf(error: GatewayError): { readonly code: string; readonly text: string } {
  return { code: error.code, text: describeError(error) };
}
