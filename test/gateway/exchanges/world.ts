import { randomBytes } from 'node:crypto';
import type { SourceRow } from '../../../connectors/connector.js';
import { createObligationPlanner } from '../../../gateway/deadlines/obligation-planner.js';
import { ruleOfManifest } from '../../../gateway/deadlines/rule.js';
import type { DeliverContext, DeliveryTarget } from '../../../gateway/deliver/context.js';
import { drainTarget } from '../../../gateway/deliver/drain.js';
import { applyWorkspace } from '../../../gateway/exchanges/apply.js';
import { compilePlans, type Plans } from '../../../gateway/exchanges/compile-plans.js';
import type { ExchangePlan } from '../../../gateway/exchanges/plan.js';
import type { IngestContext } from '../../../gateway/ingest/context.js';
import { runExchange, type RunOptions, type RunResult } from '../../../gateway/ingest/run.js';
import { createRecordSealing } from '../../../gateway/sealing/record-sealing.js';
import { createSealer, masterKeyBytes, type Sealer } from '../../../gateway/sealing/sealer.js';
import type { Store } from '../../../gateway/store/store.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { loadShipped } from '../../../gateway/workspace/shipped.js';
import { createWorkspace } from '../../../gateway/workspace/workspace.js';
import { loadCodeTables } from '../../../schemas/code-tables.js';
import { createValidator } from '../../../schemas/validator.js';
import { TestReceiver } from './test-receiver.js';
import { TestSource } from './test-source.js';
import { neighbourOf, worldManifests, type WorldOptions } from './world-manifests.js';

/** A Wednesday in a year whose holidays are known. The database's clock is the real one and later than this. */
export const worldNow = new Date('2024-03-06T02:00:00Z');

const validator = createValidator();
const codeTables = loadCodeTables();
const shipped = loadShipped();

export type PipelineContext = IngestContext & DeliverContext;
export type ExchangeName = 'penalties' | 'inspections' | 'other-penalties' | 'neighbour-inspections' | 'leads';

/** A department of its own in a shared store: two sources, one receiver, and the pipeline between them. */
export class World {
  readonly sources: Readonly<Record<ExchangeName, TestSource>> = {
    penalties: new TestSource(),
    inspections: new TestSource(),
    'other-penalties': new TestSource(),
    'neighbour-inspections': new TestSource(),
    leads: new TestSource(),
  };
  readonly receiver = new TestReceiver();
  /** The system that the receiver passes penalties on to, where there is one. */
  readonly public = new TestReceiver();
  /** What was reported of attempts that failed as a whole. */
  readonly reports: string[] = [];
  now = worldNow;
  readonly context: PipelineContext;
  readonly department: string;
  readonly plans: Plans;
  readonly sealer: Sealer;

  private constructor(department: string, context: PipelineContext, plans: Plans, sealer: Sealer) {
    this.sealer = sealer;
    this.department = department;
    this.context = context;
    this.plans = plans;
  }

  /** Worlds of one store share a sealer where whatever reads all of it has to open what each of them sealed. */
  static async make(store: Store, options: WorldOptions = {}, sealer = newSealer()): Promise<World> {
    const department = `world-${randomBytes(6).toString('hex')}`;
    const workspace = createWorkspace({ manifests: worldManifests(department, options), shipped, folder: '/' });
    const holder: { world?: World } = {};
    const now = (): Date => holder.world?.now ?? worldNow;
    const makeId = createIdMaker(() => new Date());
    const { ids, versionOf } = await applyWorkspace(store, workspace, 'tester', makeId, worldNow);
    const plans = compilePlans({
      workspace,
      ids,
      versionOf,
      validator,
      codeTables,
      open: ({ metadata }) => {
        throw new Error(`${metadata.name} is opened by the test`);
      },
    });
    const context: PipelineContext = {
      store,
      now,
      makeId,
      random: () => 0.5,
      hashes: { content: (text) => sealer.contentHash(text), fingerprint: (text) => sealer.fingerprint(text) },
      sealing: createRecordSealing(sealer, makeId),
      planner: createObligationPlanner({
        rules: workspace.deadlineRules().map((manifest) => ruleOfManifest(manifest, versionOf(manifest))),
        layers: workspace.calendars().map((manifest) => manifest.spec),
        divisionOf: () => '623001',
        departmentNamed: (text) => [department, neighbourOf(department)].find((name) => name === text),
        ids,
      }),
      observe: () => undefined,
      report: (_, event, { error }) => holder.world?.reports.push(`${event} ${(error as { code?: string }).code ?? ''}`),
    };
    const world = new World(department, context, plans, sealer);
    holder.world = world;
    return world;
  }

  /** The same program in another process, over its own way into the store. */
  contextOn(store: Store): PipelineContext {
    return { ...this.context, store };
  }

  plan(name: ExchangeName = 'penalties'): ExchangePlan {
    const reference =
      name === 'neighbour-inspections' ? `${neighbourOf(this.department)}/inspections` : `${this.department}/${name}`;
    const plan = this.plans.exchanges.get(reference);
    if (!plan) throw new Error(`no exchange ${name}`);
    return { ...plan, source: { ...plan.source, open: () => this.sources[name].connect() } };
  }

  async run(name: ExchangeName = 'penalties', options: RunOptions = {}): Promise<RunResult> {
    return runExchange(this.context, this.plan(name), new AbortController().signal, options);
  }

  /** Gives one batch of rows to an exchange and runs it; the run has to go through. */
  async ingest(rows: readonly SourceRow[], name: ExchangeName = 'penalties'): Promise<RunResult> {
    this.sources[name].give(...rows);
    const result = await this.run(name);
    if (result.failure) throw new Error(result.failure.text);
    return result;
  }

  /** The receiver as this process holds it; opened anew, so that what a test tells it counts. */
  target(name = 'receiver'): DeliveryTarget {
    const setup = this.plans.targets.find(({ connector }) => connector === `${this.department}/${name}`);
    const delivery = setup?.manifest.spec.delivery;
    if (!setup || !delivery) throw new Error('the world has a receiver');
    const { targetId, connector, plans, opening } = setup;
    return { targetId, connector, plans, spec: delivery, connection: (name === 'public' ? this.public : this.receiver).connect(), opening };
  }

  /** All the delivering that is ready now. */
  async deliver(target = this.target(), context = this.context): Promise<void> {
    const { signal } = new AbortController();
    await drainTarget(context, target, { stop: signal, abort: signal });
  }

  async query<Row = Record<string, unknown>>(sql: string, ...parameters: readonly unknown[]): Promise<Row[]> {
    return this.context.store.query<Row>(sql, parameters);
  }

  /** Makes everything that waits for a time ready now. */
  async letTimePass(): Promise<void> {
    await this.query(
      `UPDATE outbox SET next_at = now() - interval '1 second', handed_over_at = handed_over_at - interval '5 minutes'
       WHERE exchange LIKE $1`,
      `${this.department}/%`,
    );
  }
}

export function newSealer(): Sealer {
  return createSealer({ masterKey: randomBytes(masterKeyBytes) });
}

/** A sound row of the penalties; what is given replaces its columns. */
export function penaltyRow(id: string, columns: SourceRow = {}): SourceRow {
  return {
    id,
    number: id,
    party: '甘南示例乳业有限公司',
    facts: '当事人销售的酸奶标签未标明生产日期。',
    fine: '2000.00',
    decided: '2024-03-04',
    inspection: null,
    ...columns,
  };
}

export function inspectionRow(code: string, columns: SourceRow = {}): SourceRow {
  return { id: code, code, on: '2024-03-01', officers: '示例丙;示例丁', ...columns };
}
