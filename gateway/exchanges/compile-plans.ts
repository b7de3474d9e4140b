import type { Connector } from '../../connectors/connector.js';
import type { JsonObject } from '../../schemas/json.js';
import { fieldPrivacy } from '../../schemas/field-privacy.js';
import type { Validator } from '../../schemas/validator.js';
import type { CodeTableSource } from '../../mappings/code-tables.js';
import type { MappingSpec } from '../../mappings/mapping-spec.js';
import { compileMapping, type Mapping } from '../../mappings/compile.js';
import { compileCondition } from '../../mappings/conditions.js';
import { GatewayError } from '../../schemas/errors.js';
import { departmentCalendars } from '../deadlines/department-calendars.js';
import { type Opening, openingOf } from '../deadlines/opening-hours.js';
import type { DeliveryPlan } from '../deliver/context.js';
import { createPublicationPlan, createRepairPlan } from '../publication/rule.js';
import type { Workspace } from '../workspace/workspace.js';
import type { AgreementSpec, ConnectorSpec, ExchangeSpec, ExchangeTarget, Manifest } from '../workspace/resources.js';
import type { InForce } from '../agreements/decisions.js';
import { isWithinDates } from '../agreements/standing.js';
import { createDatasetPlan } from './dataset-plan.js';
import type { NameIds } from './names.js';
import type { DatasetPlan, ExchangePlan, SourcePlan, TargetPlan } from './plan.js';
import { compileScope, masksOf } from './scope.js';

export interface PlanTools {
  readonly workspace: Workspace;
  readonly ids: NameIds;
  /** Version id of a resource as it is applied in the store. */
  readonly versionOf: (manifest: Manifest<unknown>) => number;
  readonly validator: Validator;
  readonly codeTables: CodeTableSource;
  /** The version of an agreement that all its sides approved; absent: every one counts as approved. */
  readonly agreementInForce?: (current: Manifest<AgreementSpec>) => InForce | undefined;
  /** Makes a connector of a manifest; every call a new one. */
  readonly open: (manifest: Manifest<ConnectorSpec>) => Connector;
}

/** Everything a workspace asks for, ready to run. */
export interface Plans {
  readonly exchanges: ReadonlyMap<string, ExchangePlan>;
  readonly targets: readonly TargetSetup[];
}

/** One receiver and the exchanges that name it; opened for delivering by whoever delivers. */
export interface TargetSetup {
  readonly targetId: number;
  readonly connector: string;
  readonly manifest: Manifest<ConnectorSpec>;
  readonly opening: Opening;
  readonly plans: ReadonlyMap<string, DeliveryPlan>;
}

function referenceOf(manifest: Manifest<unknown>): string {
  return `${manifest.metadata.department}/${manifest.metadata.name}`;
}

/** Compiles every exchange of a checked workspace. Throws MAPPING_SPEC_SHAPE_WRONG for a mapping that does not compile. */
export function compilePlans(tools: PlanTools): Plans {
  const datasets = new Map<string, DatasetPlan>();
  const datasetOf = (name: string): DatasetPlan => {
    const known = datasets.get(name);
    if (known) return known;
    const made = createDatasetPlan(tools.validator.dataset(name), {
      id: tools.ids.dataset(name),
      validator: tools.validator,
      departmentOf: (text) => departments.get(text),
    });
    datasets.set(name, made);
    return made;
  };
  const departments = new Map(
    tools.workspace.departments().flatMap(({ metadata: { name }, spec: { creditCode } }) => {
      const id = tools.ids.department(name);
      return [[name, id] as const, [creditCode, id] as const];
    }),
  );
  const exchanges = tools.workspace.exchanges();
  const received = receivedDatasets(tools.workspace, exchanges);
  const plans = new Map<string, ExchangePlan>();
  for (const manifest of exchanges) {
    const { department } = manifest.metadata;
    plans.set(referenceOf(manifest), {
      exchange: referenceOf(manifest),
      exchangeVersion: tools.versionOf(manifest),
      department,
      departmentId: tools.ids.department(department),
      dataset: datasetOf(manifest.spec.dataset),
      source: sourcePlan(tools, manifest),
      targets: manifest.spec.targets.map((target) => targetPlan(tools, manifest, target, received)),
      obligationsFrom: manifest.spec.obligationsFrom,
      publication: createPublicationPlan(
        tools.workspace.publicationRules(manifest.spec.dataset, department).map(({ spec }) => spec),
        compileCondition,
      ),
      repairs: createRepairPlan(
        manifest.spec.dataset,
        tools.workspace.allPublicationRules().map(({ spec }) => spec),
        compileCondition,
      ),
    });
  }
  return { exchanges: plans, targets: targetSetups(tools, plans) };
}

function sourcePlan(tools: PlanTools, exchange: Manifest<ExchangeSpec>): SourcePlan {
  const { source } = exchange.spec;
  const { department } = exchange.metadata;
  const connector = tools.workspace.connector(source.connector, department);
  const mapping = tools.workspace.mapping(source.mapping, department);
  const reference = referenceOf(connector);
  const compiled = recordMapping(tools, mapping, exchange.spec.dataset);
  return {
    connector: reference,
    system: connector.spec.system,
    stream: source.stream,
    streamId: tools.ids.stream(reference, source.stream),
    mode: source.mode,
    cursorColumns: source.cursor,
    key: source.key,
    maxWithdrawals: source.maxWithdrawals,
    mapping: compiled,
    lookupDatasets: [...new Set(compiled.lookups.map(({ dataset }) => dataset))].map((name) => ({
      name,
      isOfNation: tools.validator.dataset(name).keyScope === 'nation',
    })),
    mappingVersion: tools.versionOf(mapping),
    open: () => tools.open(connector),
  };
}

function targetPlan(
  tools: PlanTools,
  exchange: Manifest<ExchangeSpec>,
  target: ExchangeTarget,
  received: ReadonlyMap<string, ReadonlySet<string>>,
): TargetPlan {
  const { department } = exchange.metadata;
  const connector = tools.workspace.connector(target.connector, department);
  const mapping = tools.workspace.mapping(target.mapping, department);
  const current = tools.workspace.agreement(target.agreement, department);
  const inForce = tools.agreementInForce ? tools.agreementInForce(current) : { id: tools.versionOf(current), manifest: current };
  const { id: agreementVersion, manifest: agreement } = inForce ?? { id: tools.versionOf(current), manifest: current };
  const reference = referenceOf(connector);
  const { delivery } = connector.spec;
  if (!delivery) throw new Error(`${reference} is a target without delivery settings`);
  const receives = received.get(reference) ?? new Set<string>();
  const { dataset } = exchange.spec;
  const via = target.via === undefined ? undefined : referenceOf(tools.workspace.connector(target.via, department));
  return {
    targetId: tools.ids.connector(reference),
    connector: reference,
    ...(via === undefined ? {} : { via: { targetId: tools.ids.connector(via), connector: via } }),
    system: connector.spec.system,
    closingTime: delivery.openingHours?.closes,
    stream: target.stream,
    exchangeVersion: tools.versionOf(exchange),
    mappingVersion: tools.versionOf(mapping),
    agreementVersion,
    delivery,
    mapping: recordMapping(tools, mapping, dataset),
    receives,
    isReferredTo: [...receives].some((name) =>
      tools.validator.dataset(name).references.some((to) => to.dataset === dataset),
    ),
    owes: owesOf(target, agreement.spec),
    isInForce: (today) => inForce !== undefined && isWithinDates(agreement.spec, today),
    scope: compileScope(agreement.spec.scope.fields, masksOf(agreement.spec, tools.validator.dataset(dataset))),
  };
}

/** A record is owed when the exchange's own condition and the agreement's both hold. */
function owesOf(target: ExchangeTarget, agreement: AgreementSpec): (record: JsonObject) => boolean {
  const conditions = [target.when, agreement.scope.when].flatMap((when) => (when ? [compileCondition(when)] : []));
  return (record) => conditions.every((holds) => holds(record));
}

function recordMapping(tools: PlanTools, manifest: Manifest<MappingSpec & JsonObject>, dataset: string): Mapping {
  const schema = tools.validator.dataset(dataset);
  const { mapping, problems } = compileMapping(manifest.spec, {
    name: referenceOf(manifest),
    codeTables: tools.codeTables,
    ...fieldPrivacy(schema),
  });
  if (mapping) return mapping;
  const [first] = problems;
  throw new GatewayError('MAPPING_SPEC_SHAPE_WRONG', { mapping: referenceOf(manifest), file: manifest.file, path: first?.path });
}

function receivedDatasets(
  workspace: Workspace,
  exchanges: readonly Manifest<ExchangeSpec>[],
): Map<string, Set<string>> {
  const received = new Map<string, Set<string>>();
  for (const exchange of exchanges) {
    for (const target of exchange.spec.targets) {
      const reference = referenceOf(workspace.connector(target.connector, exchange.metadata.department));
      received.set(reference, (received.get(reference) ?? new Set()).add(exchange.spec.dataset));
    }
  }
  return received;
}

function targetSetups(tools: PlanTools, exchanges: ReadonlyMap<string, ExchangePlan>): TargetSetup[] {
  const setups = new Map<string, { manifest: Manifest<ConnectorSpec>; plans: Map<string, DeliveryPlan>; targetId: number }>();
  const openings = openingsOf(tools.workspace);
  for (const plan of exchanges.values()) {
    for (const target of plan.targets) {
      const setup = setups.get(target.connector) ?? {
        manifest: tools.workspace.connector(target.connector, plan.department),
        plans: new Map<string, DeliveryPlan>(),
        targetId: target.targetId,
      };
      setups.set(target.connector, setup);
      setup.plans.set(plan.exchange, { exchange: plan.exchange, department: plan.department, dataset: plan.dataset, target });
    }
  }
  return [...setups].map(([connector, setup]) => ({ connector, ...setup, opening: openings(setup.manifest) }));
}

/** The hours of receivers, by the calendars of the departments that own their connectors. */
function openingsOf(workspace: Workspace): (connector: Manifest<ConnectorSpec>) => Opening {
  const divisions = new Map(workspace.departments().map(({ metadata, spec }) => [metadata.name, spec.divisionCode]));
  const layers = workspace.calendars().map(({ spec }) => spec);
  const calendarOf = departmentCalendars(layers, (department) => divisions.get(department) ?? '');
  return ({ metadata, spec }) => openingOf(spec.delivery?.openingHours, calendarOf(metadata.department));
}
