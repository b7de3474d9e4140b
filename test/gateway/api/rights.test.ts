import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { roles, rightsTable, type Right, type Role } from '../../../gateway/access/rights.js';
import { serviceRoutes } from '../../../gateway/api/routes/index.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { exchange, ids, otherExchange, target } from './books.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

const connector = 'gannan-housing/penalty-list';
const manifest = {
  apiVersion: 'jiantong/v1',
  kind: 'Exchange',
  metadata: { name: 'housing-penalties', department: 'gannan-housing' },
  spec: {
    dataset: 'administrative-penalty',
    source: { connector: 'db', stream: 't_penalty', mode: 'full', cursor: [], key: ['id'], mapping: 'penalty' },
    targets: [{ connector: target, mapping: 'out', agreement: 'one' }],
  },
};

/** A request for each route that changes or names one thing; those that list need nothing. */
const requests: Record<string, { readonly path?: string; readonly body?: object }> = {
  startRun: { path: `/exchanges/${exchange}/runs` },
  getRun: { path: '/runs/1' },
  cancelRun: { path: '/runs/1/cancel' },
  pauseExchange: { path: `/exchanges/${exchange}/pause`, body: { reason: 'test' } },
  resumeExchange: { path: `/exchanges/${exchange}/resume` },
  listNextRuns: { path: `/exchanges/${exchange}/next-runs` },
  checkConnector: { path: `/connectors/${connector}/check` },
  discoverStreams: { path: `/connectors/${connector}/streams` },
  previewStream: { path: `/connectors/${connector}/preview`, body: { stream: 'penalties' } },
  previewResources: { body: { text: '{}' } },
  applyResources: { body: { text: '{}' } },
  putResource: { path: `/resources/Exchange/${exchange}`, body: manifest },
  listResourceVersions: { path: `/resources/Exchange/${exchange}/versions` },
  getResourceVersion: { path: `/resources/Exchange/${exchange}/versions/1` },
  rollBackResource: { path: `/resources/Exchange/${exchange}/roll-back`, body: { version: 1 } },
  getDelivery: { path: `/deliveries/${ids.delivery(1)}` },
  releaseDelivery: { path: `/deliveries/${ids.delivery(1)}/release`, body: { outcome: 'again', reason: 'test', person: '示例甲' } },
  confirmDelivery: { path: `/deliveries/${ids.delivery(1)}/confirm`, body: { person: '示例甲', proof: 'test' } },
  findRecords: { path: '/records?number=1' },
  findRecordsOfSubject: { path: '/record-search', body: { subject: '示例公司' } },
  getRecord: { path: `/records/${ids.record(1)}` },
  discloseRecord: { path: `/records/${ids.record(1)}/disclosure`, body: { reference: '1', reason: 'test', person: '示例甲' } },
  unmaskRecord: { path: `/records/${ids.record(1)}/unmask`, body: { reference: '1', reason: 'test', person: '示例甲' } },
  askForErasure: { body: { record: ids.record(1), reference: '1', reason: 'test', person: '示例甲' } },
  decideErasure: { path: '/erasures/1/decide', body: { outcome: 'refused', reason: 'test', person: '示例丙' } },
  placeLegalHold: { body: { record: ids.record(1), reference: '1', reason: 'test', person: '示例甲' } },
  liftLegalHold: { path: '/legal-holds/1/lift', body: { reason: 'test', person: '示例甲' } },
  listDeliveries: { path: '/deliveries?state=pending' },
  getQuarantined: { path: `/quarantine/${ids.quarantine(1)}` },
  replayQuarantined: { path: `/quarantine/${ids.quarantine(1)}/replay` },
  pauseTarget: { path: `/targets/${target}/pause`, body: { reason: 'test' } },
  resumeTarget: { path: `/targets/${target}/resume` },
  listLogEntries: { path: `/log-entries?record=${ids.record(1)}` },
  proveRecord: { path: `/records/${ids.record(1)}/log-proof` },
  proveEvent: { path: '/log-entries/7/proof' },
  proveLogExtension: { path: '/log-extension?size=100' },
  countDueDays: { path: '/obligation-calendar?from=2026-11-01&to=2026-11-30' },
  explainDeadline: { path: '/deadline-explanation?rule=penalty-publicity&from=2026-11-02&department=gannan-housing' },
  acknowledgeDeadlineNotice: { path: '/deadline-notices/1/acknowledge', body: { person: '示例甲' } },
  askForDeadline: { body: { record: ids.record(1), rule: 'penalty-publicity', target, reason: 'test', person: '示例甲' } },
  adoptDeliveries: { path: `/exchanges/${exchange}/adoptions`, body: { target, rows: [{ key: '1' }], person: '示例甲' } },
  urgeDepartment: { body: { department: 'gannan-housing', reason: 'test', answerBy: '2026-10-12', person: '示例甲' } },
  superviseUrging: { path: '/urgings/999/supervise', body: { reason: 'test', answerBy: '2026-10-12', person: '示例甲' } },
  answerUrging: { path: '/urgings/999/answer', body: { answer: 'test', person: '示例甲' } },
  accountForQuietStream: { path: '/quiet-streams/999/account', body: { outcome: 'fault', reason: 'test', person: '示例甲' } },
  getDeadlineCase: { path: '/deadline-cases/1' },
  decideDeadlineCase: { path: '/deadline-cases/1/decide', body: { outcome: 'refused', reason: 'test', person: '示例乙' } },
  classifyPublication: { path: `/publications/${ids.record(1)}/classify`, body: { class: 'minor', reason: 'test', person: '示例甲' } },
  startReconciliation: { path: `/exchanges/${exchange}/reconciliations` },
  getReconciliation: { path: '/reconciliations/1' },
  decideFinding: { path: '/reconciliation-findings/1/decide', body: { outcome: 'confirmed', reason: 'test', person: '示例甲' } },
  explainLateness: { body: { record: ids.record(2), rule: 'penalty-publicity', reason: 'test', person: '示例甲' } },
  getAgreement: { path: '/agreements/gannan-housing/penalties-out' },
  decideAgreement: { path: '/agreements/gannan-housing/penalties-out/decide', body: { version: 1, side: 'provider', outcome: 'approved', reason: 'test', person: '示例甲' } },
  getResource: { path: `/resources/Exchange/${exchange}` },
  addPerson: { path: '/people', body: { name: 'nobody-new', title: '示例丙', department: 'nowhere', role: 'reader' } },
  disablePerson: { path: '/people/nobody/disable' },
  enablePerson: { path: '/people/nobody/enable' },
  resetPerson: { path: '/people/nobody/reset' },
  addKey: { path: '/api-keys', body: { name: '示例系统', department: 'nowhere', role: 'reader', days: 1 } },
  pushInbound: { path: '/inbound/gannan-housing/pushed/penalties', body: { batch: 'again' } },
  getInboundFate: { path: '/inbound/gannan-housing/pushed/penalties/first' },
  setSecret: { path: '/secrets', body: { department: 'nowhere', name: 'example', value: 'x' } },
  removeSecret: { path: '/secrets/nowhere/nobody' },
  revokeKey: { path: `/api-keys/${ids.record(9)}/revoke` },
};

/** What no key may do, whatever its role: a person stands for it. agreements.test.ts shows which. */
const wantsPerson: ReadonlySet<string> = new Set(['decideAgreement']);

const departments = ['gannan-housing', 'gannan-market'] as const;

describeOnPostgres('the rights', () => {
  let test: ApiUnderTest;
  const keys = new Map<string, string>();

  beforeAll(async () => {
    test = await startTestApi();
    const services = test.parts.servicesFor({ scope: 'all', actor: 'operator' });
    for (const role of roles)
      for (const department of departments) {
        const made = await services.keys.add({ name: role, department, role, days: 1 });
        keys.set(`${role} ${department}`, made.key);
      }
  });
  afterAll(() => test.end());

  const call = (role: Role, department: string, path: string, method: string, body?: object): Promise<Response> =>
    fetch(`${test.api.address}/api/v1${path}`, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${keys.get(`${role} ${department}`) ?? ''}`, 'content-type': 'application/json', ...(method === 'put' ? { 'if-none-match': '*' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });

  it('have a request here for every route that names a thing', () => {
    const paths = serviceRoutes.map(({ path, operationId }) => requests[operationId]?.path ?? path);
    expect(paths.filter((path) => path.includes('{'))).toEqual([]);
  });

  it.each(roles)('of %s are those of the table over every route, for the own department and another', async (role) => {
    for (const route of serviceRoutes) {
      const { operationId } = route;
      const { path = route.path, body } = requests[operationId] ?? {};
      const reach = rightsTable[role][route.right as Right];
      const [own, other] = await Promise.all(departments.map((department) => call(role, department, path, route.method, body)));
      if (reach === undefined || wantsPerson.has(operationId)) {
        expect([operationId, own?.status, other?.status]).toEqual([operationId, 403, 403]);
        continue;
      }
      expect([operationId, own?.status]).not.toEqual([operationId, 403]);
      // What the books hold is gannan-housing's: of another department's people it is hidden, not refused.
      const namesOne = path !== route.path && !path.includes('?') && !(body && 'department' in body);
      const isOfNobody = path.includes('nobody') || path.includes('/999/') || route.path.startsWith('/api-keys');
      if (reach === 'own' && namesOne && !isOfNobody) {
        expect([operationId, own?.ok, other?.status]).toEqual([operationId, true, operationId === 'putResource' ? 403 : 404]);
      }
    }
  });

  it('show a department its own alone, in every list', async () => {
    const seen = async (department: string, path: string): Promise<string> =>
      (await call('engineer', department, path, 'get')).text();
    for (const path of ['/exchanges', '/runs', '/deliveries?state=pending', '/quarantine', '/obligations', '/deadline-cases', '/late-obligations', '/publications', '/reconciliations', '/reconciliation-findings', '/resources', '/connectors', '/quarantine-causes', '/api-keys']) {
      expect([path, await seen('gannan-market', path)]).toEqual([path, expect.not.stringContaining('gannan-housing')]);
      expect([path, await seen('gannan-housing', path)]).toEqual([path, expect.not.stringContaining('gannan-market')]);
    }
    expect(await seen('gannan-market', '/runs')).toContain(otherExchange);
    expect(await seen('gannan-housing', `/log-entries?record=${ids.record(1)}`)).toContain('gannan-housing');
  });

  it('show the bundles of log entries, where all departments stand side by side, to whoever may see all', async () => {
    const status = async (role: Role): Promise<number> =>
      (await fetch(`${test.api.address}/log/tile/entries/000`, { headers: { authorization: `Bearer ${keys.get(`${role} gannan-housing`) ?? ''}` } })).status;
    expect(await Promise.all(['auditor', 'operator', 'engineer', 'reader'].map((role) => status(role as Role)))).toEqual([200, 200, 404, 403]);
  });

  it('let an engineer make keys of the own department, none wider than the own', async () => {
    const add = (department: string, role: Role) =>
      call('engineer', 'gannan-housing', '/api-keys', 'post', { name: '示例系统', department, role, days: 1 });
    expect((await add('gannan-housing', 'engineer')).status).toBe(201);
    expect((await add('gannan-housing', 'reader')).status).toBe(201);
    for (const role of ['administrator', 'operator', 'auditor', 'approver'] as const) {
      const refused = await add('gannan-housing', role);
      expect([role, refused.status, await refused.json()]).toEqual([role, 403, expect.objectContaining({ code: 'ACCESS_GRANT_TOO_WIDE' })]);
    }
    expect(await (await add('gannan-market', 'reader')).json()).toMatchObject({
      code: 'ACCESS_DEPARTMENT_UNKNOWN',
      detail: 'department: gannan-market; known: gannan-housing',
    });
  });

  it('end with a key that is revoked, over, or made up', async () => {
    const { keys: made } = test.parts.servicesFor({ scope: 'all', actor: 'operator' });
    const { key, id } = await made.add({ name: '示例系统', department: 'gannan-housing', role: 'reader', days: 1 });
    const status = async (bearer: string): Promise<number> =>
      (await fetch(`${test.api.address}/api/v1/exchanges`, { headers: { authorization: `Bearer ${bearer}` } })).status;
    expect(await status(key)).toBe(200);
    expect(await status(`${key.slice(0, -1)}x`)).toBe(401);
    await made.revoke(id);
    expect(await status(key)).toBe(401);
    const ended = await made.add({ name: '示例系统', department: 'gannan-housing', role: 'reader', days: 1 });
    await test.database.store.query('UPDATE api_key SET ends_at = now() WHERE id = $1', [ended.id]);
    expect(await status(ended.key)).toBe(401);
  });

  it('keep no key that could be used', async () => {
    const stored = await test.database.store.query<{ digest: Buffer }>('SELECT * FROM api_key');
    expect(JSON.stringify(stored)).not.toMatch(/jtk_/);
    expect(stored.every(({ digest }) => digest.length === 32)).toBe(true);
  });
});
