import { validate as isCron } from 'node-cron';
import type { MappingSide, MappingSpec } from '../../mappings/mapping-spec.js';
import type { CheckContext } from './check.js';
import { checkDataset, resolveOrReport } from './check-references.js';
import { oneOf } from './one-of.js';
import { checkPromises } from './check-promises.js';
import { shown } from './manifest-problem.js';
import { resourceKey } from './resource-key.js';
import type { AgreementSpec, ConnectorSpec, ExchangeSpec, ExchangeTarget, Manifest } from './resources.js';

/** Source, targets, agreements and schedule of one exchange. */
export function checkExchange(manifest: Manifest<ExchangeSpec>, context: CheckContext): void {
  const { source, targets, schedule, reconcile, obligationsFrom } = manifest.spec;
  checkDataset(manifest, context);
  const connector = resolveOrReport({ manifest, kind: 'Connector', reference: source.connector, path: '/spec/source/connector' }, context);
  if (connector !== undefined && context.types.get(connector.spec.type)?.capabilities.canPull === false) {
    context.report(manifest, 'CONFIG_CONNECTOR_DIRECTION_WRONG', { path: '/spec/source/connector', given: `${source.connector} (${connector.spec.type})` });
  }
  const mapping = resolveOrReport({ manifest, kind: 'Mapping', reference: source.mapping, path: '/spec/source/mapping' }, context);
  checkSides({ manifest, mapping, path: '/spec/source/mapping', datasetSide: 'to' }, context);
  const seen = new Set<string>();
  for (const [index, target] of targets.entries()) checkTarget({ manifest, target, path: `/spec/targets/${String(index)}`, seen }, context);
  if (obligationsFrom !== undefined && obligationsFrom > context.today) {
    context.report(manifest, 'CONFIG_OBLIGATIONS_FROM_AHEAD', { path: '/spec/obligationsFrom', given: obligationsFrom });
  }
  for (const [name, plan] of [['schedule', schedule], ['reconcile', reconcile]] as const) {
    if (plan === undefined) continue;
    if (!isCron(plan.cron)) context.report(manifest, 'CONFIG_CRON_WRONG', { path: `/spec/${name}/cron`, given: plan.cron });
    if (!isTimeZone(plan.timeZone)) {
      context.report(manifest, 'CONFIG_TIME_ZONE_UNKNOWN', { path: `/spec/${name}/timeZone`, given: plan.timeZone });
    }
  }
}

/** Who passes on is a target itself, and takes what it passes on; and the last receiver is looked at, for it sends no receipts. */
function checkVia({ manifest, target, path }: TargetPlace, connector: Manifest<ConnectorSpec>, context: CheckContext): void {
  if (target.via === undefined) return;
  const others = manifest.spec.targets.filter((one) => one !== target && one.via === undefined).map((one) => one.connector);
  if (!others.includes(target.via)) {
    context.report(manifest, 'CONFIG_VIA_UNKNOWN', { path: `${path}/via`, given: target.via, expected: oneOf(others, target.via) });
  }
  const acceptance = connector.spec.delivery?.acceptance;
  if (acceptance === 'receipt' || acceptance === 'row-taken-over') {
    const expected = { zh: 'read-back, reconciliation, confirmation', en: '' };
    context.report(manifest, 'CONFIG_VIA_ACCEPTANCE_WRONG', { path: `${path}/connector`, given: `${target.connector}: ${acceptance}`, expected });
  }
}

interface TargetPlace {
  readonly manifest: Manifest<ExchangeSpec>;
  readonly target: ExchangeTarget;
  readonly path: string;
  /** Targets of the exchange so far. */
  readonly seen: Set<string>;
}

function checkTarget({ manifest, target, path, seen }: TargetPlace, context: CheckContext): void {
  const connector = resolveOrReport({ manifest, kind: 'Connector', reference: target.connector, path: `${path}/connector` }, context);
  const mapping = resolveOrReport({ manifest, kind: 'Mapping', reference: target.mapping, path: `${path}/mapping` }, context);
  const agreement = resolveOrReport({ manifest, kind: 'Agreement', reference: target.agreement, path: `${path}/agreement` }, context);
  checkSides({ manifest, mapping, path: `${path}/mapping`, datasetSide: 'from' }, context);
  if (connector === undefined) return;
  checkReceiver({ manifest, target, path, seen }, connector, context);
  checkVia({ manifest, target, path, seen }, connector, context);
  const key = resourceKey(connector);
  if (seen.has(key)) context.report(manifest, 'CONFIG_TARGET_TWICE', { path: `${path}/connector`, given: target.connector });
  seen.add(key);
  if (agreement === undefined) return;
  checkTerms({ manifest, connector, agreement, path: `${path}/agreement` }, context);
  if (isSchedule(manifest.spec.schedule)) checkPromises({ manifest, connector, agreement, path: `${path}/agreement` }, context);
}

function checkReceiver({ manifest, target, path }: TargetPlace, connector: Manifest<ConnectorSpec>, context: CheckContext): void {
  const type = context.types.get(connector.spec.type);
  const facts = { path: `${path}/connector`, given: `${target.connector} (${connector.spec.type})` };
  if (type?.capabilities.canPush === false) context.report(manifest, 'CONFIG_CONNECTOR_DIRECTION_WRONG', facts);
  else if (connector.spec.delivery === undefined) context.report(manifest, 'CONFIG_CONNECTOR_DELIVERY_MISSING', facts);
}

interface MappingPlace {
  readonly manifest: Manifest<ExchangeSpec>;
  readonly mapping: Manifest<MappingSpec> | undefined;
  readonly path: string;
  /** The side of the mapping that has to be the exchange's dataset; the other has to be a system's stream. */
  readonly datasetSide: 'from' | 'to';
}

function checkSides({ manifest, mapping, path, datasetSide }: MappingPlace, context: CheckContext): void {
  if (mapping === undefined) return;
  const { dataset } = manifest.spec;
  const streamSide = datasetSide === 'to' ? 'from' : 'to';
  const [records, rows] = [mapping.spec[datasetSide], mapping.spec[streamSide]] as (MappingSide | undefined)[];
  if (records === undefined || rows === undefined) return;
  if (!('dataset' in records) || records.dataset !== dataset) {
    const expected = `${datasetSide}: { dataset: ${dataset} }`;
    context.report(manifest, 'CONFIG_MAPPING_DIFFERS', { path, given: `${datasetSide}: ${sideText(records)}`, expected: { zh: expected, en: expected } });
  } else if (!('stream' in rows)) {
    const expected = `${streamSide}: { system, stream }`;
    context.report(manifest, 'CONFIG_MAPPING_DIFFERS', { path, given: `${streamSide}: ${sideText(rows)}`, expected: { zh: expected, en: expected } });
  }
}

interface TermsPlace {
  readonly manifest: Manifest<ExchangeSpec>;
  readonly connector: Manifest<ConnectorSpec>;
  readonly agreement: Manifest<AgreementSpec>;
  readonly path: string;
}

/** The agreement is about just this: provider, receiver and dataset, and today. */
function checkTerms({ manifest, connector, agreement, path }: TermsPlace, context: CheckContext): void {
  const { provider, receiver, dataset, validFrom, validTo } = agreement.spec;
  const differ = (name: string, given: string, expected: string): void => {
    context.report(manifest, 'CONFIG_AGREEMENT_DIFFERS', { path, given: `${name}: ${given}`, expected: { zh: expected, en: expected } });
  };
  const { department } = manifest.metadata;
  if (provider !== department) differ('provider', provider, department);
  const received = context.workspace.resolve('Connector', receiver, agreement.metadata.department).manifest;
  if (received !== undefined && resourceKey(received) !== resourceKey(connector)) {
    differ('receiver', receiver, `${connector.metadata.department}/${connector.metadata.name}`);
  }
  if (dataset !== manifest.spec.dataset) differ('dataset', dataset, manifest.spec.dataset);
  const isReversed = validTo !== undefined && validTo < validFrom;
  if (!isReversed && (context.today < validFrom || (validTo !== undefined && validTo < context.today))) {
    const given = `${agreement.metadata.name}: ${validFrom} … ${validTo ?? ''}`.trimEnd();
    context.report(manifest, 'CONFIG_AGREEMENT_NOT_IN_FORCE', { path, given, expected: { zh: `含今天 ${context.today}`, en: `including today` } });
  }
}

function sideText(side: MappingSide): string {
  if ('dataset' in side) return `{ dataset: ${shown(side.dataset)} }`;
  return `{ system: ${shown(side.system)}, stream: ${shown(side.stream)} }`;
}

/** Nothing can be said of a schedule that cannot be read; that it cannot is told by itself. */
function isSchedule(schedule: ExchangeSpec['schedule']): boolean {
  return schedule === undefined || (isCron(schedule.cron) && isTimeZone(schedule.timeZone));
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
