import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { serviceRoutes } from '../../../gateway/api/routes/index.js';
import { eventRoutes } from '../../../gateway/api/routes/events.js';
import { setupRoutes } from '../../../gateway/api/routes/setup.js';
import { sessionRoutes } from '../../../gateway/api/routes/session.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { digest, exchange, ids, target } from './books.js';
import { differencesOf, type OpenApi, type Operation } from './described.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

/** A value for each parameter that an operation requires. */
const values: Record<string, string> = { state: 'pending', record: ids.record(1), size: '100', number: '合市监处罚〔2026〕11号', form: 'csv', from: '2026-11-02', to: '2026-11-30', rule: 'penalty-publicity', department: 'gannan-housing' };

/** A body for each operation that wants one. */
const bodies: Record<string, object> = {
  pauseTarget: { reason: 'test' },
  pauseExchange: { reason: 'test' },
  previewStream: { stream: 'penalties' },
  previewResources: { text: '{}' },
  applyResources: { text: '{}' },
  rollBackResource: { version: 1 },
  putResource: { apiVersion: 'jiantong/v1', kind: 'Exchange', metadata: { name: 'housing-penalties', department: 'gannan-housing' }, spec: {} },
  acknowledgeDeadlineNotice: { person: '示例甲' },
  askForDeadline: { record: ids.record(1), rule: 'penalty-publicity', target, reason: 'test', person: '示例甲' },
  adoptDeliveries: { target, rows: [{ key: '1' }], person: '示例甲' },
  urgeDepartment: { department: 'gannan-housing', reason: 'test', answerBy: '2026-10-12', person: '示例甲' },
  superviseUrging: { reason: 'test', answerBy: '2026-10-12', person: '示例甲' },
  answerUrging: { answer: 'test', person: '示例甲' },
  accountForQuietStream: { outcome: 'fault', reason: 'test', person: '示例甲' },
  decideDeadlineCase: { outcome: 'approved', reason: 'test', person: '示例甲' },
  classifyPublication: { class: 'minor', reason: 'test', person: '示例甲' },
  decideFinding: { outcome: 'confirmed', reason: 'test', person: '示例甲' },
  explainLateness: { record: ids.record(2), rule: 'penalty-publicity', reason: 'test', person: '示例甲' },
  releaseDelivery: { outcome: 'again', reason: 'test', person: '示例甲' },
  confirmDelivery: { person: '示例甲', proof: 'test' },
  makeFirstAdministrator: { name: 'first-one', title: '示例甲', department: 'data-office', password: '石头 river 七月 lantern' },
  addPerson: { name: 'example-two', title: '示例乙', department: 'gannan-housing', role: 'reader' },
  pushInbound: { batch: 'again', rows: [{ number: '1' }], deleted: [{ number: '2' }] },
  findRecordsOfSubject: { subject: '甘南示例乳业有限公司' },
  discloseRecord: { reference: '甘督2026-3', reason: 'test', person: '示例甲' },
  unmaskRecord: { reference: '甘督2026-3', reason: 'test', person: '示例甲' },
  askForErasure: { record: ids.record(7), reference: '甘数信2026-2', reason: 'test', person: '示例甲' },
  decideErasure: { outcome: 'refused', reason: 'test', person: '示例甲' },
  placeLegalHold: { record: ids.record(7), reference: '合案2026-2', reason: 'test', person: '示例甲' },
  liftLegalHold: { reason: 'test', person: '示例甲' },
  decideAgreement: { version: 1, side: 'provider', outcome: 'approved', reason: 'test', person: '示例甲' },
  setSecret: { department: 'gannan-housing', name: 'example', value: 'x' },
  addKey: { name: '示例系统', department: 'gannan-housing', role: 'reader', days: 30 },
};

/** Paths of things that the test's books hold. */
const examplePaths: Record<string, string> = {
  '/exchanges/{department}/{name}/runs': `/exchanges/${exchange}/runs`,
  '/runs/{id}': '/runs/1',
  '/agreements/{department}/{name}': '/agreements/gannan-housing/penalties-out',
  '/agreements/{department}/{name}/decide': '/agreements/gannan-housing/penalties-out/decide',
  '/runs/{id}/cancel': '/runs/1/cancel',
  '/exchanges/{department}/{name}/pause': `/exchanges/${exchange}/pause`,
  '/exchanges/{department}/{name}/resume': `/exchanges/${exchange}/resume`,
  '/exchanges/{department}/{name}/next-runs': `/exchanges/${exchange}/next-runs`,
  '/connectors/{department}/{name}/check': '/connectors/gannan-housing/penalty-list/check',
  '/connectors/{department}/{name}/streams': '/connectors/gannan-housing/penalty-list/streams',
  '/connectors/{department}/{name}/preview': '/connectors/gannan-housing/penalty-list/preview',
  '/resources/{kind}/{department}/{name}/versions': `/resources/Exchange/${exchange}/versions`,
  '/resources/{kind}/{department}/{name}/versions/{version}': `/resources/Exchange/${exchange}/versions/2`,
  '/resources/{kind}/{department}/{name}/roll-back': `/resources/Exchange/${exchange}/roll-back`,
  '/exchanges/{department}/{name}/reconciliations': `/exchanges/${exchange}/reconciliations`,
  '/reconciliations/{id}': '/reconciliations/1',
  '/reconciliation-findings/{id}/decide': '/reconciliation-findings/1/decide',
  '/deadline-notices/{id}/acknowledge': '/deadline-notices/1/acknowledge',
  '/urgings/{id}/supervise': '/urgings/1/supervise',
  '/urgings/{id}/answer': '/urgings/1/answer',
  '/quiet-streams/{id}/account': '/quiet-streams/1/account',
  '/exchanges/{department}/{name}/adoptions': `/exchanges/${exchange}/adoptions`,
  '/deadline-cases/{id}': '/deadline-cases/1',
  '/deadline-cases/{id}/decide': '/deadline-cases/1/decide',
  '/publications/{record}/classify': `/publications/${ids.record(1)}/classify`,
  '/deliveries/{id}': `/deliveries/${ids.delivery(1)}`,
  '/deliveries/{id}/release': `/deliveries/${ids.delivery(1)}/release`,
  '/deliveries/{id}/confirm': `/deliveries/${ids.delivery(1)}/confirm`,
  '/quarantine/{id}': `/quarantine/${ids.quarantine(1)}`,
  '/quarantine/{id}/replay': `/quarantine/${ids.quarantine(1)}/replay`,
  '/targets/{department}/{name}/pause': `/targets/${target}/pause`,
  '/targets/{department}/{name}/resume': `/targets/${target}/resume`,
  '/secrets/{department}/{name}': '/secrets/gannan-housing/example',
  '/people/{name}/disable': '/people/example-one/disable',
  '/people/{name}/enable': '/people/example-one/enable',
  '/people/{name}/reset': '/people/example-one/reset',
  '/records/{id}': `/records/${ids.record(1)}`,
  '/erasures/{id}/decide': '/erasures/1/decide',
  '/legal-holds/{id}/lift': '/legal-holds/1/lift',
  '/records/{id}/disclosure': `/records/${ids.record(1)}/disclosure`,
  '/records/{id}/unmask': `/records/${ids.record(1)}/unmask`,
  '/records/{id}/log-proof': `/records/${ids.record(1)}/log-proof`,
  '/log-entries/{event}/proof': '/log-entries/7/proof',
  '/inbound/{department}/{name}/{stream}': '/inbound/gannan-housing/pushed/penalties',
  '/inbound/{department}/{name}/{stream}/{batch}': '/inbound/gannan-housing/pushed/penalties/first',
  '/resources/{kind}/{department}/{name}': `/resources/Exchange/${exchange}`,
};

function isOfSignIn({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return path.startsWith('/session') && method !== 'get';
}

describeOnPostgres('the OpenAPI document', () => {
  let test: ApiUnderTest;
  let document: OpenApi;
  let operations: readonly { readonly method: string; readonly path: string; readonly operation: Operation }[];

  beforeAll(async () => {
    test = await startTestApi();
    const { people, keys } = test.parts.servicesFor({ scope: 'all', actor: 'operator' });
    await people.add({ name: 'example-one', title: '示例甲', department: 'gannan-housing', role: 'reader' });
    const key = await keys.add({ name: '示例系统', department: 'gannan-housing', role: 'reader', days: 1 });
    examplePaths['/api-keys/{id}/revoke'] = `/api-keys/${key.id}/revoke`;
    document = (await (await test.call('/api/v1/openapi.json')).json()) as OpenApi;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    );
  });
  afterAll(() => test.end());

  it('describes every route and nothing else, each under a name of its own', () => {
    const described = operations.map(({ method, path }) => `${method} ${path}`).toSorted();
    const { access, setup, changes } = test.parts;
    const routes = [...serviceRoutes, ...sessionRoutes(access), ...setupRoutes(setup), ...eventRoutes(changes)];
    const routed = routes.map(({ method, path }) => `${method} ${path}`);
    expect(described).toEqual([...routed, 'get /live', 'get /ready', 'get /openapi.json'].toSorted());
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    expect(document.openapi).toBe('3.1.0');
  });

  it('refers only to schemas that it holds and holds none that nobody refers to', () => {
    const referred = new Set(
      [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name),
    );
    expect([...referred].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted());
  });

  it('is what the server does: every operation answers as described', async () => {
    // What people do about their own sign-in wants one: sign-in.test.ts. Messages never end: events.test.ts.
    for (const { method, path, operation } of operations.filter((one) => !isOfSignIn(one) && one.path !== '/events')) {
      const query = operation.parameters.filter(({ in: place, required }) => place === 'query' && required);
      const search = new URLSearchParams(query.map(({ name }): [string, string] => [name, values[name] ?? '']));
      const response = await test.call(`/api/v1${examplePaths[path] ?? path}?${search.toString()}`, {
        method: method.toUpperCase(),
        ...(operation.requestBody === undefined
          ? {}
          : { body: JSON.stringify(bodies[operation.operationId]), headers: { 'content-type': 'application/json', ...(method === 'put' ? { 'if-match': `"${digest}"` } : {}) } }),
      });
      expect([operation.operationId, response.ok]).toEqual([operation.operationId, true]);
      expect([operation.operationId, await differencesOf(document, operation, response)]).toEqual([operation.operationId, null]);
    }
  });

  it('describes the errors as they come', async () => {
    const response = await test.call('/api/v1/runs/99');
    const schema = document.components.schemas.ProblemDetails ?? {};
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    validate(await response.json());
    expect(validate.errors).toBeNull();
  });
});
