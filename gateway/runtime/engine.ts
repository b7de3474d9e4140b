import type { Connector, ConnectorType } from '../../connectors/connector.js';
import type { InboundConfig } from '../../connectors/inbound/spec.js';
import type { CodeTables } from '../../schemas/code-tables.js';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Validator } from '../../schemas/validator.js';
import { shanghaiDate, type Clock } from '../clock.js';
import type { Environment } from '../config.js';
import { noChains } from '../deadlines/chain-plans.js';
import { plannerInForce } from '../deadlines/obligation-planner.js';
import type { MailContacts, MailSinkOptions } from '../deadlines/mail-sink.js';
import { sendLetters } from '../deadlines/letters.js';
import { createQuietSweep } from '../deadlines/quiet-sweep.js';
import { sendNotices, type NoticeSink } from '../deadlines/send-notices.js';
import { sweepWarnings, type WarningOptions } from '../deadlines/warnings.js';
import { PeriodDuties } from '../deadlines/period-duties.js';
import { dutiesOfWorkspace, periodDutyOptions } from '../deadlines/duties-of-workspace.js';
import { ruleOfManifest } from '../deadlines/rule.js';
import type { DeliverContext } from '../deliver/context.js';
import { Dispatcher } from '../deliver/dispatcher.js';
import { lapseAttempts } from '../deliver/doubt.js';
import { lookByReconciliation } from '../deliver/look.js';
import { keepFindable } from '../records/follow-log.js';
import { keepSearchable } from '../exchange-log/search/projector.js';
import { LogSequencer } from '../exchange-log/log-sequencer.js';
import type { LogSeal } from '../exchange-log/seal.js';
import { machine } from '../access/rights.js';
import { agreementsInForce } from '../agreements/decisions.js';
import { warnOfExpiry } from '../agreements/expiry.js';
import { applyWorkspace } from '../exchanges/apply.js';
import { compilePlans, type Plans } from '../exchanges/compile-plans.js';
import type { ExchangePlan, ObligationPlanner } from '../exchanges/plan.js';
import type { Observe } from '../exchanges/stations.js';
import type { Hashes, IngestContext } from '../ingest/context.js';
import { reconcile, startReconciliation } from '../reconcile/reconcile.js';
import { endPublications } from '../ingest/end-publications.js';
import { inboundBuffer } from '../inbound/buffer.js';
import { releaseDeadRuns } from '../ingest/run-rows.js';
import type { Logger } from '../logging/logger.js';
import type { Queue } from '../queue/queue.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { ConnectorSpec, Manifest } from '../workspace/resources.js';
import { logSecretUse, type SecretBook } from '../secrets/secrets.js';
import { resolveSecrets, secretReferences } from '../workspace/resolve.js';
import type { Workspace } from '../workspace/workspace.js';
import { LocalDeliverer, type Deliverer } from './deliverer.js';
import { openTargets } from './open-targets.js';
import { ExchangeRunner } from './runner.js';

export interface EngineOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly queue: Queue;
  readonly makeId: MakeId;
  readonly random: () => number;
  readonly hashes: Hashes;
  readonly sealing: RecordSealing;
  /** The keys that sign the log; undefined while another process has them. */
  readonly openSeal: () => Promise<LogSeal | undefined>;
  readonly validator: Validator;
  readonly codeTables: CodeTables;
  readonly connectorTypes: ReadonlyMap<string, ConnectorType<never>>;
  /** Folders that file places may lie in besides the workspace. */
  readonly fileRoots: readonly string[];
  /** What connectors may connect to; absent: all but this machine and its link. */
  readonly networks?: readonly string[];
  /** For `{ env: NAME }` in connectors. */
  readonly env: Environment;
  /** For `{ secret: NAME }` in connectors. */
  readonly readSecrets: () => Promise<SecretBook>;
  /** Told of every station; the engine itself listens too. */
  readonly observe: Observe;
  /** Tells people outside the console of deadlines. */
  readonly noticeSinks?: (contactsOf: MailSinkOptions['contactsOf']) => readonly NoticeSink[];
  /** Hands over what is stored; the engine delivers by itself where none is given. */
  readonly deliverer?: Deliverer;
}

/** Receivers that one process works on at once. */
const targetsAtOnce = 8;

/** The pipeline of one process: runs exchanges, delivers what they store, and keeps the log in order. */
export class Engine {
  readonly context: IngestContext & DeliverContext;
  readonly runner: ExchangeRunner;
  readonly deliverer: Deliverer;
  readonly sequencer: LogSequencer;
  readonly #options: EngineOptions;
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  #workspace: Workspace | undefined;
  #secrets: SecretBook = new Map();
  /** Day on which the use of a connector's secret was last written down. */
  readonly #usedOn = new Map<string, string>();
  #plans: Plans = { exchanges: new Map(), targets: [] };
  #planner: ObligationPlanner = { plan: () => [], chains: noChains };
  #duties: PeriodDuties | undefined;
  #warnings: WarningOptions | undefined;
  #sweepQuiet: ReturnType<typeof createQuietSweep> | undefined;
  readonly #noticeSinks: readonly NoticeSink[];

  constructor(options: EngineOptions) {
    this.#options = options;
    const { store, logger } = options;
    const observe: Observe = (station, facts) => {
      options.observe(station, facts);
      if (station === 'ingest.committed' && facts.exchange !== undefined) this.#ringTargetsOf(facts.exchange);
    };
    this.context = {
      store,
      observe,
      now: () => options.clock.now(),
      makeId: options.makeId,
      random: options.random,
      hashes: options.hashes,
      sealing: options.sealing,
      report: (level, event, facts) => logger[level](event, facts),
      planner: plannerInForce(() => this.#planner),
    };
    this.runner = new ExchangeRunner({ context: this.context, logger, stop: this.#stop.signal });
    this.#noticeSinks = options.noticeSinks?.((department) => this.#contactsOf(department)) ?? [];
    this.deliverer = options.deliverer ?? this.#localDeliverer();
    this.sequencer = new LogSequencer({
      store,
      observe,
      openSeal: options.openSeal,
      follow: async (isBusy) => {
        await keepSearchable(store, { isBusy });
        await keepFindable({ ...options, fingerprint: options.hashes.fingerprint }, { isBusy });
      },
      onKeyElsewhere: () => logger.warn('log.key-elsewhere'),
      onError: (error) => logger.error('log.sequencing-failed', { error }),
    });
  }

  get queue(): Queue {
    return this.#options.queue;
  }

  get validator(): Validator {
    return this.#options.validator;
  }

  get plans(): ReadonlyMap<string, ExchangePlan> {
    return this.#plans.exchanges;
  }

  get workspace(): Workspace | undefined {
    return this.#workspace;
  }

  /** Takes over whatever a process that died left in hand, and begins to seal log entries. */
  async start(): Promise<void> {
    const isAlone = this.#options.store.kind === 'embedded';
    if (isAlone) await releaseDeadRuns(this.#options.store);
    await lapseAttempts(this.context, isAlone);
    await this.sequencer.start();
  }

  /** Puts a checked workspace into force: its versions into the store, its plans into this process. */
  async apply(workspace: Workspace, actor: string): Promise<void> {
    const { store, clock, makeId, validator, codeTables } = this.#options;
    this.#secrets = await this.#options.readSecrets();
    const applied = await applyWorkspace(store, workspace, actor, makeId, clock.now(), { confirms: actor === machine.name });
    const agreementInForce = await agreementsInForce(store);
    const open = (manifest: Manifest<ConnectorSpec>): Connector => this.openConnector(manifest, workspace);
    const { ids, versionOf } = applied;
    const plans = compilePlans({ workspace, ids, versionOf, validator, codeTables, open, agreementInForce });
    const rules = workspace.deadlineRules().map((manifest) => ruleOfManifest(manifest, versionOf(manifest)));
    this.#duties = new PeriodDuties({ store, makeId, ...periodDutyOptions(workspace, rules, ids) });
    const { planner, thresholds, calendarOf } = dutiesOfWorkspace(workspace, rules, ids);
    this.#planner = planner;
    this.#warnings = {
      store,
      makeId,
      thresholds,
      calendarOf,
      report: (facts) => this.#options.logger.debug('deadline.notice', { ...facts }),
    };
    this.#sweepQuiet = createQuietSweep({ store, makeId, exchanges: [...plans.exchanges.keys()], calendarOf });
    this.#plans = plans;
    this.#workspace = workspace;
    this.runner.keep(plans.exchanges);
    await this.deliverer.keep(plans, open);
    // The thread that delivers takes over what was applied before: no news.
    const level = applied.changes > 0 ? 'info' : 'debug';
    this.#options.logger[level]('workspace.applied', { exchanges: plans.exchanges.size, changes: applied.changes });
  }

  /**
   * Opens the duties of the present month, quarter and year, closes those that are fulfilled, withdraws what may be
   * published no more, asks about streams that are quiet, tells departments what they are written, and warns of what is due soon or overdue. Safe to repeat.
   */
  async keepDeadlines(): Promise<void> {
    const now = this.#options.clock.now();
    await this.#duties?.keep(now);
    await this.#endPublications();
    await this.#warnOfAgreements();
    await this.#findQuietStreams(now);
    const warned = this.#warnings ? await sweepWarnings(this.#warnings, now, this.#stop.signal) : 0;
    const { store, logger } = this.#options;
    if (warned > 0) logger.warn('deadline.warned', { obligations: warned });
    const sent = await Promise.allSettled(this.#noticeSinks.flatMap((sink) => [sendNotices(store, sink), sendLetters(store, sink)]));
    for (const one of sent) if (one.status === 'rejected') throw one.reason;
  }

  async #findQuietStreams(now: Date): Promise<void> {
    const found = (await this.#sweepQuiet?.(now)) ?? 0;
    if (found > 0) this.#options.logger.warn('stream.quiet', { streams: found });
  }

  /** Reconciles an exchange and goes on by itself; answers with its number. Throws API_RESOURCE_MISSING, RECONCILE_RUNNING. */
  async beginReconciliation(exchange: string): Promise<number> {
    const { id, done } = await this.#reconcile(exchange);
    void done;
    return id;
  }

  /**
   * For schedules: true when it went through, well or not. False while another is under way, which may die yet, or when this
   * process stops; an exchange that is no more has nothing to be reconciled.
   */
  async reconcileIfIdle(exchange: string): Promise<boolean> {
    if (!this.#plans.exchanges.has(exchange)) return true;
    try {
      const { done } = await this.#reconcile(exchange);
      await done;
      return !this.#stop.signal.aborted;
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'RECONCILE_RUNNING') throw error;
      return false;
    }
  }

  async #reconcile(exchange: string): Promise<{ readonly id: number; readonly done: Promise<void> }> {
    const plan = this.#plans.exchanges.get(exchange);
    if (!plan) throw new GatewayError('API_RESOURCE_MISSING', { exchange });
    const id = await startReconciliation(this.context, plan);
    const tools = {
      context: this.context,
      run: () => this.runner.run(exchange),
      lookAtReceivers: () => this.#lookAtReceivers(plan),
      signal: this.#stop.signal,
    };
    const { logger } = this.#options;
    const done = reconcile(tools, plan, id).then(
      () => logger.info('reconciliation.done', { exchange, reconciliation: id }),
      (error: unknown) => logger.error('reconciliation.failed', { exchange, reconciliation: id, error }),
    );
    return { id, done };
  }

  /** Looks for what was handed over to those of an exchange's receivers whose acceptance is reconciliation. */
  async #lookAtReceivers(plan: ExchangePlan): Promise<void> {
    const workspace = this.#workspace;
    const ids = new Set(plan.targets.filter(({ delivery }) => delivery.acceptance === 'reconciliation').map(({ targetId }) => targetId));
    const setups = this.#plans.targets.filter(({ targetId }) => ids.has(targetId));
    if (!workspace || setups.length === 0) return;
    const opened = openTargets(setups, (manifest) => this.openConnector(manifest, workspace));
    try {
      for (const target of opened.targets) await lookByReconciliation(this.context, target, plan.exchange, this.#stop.signal);
    } finally {
      await opened.close();
    }
  }

  #contactsOf(department: string): MailContacts {
    const manifest = this.#workspace?.departments().find(({ metadata }) => metadata.name === department);
    return { contacts: manifest?.spec.contacts ?? [], supervisors: manifest?.spec.supervisors ?? [] };
  }

  async #warnOfAgreements(): Promise<void> {
    const { store, makeId, clock, logger } = this.#options;
    const report: Parameters<typeof warnOfExpiry>[0]['report'] = (facts) => logger.warn('agreement.ending', { ...facts });
    await warnOfExpiry({ store, makeId, now: () => clock.now(), report });
  }

  async #endPublications(): Promise<void> {
    const ended = await endPublications(this.context, this.#plans.exchanges, this.#stop.signal);
    if (ended === 0) return;
    this.#options.logger.info('publication.ended', { records: ended });
    for (const exchange of this.#plans.exchanges.keys()) this.#ringTargetsOf(exchange);
  }

  /** A fresh connector of a manifest, its secrets filled in; the caller closes it. */
  openConnector(manifest: Manifest<ConnectorSpec>, workspace: Workspace): Connector {
    const { connectorTypes, clock, logger, fileRoots, networks } = this.#options;
    const name = `${manifest.metadata.department}/${manifest.metadata.name}`;
    const type = connectorTypes.get(manifest.spec.type);
    if (!type) throw new Error(`${name} has the unknown type ${manifest.spec.type}`);
    const config = this.#resolved(manifest, type.spec) as never;
    return type.create(config, {
      name,
      now: () => clock.now(),
      workspaceFolder: workspace.folder,
      fileRoots,
      networks,
      log: (event, facts) => logger.debug(event, { connector: name, ...facts }),
      inbound: inboundBuffer(this.context, name),
    });
  }

  /** The configuration of an inbound connector in force, its secrets filled in; undefined for any other name. */
  inboundConfig(connector: string): InboundConfig | undefined {
    const { connectorTypes } = this.#options;
    const manifest = this.#workspace
      ?.connectors()
      .find(({ metadata, spec }) => spec.type === 'inbound' && `${metadata.department}/${metadata.name}` === connector);
    const type = connectorTypes.get('inbound');
    if (!manifest || !type) return undefined;
    return this.#resolved(manifest, type.spec) as unknown as InboundConfig;
  }

  /** A connector's configuration with environment and secrets filled in; that a secret is used is an event, once a day. */
  #resolved(manifest: Manifest<ConnectorSpec>, spec: JsonObject): JsonObject {
    const { department, name } = manifest.metadata;
    const config = resolveSecrets(manifest.spec.config, { env: this.#options.env, secrets: this.#secrets.get(department) ?? {} }, spec);
    const names = secretReferences(manifest.spec.config).flatMap((reference) => (reference.from === 'secret' ? [reference.name] : []));
    this.#noteUse(`${department}/${name}`, department, names);
    return config;
  }

  #noteUse(connector: string, department: string, names: readonly string[]): void {
    const day = shanghaiDate(this.#options.clock.now());
    const fresh = names.filter((name) => this.#usedOn.get(`${connector} ${name}`) !== day);
    if (fresh.length === 0) return;
    for (const name of fresh) this.#usedOn.set(`${connector} ${name}`, day);
    logSecretUse(this.context, { connector, department, names: fresh }).catch((error: unknown) =>
      this.#options.logger.error('secret.use-not-logged', { connector, error }),
    );
  }

  /** Opens connectors anew with the secrets as they stand now. */
  async reload(): Promise<void> {
    if (this.#workspace) await this.apply(this.#workspace, 'operator');
  }

  /** Begins no new work and ends when what is in hand is done; `abort` breaks off calls that are under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.deliverer.stop();
    await this.#options.queue.close();
    await this.deliverer.close();
    await this.sequencer.stop();
  }

  abort(): void {
    this.#abort.abort();
  }

  #localDeliverer(): Deliverer {
    const { queue, logger } = this.#options;
    const dispatcher = new Dispatcher({
      context: this.context,
      queue,
      signals: { stop: this.#stop.signal, abort: this.#abort.signal },
      concurrency: targetsAtOnce,
      onError: (error, target) => logger.error('deliver.failed', { target, error }),
    });
    return new LocalDeliverer(dispatcher);
  }

  #ringTargetsOf(exchange: string): void {
    for (const target of this.#plans.exchanges.get(exchange)?.targets ?? []) {
      this.deliverer
        .ring(target.connector)
        .catch((error: unknown) => this.#options.logger.error('queue.refused', { target: target.connector, error }));
    }
  }
}
