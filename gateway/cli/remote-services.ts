import { errorTable, GatewayError, type ErrorCode } from '../../schemas/errors.js';
import { apiPrefix } from '../api/route.js';
import type { PreviewRow } from '../services/connectors.js';
import type { QuarantineCause } from '../services/quarantine.js';
import type { GatewayServices } from '../services/services.js';
import type { ApiDoor } from '../api/token.js';
import { systemErrorCode } from '../system-error.js';

const secondMs = 1000;
const answerTimeoutMs = 60 * secondMs;
const firstAnswerTimeoutMs = 2 * secondMs;

/** Whether the gateway that left the door still stands behind it, and not another program on the same port. */
export async function isAlive({ address, token }: ApiDoor): Promise<boolean> {
  try {
    const response = await fetch(`${address}${apiPrefix}/resources?limit=1`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(firstAnswerTimeoutMs),
    });
    return response.ok;
  } catch (error) {
    if (isNobodyThere(error)) return false;
    throw error;
  }
}

/** The services of a running gateway, asked over its API. Throws the gateway's own errors, with their codes. */
export function remoteServices(door: ApiDoor): GatewayServices {
  const get = <Answer>(path: string, query: Query = {}): Promise<Answer> => ask(door, 'GET', `${path}${search(query)}`);
  const post = <Answer>(path: string, body?: object): Promise<Answer> => ask(door, 'POST', path, body);
  const items = async <Item>(path: string, query: Query = {}): Promise<readonly Item[]> =>
    (await get<{ items: readonly Item[] }>(path, query)).items;
  return {
    exchanges: {
      list: () => items('/exchanges'),
      start: (name) => post(`/exchanges/${namePath(name)}/runs`),
      pause: (name, reason) => post(`/exchanges/${namePath(name)}/pause`, { reason }),
      resume: (name) => post(`/exchanges/${namePath(name)}/resume`),
      nextRuns: (name, count) => items(`/exchanges/${namePath(name)}/next-runs?count=${String(count)}`),
    },
    runs: {
      list: (filter, page) => get('/runs', { ...filter, ...page }),
      get: (id) => get(`/runs/${id}`),
      cancel: (id) => post(`/runs/${String(id)}/cancel`),
    },
    deliveries: {
      list: (filter, page) => get('/deliveries', { ...filter, ...page }),
      get: (id) => get(`/deliveries/${encodeURIComponent(id)}`),
      release: (id, decision) => post(`/deliveries/${encodeURIComponent(id)}/release`, decision),
      confirm: (id, confirmation) => post(`/deliveries/${encodeURIComponent(id)}/confirm`, confirmation),
    },
    quarantine: {
      list: (filter, page) => get('/quarantine', { ...filter, ...page }),
      get: (id) => get(`/quarantine/${encodeURIComponent(id)}`),
      causes: async (filter) => (await get<{ items: readonly QuarantineCause[] }>('/quarantine-causes', { ...filter })).items,
      replay: (id) => post(`/quarantine/${encodeURIComponent(id)}/replay`),
    },
    records: {
      // A person's name or number stands in no address: those are logged on the way.
      find: (filter, page) => (filter.subject === undefined ? get('/records', { ...filter, ...page }) : post('/record-search', { ...filter, ...page })),
      get: (id) => get(`/records/${encodeURIComponent(id)}`),
      unmask: (id, purpose) => post(`/records/${encodeURIComponent(id)}/unmask`, purpose),
      disclose: (id, purpose) => post(`/records/${encodeURIComponent(id)}/disclosure`, purpose),
      purposes: (page) => get('/unmask-purposes', { ...page }),
    },
    erasures: {
      list: (filter, page) => get('/erasures', { ...filter, ...page }),
      ask: (request) => post('/erasures', request),
      decide: (id, decision) => post(`/erasures/${String(id)}/decide`, decision),
      holds: (page) => get('/legal-holds', { ...page }),
      placeHold: (hold) => post('/legal-holds', hold),
      liftHold: (id, lift) => post(`/legal-holds/${String(id)}/lift`, lift),
    },
    targets: {
      list: () => items('/targets'),
      pause: (name, reason) => post(`/targets/${namePath(name)}/pause`, { reason }),
      resume: (name) => post(`/targets/${namePath(name)}/resume`),
    },
    obligations: {
      list: (filter, page) => get('/obligations', { ...filter, ...page }),
      report: (filter) => get('/obligation-report', { ...filter }),
      bulletin: (filter) => get('/deadline-bulletin', { ...filter }),
      forecast: () => items('/delivery-forecast'),
      dueDays: (span) => items('/obligation-calendar', { ...span }),
      explain: (asked) => get('/deadline-explanation', { ...asked }),
    },
    names: { list: () => items('/names') },
    notices: {
      list: (filter, page) => get('/deadline-notices', { ...filter, ...page }),
      acknowledge: (id, person) => post(`/deadline-notices/${String(id)}/acknowledge`, { person }),
    },
    deadlineMoves: { list: (page) => get('/deadline-moves', { ...page }) },
    cases: {
      list: (filter, page) => get('/deadline-cases', { ...filter, ...page }),
      get: (id) => get(`/deadline-cases/${String(id)}`),
      ask: (request) => post('/deadline-cases', request),
      decide: (id, decision) => post(`/deadline-cases/${String(id)}/decide`, decision),
    },
    adoptions: { adopt: ({ exchange, ...request }) => post(`/exchanges/${namePath(exchange)}/adoptions`, request) },
    urgings: {
      list: (filter, page) => get('/urgings', { ...filter, ...page }),
      urge: (request) => post('/urgings', request),
      supervise: (id, request) => post(`/urgings/${String(id)}/supervise`, request),
      answer: (id, answer) => post(`/urgings/${String(id)}/answer`, answer),
    },
    quietStreams: {
      list: (filter, page) => get('/quiet-streams', { ...filter, ...page }),
      account: (id, account) => post(`/quiet-streams/${String(id)}/account`, account),
    },
    lateness: {
      list: (filter, page) => get('/late-obligations', { ...filter, ...page }),
      explain: (reason) => post('/late-obligations/reason', reason),
    },
    reconciliations: {
      schedule: () => items('/reconciliation-schedule'),
      start: (name) => post(`/exchanges/${namePath(name)}/reconciliations`),
      list: (filter, page) => get('/reconciliations', { ...filter, ...page }),
      get: (id) => get(`/reconciliations/${String(id)}`),
      findings: (filter, page) => get('/reconciliation-findings', { ...filter, ...page }),
      decide: (id, decision) => post(`/reconciliation-findings/${String(id)}/decide`, decision),
    },
    publications: {
      list: (filter, page) => get('/publications', { ...filter, ...page }),
      classify: (record, decision) => post(`/publications/${encodeURIComponent(record)}/classify`, decision),
    },
    people: {
      list: () => items('/people'),
      add: (person) => post('/people', person),
      disable: (name) => post(`/people/${encodeURIComponent(name)}/disable`),
      enable: (name) => post(`/people/${encodeURIComponent(name)}/enable`),
      reset: (name) => post(`/people/${encodeURIComponent(name)}/reset`),
    },
    keys: {
      list: () => items('/api-keys'),
      add: (key) => post('/api-keys', key),
      revoke: (id) => post(`/api-keys/${encodeURIComponent(id)}/revoke`),
    },
    inbound: {
      take: ({ connector, stream, ...batch }) => post(`/inbound/${namePath(connector)}/${encodeURIComponent(stream)}`, batch),
      fate: (connector, stream, batch) =>
        get(`/inbound/${namePath(connector)}/${encodeURIComponent(stream)}/${encodeURIComponent(batch)}`),
    },
    secrets: {
      list: () => items('/secrets'),
      set: (secret) => post('/secrets', secret),
      remove: (department, name) => ask(door, 'DELETE', `/secrets/${encodeURIComponent(department)}/${encodeURIComponent(name)}`),
    },
    logExports: { make: (filter, form) => get('/log-export', { ...filter, form }) },
    logEntries: { list: (filter, page) => get('/log-entries', { ...filter, ...page }) },
    log: {
      keys: () => items('/log-keys'),
      witnesses: () => items('/log-witnesses'),
      search: (filter, page) => get('/log-search', { ...filter, ...page }),
      prove: (wish) =>
        get('record' in wish ? `/records/${encodeURIComponent(wish.record)}/log-proof` : `/log-entries/${encodeURIComponent(wish.event)}/proof`),
      extension: (size) => get('/log-extension', { size }),
      checkpoint: async () => (await fetchLog(door, 'checkpoint'))?.toString('utf8'),
      tile: ({ level, index }, width) => fetchLog(door, `tile/${String(level)}/${tileIndexPath(index, width)}`),
      entryBundle: (index, width) => fetchLog(door, `tile/entries/${tileIndexPath(index, width)}`),
    },
    resources: {
      list: (filter, page) => get('/resources', { ...filter, ...page }),
      get: (kind, name) => get(`/resources/${encodeURIComponent(kind)}/${namePath(name)}`),
      versions: (kind, name, page) => get(`/resources/${encodeURIComponent(kind)}/${namePath(name)}/versions`, { ...page }),
      version: (kind, name, version) => get(`/resources/${encodeURIComponent(kind)}/${namePath(name)}/versions/${String(version)}`),
      preview: ({ text }) => post('/resources/preview', { text }),
      apply: ({ text }) => post('/resources', { text }),
      rollBack: (kind, name, version) => post(`/resources/${encodeURIComponent(kind)}/${namePath(name)}/roll-back`, { version }),
      export: async () => (await get<{ text: string }>('/resource-export')).text,
    },
    agreements: {
      list: () => items('/agreements'),
      get: (name) => get(`/agreements/${namePath(name)}`),
      decide: (name, decision) => post(`/agreements/${namePath(name)}/decide`, decision),
    },
    connectors: {
      types: () => items('/connector-types'),
      list: () => items('/connectors'),
      check: (name) => post(`/connectors/${namePath(name)}/check`),
      discover: (name) => items(`/connectors/${namePath(name)}/streams`),
      preview: async (name, wish) => (await post<{ items: readonly PreviewRow[] }>(`/connectors/${namePath(name)}/preview`, wish)).items,
    },
    overview: { get: () => get('/overview') },
  };
}

/** What stands at a path of the log; undefined where nothing does. */
async function fetchLog({ address, token }: ApiDoor, path: string): Promise<Buffer | undefined> {
  const response = await fetch(`${address}/log/${path}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return response.ok ? bytes : undefined;
}

/** `x001/x234/067`, and `.p/112` after it for a tile that is not full. */
function tileIndexPath(index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return width === 256 ? path : `${path}.p/${String(width)}`;
}

type Query = Readonly<Record<string, string | number | undefined>>;

function search(query: Query): string {
  const entries = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}

/** `department/name` as two parts of a path. */
function namePath(name: string): string {
  const parts = name.split('/');
  if (parts.length !== 2 || parts.includes(''))
    throw new GatewayError('API_RESOURCE_MISSING', { name, expected: 'department/name' });
  return parts.map(encodeURIComponent).join('/');
}

async function ask<Answer>({ address, token }: ApiDoor, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${address}${apiPrefix}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  // The gateway's own API: a test holds its answers to the schemas that the views are written down in.
  const answer: unknown = await response.json();
  if (response.ok) return answer as Answer;
  const { code, detail } = answer as { code: string; detail?: string };
  throw new GatewayError(code in errorTable ? (code as ErrorCode) : 'API_UNEXPECTED_FAILURE', { detail });
}

/** fetch hides the reason of a failed connection in the cause. */
function isNobodyThere(error: unknown): boolean {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  const isTimeout = typeof error === 'object' && error !== null && 'name' in error && error.name === 'TimeoutError';
  return (
    isTimeout ||
    ['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'UND_ERR_SOCKET'].includes(
      systemErrorCode(cause) ?? '',
    )
  );
}
