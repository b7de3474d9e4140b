import type { JsonObject } from '../../../schemas/json.js';
import type { DeliverySpec, ExchangeSpec, Manifest } from '../../../gateway/workspace/resources.js';
import { readManifests } from '../../../gateway/workspace/load.js';
import { manifestSchemas } from '../../../gateway/workspace/manifest-schemas.js';

export interface WorldOptions {
  /** How the receiver is delivered to, where it differs from the manifest's defaults and from `quick`. */
  readonly delivery?: Partial<DeliverySpec>;
  readonly source?: Partial<Pick<ExchangeSpec['source'], 'mode' | 'maxWithdrawals'>>;
  /** Which penalties the receiver is owed; all where absent. */
  readonly when?: JsonObject;
  /** Fields of the agreement's scope; all where absent. */
  readonly fields?: readonly string[];
  /** System behind the receiver: deadline rules name `credit-china`. */
  readonly receiverSystem?: string;
  /** Has a second department, `<department>-neighbour`, whose inspections go to the same receiver. */
  readonly hasNeighbour?: boolean;
  /** From which day penalties are under a deadline. */
  readonly obligationsFrom?: string;
  /** A public system that penalties reach by way of the receiver, and what proves it there. */
  readonly onward?: DeliverySpec['acceptance'];
  /** A rule for penalties beside the shipped ones: within seven working days they are public there. */
  readonly publishedAt?: string;
  /** How long penalties are published at the receiver. */
  readonly publication?: JsonObject;
  /** A chain of duties that the world's records begin or fulfil, by the rule's name. */
  readonly chain?: (names: { readonly neighbour: string }) => { readonly name: string; readonly spec: JsonObject };
  /** Has an exchange of complaint leads, some of them of whistle-blowers, from the first source. */
  readonly hasLeads?: boolean;
}

/** The department beside the world's own, where it has one. */
export function neighbourOf(department: string): string {
  return `${department}-neighbour`;
}

/** Delivery without waiting, so that no test has to sleep. */
const quick: Partial<DeliverySpec> = { repeat: 'safe', backOffFirstSeconds: 0.01, backOffMaxSeconds: 0.01, receiptPollSeconds: 0.1 };

const schemas = manifestSchemas();

const neighbourCreditCode = '1162300000TET1023J';
const authority = { name: '合作市示例监督管理局', creditCode: '11623000000000019E' };

/** The manifests of a department with two sources and one receiver; penalties may refer to inspections. */
export function worldManifests(department: string, options: WorldOptions): readonly Manifest[] {
  const exchange = (name: string, dataset: string, source: string, mappings: readonly [string, string], more: JsonObject = {}): JsonObject =>
    manifest('Exchange', name, {
      dataset,
      source: { connector: source, stream: name, key: 'id', cursor: 'id', mapping: mappings[0], ...options.source },
      targets: [
        { connector: 'receiver', stream: dataset, mapping: mappings[1], agreement: `${dataset}-agreement`, ...more },
        ...(options.onward !== undefined && name === 'penalties' ? [{ connector: 'public', mapping: mappings[1], agreement: 'public-agreement', via: 'receiver' }] : []),
      ],
      ...(options.obligationsFrom !== undefined && name === 'penalties' ? { obligationsFrom: options.obligationsFrom } : {}),
    });
  function manifest(kind: string, name: string, spec: JsonObject): JsonObject {
    return { apiVersion: 'jiantong/v1', kind, metadata: { name, department, shared: true }, spec };
  }
  const all = [
    manifest('Department', department, { title: authority.name, creditCode: authority.creditCode, divisionCode: '623001' }),
    manifest('Connector', 'source', { type: 'test', system: 'own-system', config: {} }),
    manifest('Connector', 'other-source', { type: 'test', system: 'second-system', config: {} }),
    manifest('Connector', 'receiver', {
      type: 'test',
      system: options.receiverSystem ?? 'credit-china',
      config: {},
      delivery: { ...quick, ...options.delivery },
    }),
    manifest('Mapping', 'row-to-penalty', {
      from: { system: 'own-system', stream: 'penalties' },
      to: { dataset: 'administrative-penalty' },
      version: 1,
      ignore: ['id'],
      fields: penaltyFields,
    }),
    manifest('Mapping', 'row-to-inspection', {
      from: { system: 'own-system', stream: 'inspections' },
      to: { dataset: 'inspection' },
      version: 1,
      ignore: ['id'],
      fields: inspectionFields,
    }),
    manifest('Mapping', 'penalty-to-receiver', {
      from: { dataset: 'administrative-penalty' },
      to: { system: 'credit-china', stream: 'administrative-penalty' },
      version: 1,
      fields: {
        number: { from: 'documentNumber' },
        party: { from: 'party.name' },
        facts: { from: 'illegalFacts' },
        fine: { from: 'fineYuan' },
        personal: { from: 'party.legalRepresentative.idNumber' },
      },
    }),
    ...chainManifests(department, options),
    ...(options.publication ? [manifest('PublicationRule', 'penalties', options.publication)] : []),
    manifest('Mapping', 'inspection-to-receiver', {
      from: { dataset: 'inspection' },
      to: { system: 'credit-china', stream: 'inspection' },
      version: 1,
      fields: { number: { from: 'code' } },
    }),
    ...['administrative-penalty', 'inspection', ...(options.hasLeads === true ? ['complaint-lead'] : [])].map((dataset) =>
      manifest('Agreement', `${dataset}-agreement`, {
        title: '数据共享协议',
        provider: department,
        receiver: 'receiver',
        dataset,
        scope: { fields: [...(options.fields ?? ['*'])] },
        method: '接口',
        procedure: '自动',
        timeLimit: '7个工作日',
        frequency: '每日',
        confidentiality: '公开',
        validFrom: '2020-01-01',
      }),
    ),
    ...onwardManifests(department, options),
    exchange('inspections', 'inspection', 'source', ['row-to-inspection', 'inspection-to-receiver']),
    exchange('penalties', 'administrative-penalty', 'source', ['row-to-penalty', 'penalty-to-receiver'], options.when && { when: options.when }),
    ...(options.hasLeads === true ? leadManifests(department, exchange) : []),
    ...(options.hasNeighbour === true ? neighbourManifests(department) : []),
    exchange('other-penalties', 'administrative-penalty', 'other-source', ['row-to-penalty', 'penalty-to-receiver']),
  ];
  const text = all.map((one) => `---\n${JSON.stringify(one)}\n`).join('');
  const { manifests, problems } = readManifests([{ file: 'world.yaml', text }], schemas);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, undefined, 2));
  return manifests;
}

function onwardManifests(department: string, { onward, publishedAt }: WorldOptions): readonly JsonObject[] {
  const manifest = (kind: string, name: string, spec: JsonObject): JsonObject => ({ apiVersion: 'jiantong/v1', kind, metadata: { name, department }, spec });
  const rule = manifest('DeadlineRule', `${department}-public`, {
    title: { zh: '七日内公示', en: 'Public within seven working days' },
    basis: { document: '示例', article: '一', issuer: '示例' },
    effectiveFrom: '2020-01-01',
    appliesTo: { datasets: ['administrative-penalty'], departments: [department] },
    trigger: { field: 'decisionDate' },
    duration: { workingDays: 7 },
    target: { systems: [publishedAt ?? ''] },
    metBy: 'published',
  });
  return [
    ...(publishedAt === undefined ? [] : [rule]),
    ...(onward === undefined
      ? []
      : [
          manifest('Connector', 'public', { type: 'test', system: 'public-system', config: {}, delivery: { ...quick, acceptance: onward } }),
          manifest('Agreement', 'public-agreement', {
            title: '公示协议',
            provider: department,
            receiver: 'public',
            dataset: 'administrative-penalty',
            scope: { fields: ['*'] },
            method: '经接收系统转送',
            procedure: '自动',
            timeLimit: '7个工作日',
            frequency: '每日',
            confidentiality: '公开',
            validFrom: '2020-01-01',
          }),
        ]),
  ];
}

function chainManifests(department: string, { chain }: WorldOptions): readonly JsonObject[] {
  if (!chain) return [];
  const { name, spec } = chain({ neighbour: neighbourOf(department) });
  return [{ apiVersion: 'jiantong/v1', kind: 'DeadlineRule', metadata: { name, department }, spec }];
}

type MakeExchange = (name: string, dataset: string, source: string, mappings: readonly [string, string]) => JsonObject;

function leadManifests(department: string, exchange: MakeExchange): readonly JsonObject[] {
  const mapping = (name: string, spec: JsonObject): JsonObject => ({
    apiVersion: 'jiantong/v1',
    kind: 'Mapping',
    metadata: { name, department, shared: true },
    spec: { version: 1, ...spec },
  });
  return [
    mapping('row-to-lead', {
      from: { system: 'own-system', stream: 'leads' },
      to: { dataset: 'complaint-lead' },
      ignore: ['id'],
      withhold: ['reporter_name', 'reporter_phone', 'statement'],
      fields: leadFields,
    }),
    mapping('lead-to-receiver', {
      from: { dataset: 'complaint-lead' },
      to: { system: 'credit-china', stream: 'complaint-lead' },
      fields: { number: { from: 'code' }, content: { from: 'content' }, date: { from: 'receivedDate' } },
    }),
    exchange('leads', 'complaint-lead', 'source', ['row-to-lead', 'lead-to-receiver']),
  ];
}

const leadFields: JsonObject = {
  code: { from: 'number', required: true },
  kind: { const: '02' },
  channel: { const: '04' },
  isWhistleblower: { from: 'protected' },
  content: { from: 'content' },
  receivedDate: { from: 'received', date: ['YYYY-MM-DD'], required: true },
  'receivingBody.name': { const: authority.name },
  'receivingBody.creditCode': { const: authority.creditCode },
};

function neighbourManifests(department: string): readonly JsonObject[] {
  const manifest = (kind: string, name: string, spec: JsonObject): JsonObject => ({
    apiVersion: 'jiantong/v1',
    kind,
    metadata: { name, department: neighbourOf(department) },
    spec,
  });
  const source = { connector: 'source', stream: 'inspections', key: 'id', cursor: 'id', mapping: `${department}/row-to-inspection` };
  const target = {
    connector: `${department}/receiver`,
    stream: 'inspection',
    mapping: `${department}/inspection-to-receiver`,
    agreement: `${department}/inspection-agreement`,
  };
  return [
    manifest('Department', neighbourOf(department), { title: '示例邻县监督管理局', creditCode: neighbourCreditCode, divisionCode: '623022' }),
    manifest('Connector', 'source', { type: 'test', system: 'neighbour-system', config: {} }),
    manifest('Exchange', 'inspections', { dataset: 'inspection', source, targets: [target] }),
  ];
}

const penaltyFields: JsonObject = {
  documentNumber: { from: 'number', required: true },
  'party.name': { from: 'party', required: true },
  // A row with the number of a citizen's card concerns that person, any other the one enterprise.
  'party.category': { first: [{ const: 'natural-person', when: { citizen: { exists: true } } }, { const: 'legal-person' }] },
  'party.idType': { const: '111', when: { citizen: { exists: true } } },
  'party.idNumber': { from: 'citizen' },
  'party.creditCode': { const: '91623000MA7XXX018E', when: { citizen: { exists: false } } },
  'party.legalRepresentative.name': { const: '示例甲', when: { citizen: { exists: false } } },
  'party.legalRepresentative.idType': { const: '111', when: { personal: { exists: true } } },
  'party.legalRepresentative.idNumber': { from: 'personal' },
  illegalActType: { const: '经营标签不符合规定的食品' },
  illegalFacts: { from: 'facts', required: true },
  legalBasis: { const: '《中华人民共和国食品安全法》第一百二十五条第一款第二项' },
  penaltyTypes: { const: '02', split: { by: ';' } },
  penaltyContent: { const: '罚款。' },
  fineYuan: { from: 'fine', number: { scale: 2 } },
  decisionDate: { from: 'decided', date: ['YYYY-MM-DD'], required: true },
  validUntil: { const: '2099-12-31' },
  inspectionCode: { from: 'inspection' },
  'authority.name': { const: authority.name },
  'authority.creditCode': { const: authority.creditCode },
  'sourceUnit.name': { const: authority.name },
  'sourceUnit.creditCode': { const: authority.creditCode },
};

const inspectionFields: JsonObject = {
  code: { from: 'code', required: true },
  name: { const: '日常检查' },
  supervisionItemCode: { const: '01620000000123' },
  implementationListCode: { const: '11623000000000019E2001' },
  supervisionObject: { const: '食品生产者' },
  'party.name': { const: '甘南示例乳业有限公司' },
  'party.category': { const: 'legal-person' },
  'party.creditCode': { const: '91623000MA7XXX018E' },
  'party.legalRepresentative.name': { const: '示例甲' },
  form: { const: '01' },
  type: { const: '01' },
  result: { const: '01' },
  inspectionDate: { from: 'on', date: ['YYYY-MM-DD'], required: true },
  officers: { zip: { name: { from: 'officers', split: { by: ';' } } } },
  divisionCode: { const: '623001' },
  'authority.name': { const: authority.name },
  'authority.creditCode': { const: authority.creditCode },
};
