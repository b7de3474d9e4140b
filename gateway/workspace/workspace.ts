import type { MappingSpec } from '../../mappings/mapping-spec.js';
import { type CodeTables, withOwnCodeTables } from '../../schemas/code-tables.js';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { CalendarLayer } from '../deadlines/calendar-layer.js';
import { dutyNames } from '../deadlines/chain.js';
import type { DeadlineRuleSpec } from '../deadlines/rule.js';
import type { RetentionRuleSpec } from '../erasure/retention-rule.js';
import type { PublicationRuleSpec } from '../publication/rule.js';
import { keyOf, type ResourceKey, resourceKey } from './resource-key.js';
import {
  type AgreementSpec,
  type CodeTableSpec,
  type ConnectorSpec,
  type DepartmentSpec,
  type ExchangeSpec,
  type Kind,
  type Manifest,
  type Reference,
  type RouteSpec,
} from './resources.js';
import { shippedDepartment } from '../../mappings/fragment.js';

/** The `spec` of each kind. */
export interface SpecOfKind {
  Department: DepartmentSpec;
  Connector: ConnectorSpec;
  Mapping: MappingSpec & JsonObject;
  CodeTable: CodeTableSpec;
  Exchange: ExchangeSpec;
  Route: RouteSpec;
  Agreement: AgreementSpec;
  DeadlineRule: DeadlineRuleSpec;
  Calendar: CalendarLayer;
  PublicationRule: PublicationRuleSpec;
  RetentionRule: RetentionRuleSpec & JsonObject;
}

/**
 * Manifests with their names resolved. Answers by what was loaded; `checkWorkspace` says whether that is sound, and
 * only a sound workspace is handed on. A reference is `department/name`, or a name of the own department. A bare name
 * that the own department lacks means the shipped resource, or the data office's where it overrides that by name.
 */
export interface Workspace {
  /** Absolute path of the folder that relative file places are meant from. */
  readonly folder: string;
  /** The department that runs the gateway, where one is set. */
  readonly dataOffice: string | undefined;
  /** What the workspace itself brings, in the order of loading. */
  readonly own: readonly Manifest[];
  /** Everything in force: the workspace's own and the shipped manifests that it does not override. */
  readonly manifests: readonly Manifest[];
  departments(): readonly Manifest<DepartmentSpec>[];
  connectors(): readonly Manifest<ConnectorSpec>[];
  /** Each target with its `stream` filled in. */
  exchanges(): readonly Manifest<ExchangeSpec>[];
  deadlineRules(): readonly Manifest<DeadlineRuleSpec>[];
  /** Names of the rules' obligations: a chain has one for each of its steps. */
  dutyNames(): readonly string[];
  /** Those that hold for a department's records of a dataset: its own, or else the data office's. */
  publicationRules(dataset: string, department: string): readonly Manifest<PublicationRuleSpec>[];
  /** Of all departments. */
  allPublicationRules(): readonly Manifest<PublicationRuleSpec>[];
  retentionRules(): readonly Manifest<RetentionRuleSpec>[];
  calendars(): readonly Manifest<CalendarLayer>[];
  /** The given tables, with the workspace's own in place of those of their names, or on top of those they extend. */
  codeTables(shipped: CodeTables): CodeTables;
  /** These throw CONFIG_REFERENCE_UNKNOWN and CONFIG_REFERENCE_NOT_SHARED. */
  connector(reference: Reference, fromDepartment: string): Manifest<ConnectorSpec>;
  mapping(reference: Reference, fromDepartment: string): Manifest<MappingSpec & JsonObject>;
  agreement(reference: Reference, fromDepartment: string): Manifest<AgreementSpec>;
  resolve<K extends Kind>(kind: K, reference: Reference, fromDepartment: string): Resolved<SpecOfKind[K]>;
}

/** What a reference leads to; what is not shared is given all the same, so that one mistake does not hide another. */
export type Resolved<Spec> =
  | { readonly manifest: Manifest<Spec>; readonly code?: 'CONFIG_REFERENCE_NOT_SHARED' }
  | { readonly manifest?: undefined; readonly code: 'CONFIG_REFERENCE_UNKNOWN' };

export interface WorkspaceParts {
  readonly manifests: readonly Manifest[];
  /** What comes with the program: `loadShipped`. */
  readonly shipped: readonly Manifest[];
  /** Absolute path. */
  readonly folder: string;
}

/** Joins a workspace's manifests with the shipped ones. Of two with one name the later counts. */
export function createWorkspace({ manifests: own, shipped, folder }: WorkspaceParts): Workspace {
  const dataOffice = manifestsOf('Department', own).find(({ spec }) => spec.isDataOffice)?.metadata.name;
  const byKey = new Map<ResourceKey, Manifest>();
  for (const manifest of own) byKey.set(resourceKey(manifest), manifest);
  /** Shipped resources by kind and name, or what the data office has put in their place. */
  const defaults = new Map<string, Manifest>();
  for (const manifest of shipped) {
    const { kind, metadata } = manifest;
    const override = dataOffice === undefined ? undefined : byKey.get(keyOf(kind, dataOffice, metadata.name));
    const chosen = override ?? byKey.get(resourceKey(manifest)) ?? manifest;
    byKey.set(resourceKey(chosen), chosen);
    defaults.set(`${kind} ${metadata.name}`, chosen);
  }
  const manifests = [...byKey.values()];

  function find(kind: Kind, reference: Reference, fromDepartment: string): Manifest | undefined {
    const [name = '', department] = reference.split('/').toReversed();
    if (department !== undefined) return byKey.get(keyOf(kind, department, name));
    return byKey.get(keyOf(kind, fromDepartment, name)) ?? defaults.get(`${kind} ${name}`);
  }

  function resolve<K extends Kind>(kind: K, reference: Reference, fromDepartment: string): Resolved<SpecOfKind[K]> {
    const manifest = find(kind, reference, fromDepartment) as Manifest<SpecOfKind[K]> | undefined;
    if (manifest === undefined) return { code: 'CONFIG_REFERENCE_UNKNOWN' };
    const { department, shared } = manifest.metadata;
    const isOpen = shared === true || [fromDepartment, dataOffice, shippedDepartment].includes(department);
    return isOpen ? { manifest } : { manifest, code: 'CONFIG_REFERENCE_NOT_SHARED' };
  }

  function take<K extends Kind>(kind: K, reference: Reference, fromDepartment: string): Manifest<SpecOfKind[K]> {
    const { manifest, code } = resolve(kind, reference, fromDepartment);
    if (code !== undefined) throw new GatewayError(code, { kind, reference, department: fromDepartment });
    return manifest;
  }

  return Object.freeze({
    folder,
    dataOffice,
    own,
    manifests,
    departments: () => manifestsOf('Department', manifests),
    connectors: () => manifestsOf('Connector', manifests),
    exchanges: () => manifestsOf('Exchange', manifests).map(withStreams),
    deadlineRules: () => manifestsOf('DeadlineRule', manifests),
    dutyNames: () => manifestsOf('DeadlineRule', manifests).flatMap(({ metadata, spec }) => dutyNames(metadata.name, spec)),
    publicationRules: (dataset: string, department: string) => {
      const rules = manifestsOf('PublicationRule', manifests).filter(({ spec }) => spec.dataset === dataset);
      const ofItsOwn = rules.filter(({ metadata }) => metadata.department === department);
      return ofItsOwn.length > 0 ? ofItsOwn : rules.filter(({ metadata }) => metadata.department === dataOffice);
    },
    allPublicationRules: () => manifestsOf('PublicationRule', manifests),
    retentionRules: () => manifestsOf('RetentionRule', manifests),
    calendars: () => manifestsOf('Calendar', manifests),
    codeTables: (shippedTables: CodeTables) => codeTablesWith(shippedTables, manifestsOf('CodeTable', manifests)),
    connector: (reference: Reference, from: string) => take('Connector', reference, from),
    mapping: (reference: Reference, from: string) => take('Mapping', reference, from),
    agreement: (reference: Reference, from: string) => take('Agreement', reference, from),
    resolve,
  });
}

/** All manifests of a kind. Their specs have the kind's form: a manifest that has not never leaves `loadWorkspace`. */
export function manifestsOf<K extends Kind>(kind: K, manifests: readonly Manifest[]): Manifest<SpecOfKind[K]>[] {
  return manifests.filter((manifest) => manifest.kind === kind) as unknown as Manifest<SpecOfKind[K]>[];
}

function codeTablesWith(shipped: CodeTables, own: readonly Manifest<CodeTableSpec>[]): CodeTables {
  return withOwnCodeTables(shipped, own.map(({ metadata, spec }) => ({ ...spec, name: metadata.name })));
}

/** A target that names no stream means the one that is called as the dataset. */
function withStreams(exchange: Manifest<ExchangeSpec>): Manifest<ExchangeSpec> {
  const { spec } = exchange;
  const targets = spec.targets.map((target) => ({ ...target, stream: target.stream ?? spec.dataset }));
  return { ...exchange, spec: { ...spec, targets } };
}
