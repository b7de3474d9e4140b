import { keyServices } from '../access/api-keys.js';
import { peopleServices } from '../access/people.js';
import type { GatewayServices, ServicesFor } from '../services/services.js';
import { agreementServices, type AgreementTools } from '../agreements/services.js';
import { configurationServices, type ConfigurationTools } from '../configuration/services.js';
import { connectorServices, type ConnectionTools } from '../connections/services.js';
import { askRunToStop } from '../exchanges/control.js';
import { createReadings } from '../reading/index.js';
import type { Validator } from '../../schemas/validator.js';
import type { Sealer } from '../sealing/sealer.js';
import { secretServices } from '../secrets/secrets.js';
import { isInScope } from '../reading/scope.js';
import { adopt } from '../deliver/adopt.js';
import { confirmArrival, decideHeld } from '../deliver/by-hand.js';
import { setPaused } from '../deliver/target-state.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import { acknowledgeNotice } from '../deadlines/acknowledge.js';
import { caseServices } from '../duties/cases.js';
import { publicationServices } from '../duties/publications.js';
import { GroupedEvents } from '../exchange-log/grouped-events.js';
import { erasureServices } from '../erasure/services.js';
import type { ErasureTools } from '../erasure/tools.js';
import { recordServices } from '../records/services.js';
import { findingServices } from '../reconcile/services.js';
import { reconciliationSchedule } from './reconciliation-schedule.js';
import { quietServices } from '../duties/quiet-streams.js';
import { urgingServices } from '../duties/urgings.js';
import { latenessServices } from '../duties/lateness.js';
import { inboundServices, type InboundTools } from '../inbound/services.js';
import { logExportServices } from '../exchange-log/export/export.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { readRecordEntries } from '../reading/record-entries.js';
import { replayQuarantined } from '../ingest/replay.js';
import type { IngestContext } from '../ingest/context.js';
import { GatewayError } from '../../schemas/errors.js';
import type { ScheduledExchange } from '../schedule/scheduler.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Deliverer } from './deliverer.js';
import { exchangeServices } from './exchange-services.js';

export interface ServicesOptions {
  readonly context: IngestContext;
  readonly deliverer: Deliverer;
  readonly plans: () => ReadonlyMap<string, ExchangePlan>;
  /** The configuration of an inbound connector that is in force. */
  readonly inboundConfig: InboundTools['inboundConfig'];
  /** The one in force. */
  readonly workspace: () => Promise<Workspace>;
  readonly schedules: () => readonly ScheduledExchange[];
  /** Says that an exchange is to run; answers when its run stands in the store. */
  readonly startRun: (exchange: string) => Promise<number>;
  readonly sealer: Pick<Sealer, 'sealSecret' | 'openSecret' | 'subjectIndex' | 'fingerprint'>;
  readonly retentionRules: ErasureTools['retentionRules'];
  readonly keepErased: ErasureTools['keepErased'];
  readonly validator: Pick<Validator, 'dataset'>;
  /** Opens connectors anew, after a secret has changed. */
  readonly reload: () => Promise<void>;
  readonly agreements: AgreementTools;
  readonly configuration: ConfigurationTools;
  readonly connections: ConnectionTools;
  /** Begins a reconciliation that goes on by itself; answers with its number. */
  readonly startReconciliation: (exchange: string) => Promise<number>;
}

/** What the API and the command line can ask of this process, for whoever asks. */
export function createServices(options: ServicesOptions): ServicesFor {
  const views = new GroupedEvents(options.context);
  return (caller) => servicesOf(options, views, caller);
}

/** Whatever acts on one thing looks first whether its caller may see it: what may not be seen is not there. */
function servicesOf(options: ServicesOptions, views: GroupedEvents, { scope, actor }: Parameters<ServicesFor>[0]): GatewayServices {
  const { context } = options;
  const { store } = context;
  const readings = createReadings({ store, scope });
  const reconciliations = findingServices(context, scope);
  const publications = publicationServices({ ...context, plans: options.plans }, scope);
  const setTargetPaused = async (name: string, reason: string | null): Promise<void> => {
    const now = context.now();
    await store.transaction(async (transaction) => {
      const [target] = await transaction.query<{ id: number }>(
        'SELECT c.id FROM connector c JOIN target_state s ON s.target_id = c.id WHERE c.reference = $1',
        [name],
      );
      if (!target || !isInScope(scope, name)) throw new GatewayError('API_RESOURCE_MISSING', { target: name });
      await setPaused(transaction, target.id, reason);
      const segment = new SegmentWriter();
      segment.add({
        id: context.makeId(),
        at: now.toISOString(),
        station: reason === null ? 'target-resumed' : 'target-paused',
        actor,
        department: name.split('/')[0] ?? '',
        target: name,
        code: reason ?? undefined,
      });
      await segment.write(transaction, context.makeId, now);
    });
    if (reason === null) await options.deliverer.ring(name);
  };
  const targetNamed = async (name: string) => {
    const target = (await readings.targets.list()).find((one) => one.name === name);
    if (!target) throw new GatewayError('API_RESOURCE_MISSING', { target: name });
    return target;
  };
  return {
    ...readings,
    exchanges: exchangeServices({ ...options, runs: readings.runs }, { scope, actor }),
    runs: {
      ...readings.runs,
      async cancel(id) {
        const run = await readings.runs.get(id);
        await askRunToStop(context, run, actor);
        return readings.runs.get(id);
      },
    },
    quarantine: {
      ...readings.quarantine,
      async replay(id) {
        await readings.quarantine.get(id);
        await replayQuarantined(context, options.plans(), id);
        await options.deliverer.ringAll();
        return readings.quarantine.get(id);
      },
    },
    records: recordServices({ ...context, views, fingerprint: context.hashes.fingerprint, validator: options.validator }, { scope, actor }),
    erasures: erasureServices({ ...context, ...options }, scope),
    adoptions: {
      async adopt(request) {
        if (!isInScope(scope, request.exchange)) throw new GatewayError('API_RESOURCE_MISSING', { exchange: request.exchange });
        const adopted = await adopt(options, request);
        await options.deliverer.ringAll();
        return adopted;
      },
    },
    deliveries: {
      ...readings.deliveries,
      async release(id, decision) {
        await readings.deliveries.get(id);
        await decideHeld(options, id, decision);
        await options.deliverer.ringAll();
        return readings.deliveries.get(id);
      },
      async confirm(id, confirmation) {
        await readings.deliveries.get(id);
        await confirmArrival(options, id, confirmation);
        await options.deliverer.ringAll();
        return readings.deliveries.get(id);
      },
    },
    targets: {
      ...readings.targets,
      async pause(name, reason) {
        await setTargetPaused(name, reason);
        return targetNamed(name);
      },
      async resume(name) {
        await setTargetPaused(name, null);
        return targetNamed(name);
      },
    },
    notices: {
      ...readings.notices,
      async acknowledge(id, person) {
        await readings.notices.get(id);
        await acknowledgeNotice(context, id, person);
        return readings.notices.get(id);
      },
    },
    cases: caseServices({ store, makeId: context.makeId, now: context.now, workspace: options.workspace }, scope),
    lateness: latenessServices(context, scope),
    urgings: urgingServices(context, scope),
    quietStreams: quietServices(context, scope),
    reconciliations: {
      ...reconciliations,
      schedule: () => reconciliationSchedule({ ...options, reconciliations }, scope),
      async start(name) {
        if (!isInScope(scope, name)) throw new GatewayError('API_RESOURCE_MISSING', { exchange: name });
        return reconciliations.get(await options.startReconciliation(name));
      },
    },
    publications: {
      ...publications,
      async classify(record, decision) {
        const decided = await publications.classify(record, decision);
        await options.deliverer.ringAll();
        return decided;
      },
    },
    inbound: inboundServices({ ...context, plans: options.plans, inboundConfig: options.inboundConfig }, { scope, actor }),
    resources: { ...readings.resources, ...configurationServices(options.configuration, { scope, actor }) },
    agreements: agreementServices(options.agreements, { scope }),
    connectors: connectorServices(options.connections, scope),
    people: peopleServices(context, { scope, actor }),
    keys: keyServices(context, { scope, actor }),
    secrets: secretServices({ ...context, sealer: options.sealer, onChanged: options.reload }, { scope, actor }),
    logExports: logExportServices(context, { scope, actor }),
    logEntries: { list: (filter, page) => readRecordEntries({ store, scope }, filter.record, page) },
  };
}
