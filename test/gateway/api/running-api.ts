import { createValidator } from '../../../schemas/validator.js';
import { GroupedEvents } from '../../../gateway/exchange-log/grouped-events.js';
import { erasureServices } from '../../../gateway/erasure/services.js';
import { recordServices } from '../../../gateway/records/services.js';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { createAccess } from '../../../gateway/access/index.js';
import { createSetup } from '../../../gateway/access/setup.js';
import { keyServices } from '../../../gateway/access/api-keys.js';
import { peopleServices } from '../../../gateway/access/people.js';
import { createRecordSealing } from '../../../gateway/sealing/record-sealing.js';
import type { InboundConfig } from '../../../connectors/inbound/spec.js';
import { inboundServices } from '../../../gateway/inbound/services.js';
import { signedRequests } from '../../../gateway/inbound/signature.js';
import { secretServices } from '../../../gateway/secrets/secrets.js';
import { createSealer } from '../../../gateway/sealing/sealer.js';
import { Changes } from '../../../gateway/events/changes.js';
import { openSeal } from '../../../gateway/exchange-log/seal.js';
import { keepSearchable } from '../../../gateway/exchange-log/search/projector.js';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { exchangeServices } from '../../../gateway/runtime/exchange-services.js';
import { agreementServices } from '../../../gateway/agreements/services.js';
import { isInScope } from '../../../gateway/reading/scope.js';
import { createReadings } from '../../../gateway/reading/index.js';
import { startApi, type ApiOptions, type RunningApi } from '../../../gateway/api/server.js';
import { logExportServices } from '../../../gateway/exchange-log/export/export.js';
import type { GatewayServices, ServicesFor } from '../../../gateway/services/services.js';
import { readDoor } from '../../../gateway/api/token.js';
import type { Confirmation } from '../../../gateway/deliver/by-hand.js';
import { acknowledgeNotice } from '../../../gateway/deadlines/acknowledge.js';
import { caseServices } from '../../../gateway/duties/cases.js';
import { publicationServices } from '../../../gateway/duties/publications.js';
import { findingServices } from '../../../gateway/reconcile/services.js';
import { quietServices } from '../../../gateway/duties/quiet-streams.js';
import { urgingServices } from '../../../gateway/duties/urgings.js';
import { latenessServices } from '../../../gateway/duties/lateness.js';
import { readAppliedWorkspace } from '../../../gateway/runtime/read-workspace.js';
import { systemClock } from '../../../gateway/clock.js';
import { createLogger } from '../../../gateway/logging/logger.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import type { MakeId } from '../../../gateway/store/uuid.js';
import type { Store } from '../../../gateway/store/store.js';
import { GatewayError } from '../../../schemas/errors.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';
import { booksConfiguration, booksConnectors } from './books-configuration.js';
import { citizenRows, contentOf, exchange, fillBooks, ids, target } from './books.js';

/** The real server over a real store with the test's books, on a free port. */
export interface ApiUnderTest {
  readonly api: RunningApi;
  readonly dataFolder: string;
  readonly token: string;
  readonly database: TestDatabase;
  /** What it was made of. */
  readonly parts: Pick<ApiOptions, 'servicesFor' | 'access' | 'signed' | 'changes' | 'setup'>;
  /** Confirmations of deliveries that were handed in. */
  readonly confirmations: Confirmation[];
  /** What was logged until now. */
  log(): string;
  /** A request with the token; `init` can replace it. */
  call(path: string, init?: RequestInit): Promise<Response>;
  end(): Promise<void>;
}

const testSealer = createSealer({ masterKey: randomBytes(32) });

export async function startTestApi(pageFolder?: string, settings: Partial<ApiOptions['settings']> = {}): Promise<ApiUnderTest> {
  const database = await makeDatabase(fillBooks);
  const dataFolder = await mkdtemp(join(tmpdir(), 'jiantong-api-'));
  const stream = new PassThrough();
  const logger = createLogger({ level: 'debug', format: 'json', stream, clock: systemClock });
  const confirmations: Confirmation[] = [];
  const tools = { store: database.store, makeId: createIdMaker(() => systemClock.now()), now: () => systemClock.now() };
  const access = createAccess({ ...tools, sealer: booksSealer });
  await sealBooks(database.store, dataFolder);
  await addCitizen(database.store);
  const servicesFor: ServicesFor = (caller) => servicesOver({ store: database.store, dataFolder, confirmations }, caller);
  const signed = signedRequests({ ...tools, inboundConfig });
  const { inbound } = servicesFor({ scope: 'all', actor: 'operator' });
  await inbound.take({ connector: 'gannan-housing/pushed', stream: 'penalties', batch: 'first', rows: [], deleted: [] });
  const changes = new Changes({ store: database.store, everyMs: 50, onError: (error) => logger.error('events.not-read', { error }) });
  const parts = { servicesFor, access, signed, changes, setup: createSetup(tools) };
  const api = await startApi({
    ...parts,
    pageFolder,
    logger,
    clock: systemClock,
    version: '0.0.0',
    settings: { host: '127.0.0.1', port: 0, requestsPerSecond: 1000, ...settings, dataFolder },
  });
  const door = await readDoor(dataFolder);
  if (door === undefined) throw new Error('the API left no token');
  return {
    api,
    dataFolder,
    database,
    parts,
    confirmations,
    token: door.token,
    log: () => String(stream.read() ?? ''),
    call: (path, init = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has('authorization')) headers.set('authorization', `Bearer ${door.token}`);
      return fetch(`${api.address}${path}`, { ...init, headers });
    },
    end: async () => {
      await api.close();
      await database.drop();
      await rm(dataFolder, { recursive: true });
    },
  };
}

/** A record that concerns a person, a request to erase it, and a hold. */
async function addCitizen(store: Store): Promise<void> {
  const key = ids.record(8);
  await store.query('INSERT INTO data_key (id, subject_index, wrapped) VALUES ($1, $2, $3)', [
    key,
    testSealer.subjectIndex('11010519491231002X'),
    testSealer.newDataKey().wrapped,
  ]);
  for (const statement of citizenRows(key)) await store.query(statement);
}

/** An exchange log of 300 events, the first of the books' first record. */
async function sealBooks(store: Store, dataFolder: string): Promise<void> {
  const seal = await openSeal(store, { dataFolder, logOrigin: 'log.example/books' });
  if (seal === undefined) throw new Error('the log has no key');
  const now = new Date('2026-11-23T01:00:00Z');
  const makeId = createIdMaker(() => now);
  const first = { recordId: ids.record(1), version: 1 };
  const { commitment } = createRecordSealing(testSealer, makeId).commit(undefined, first, contentOf(1));
  const segment = new SegmentWriter();
  for (let n = 0; n < 300; n += 1) {
    const entry = { id: makeId(), at: now.toISOString(), station: 'received', actor: 'gateway', department: 'gannan-housing' } as const;
    segment.add(n === 0 ? { ...entry, record: ids.record(1), version: 1, digests: { commitment } } : entry);
  }
  await store.transaction((transaction) => segment.write(transaction, makeId, now));
  await sequenceSegments(store, seal);
  await keepSearchable(store);
}

/** The one exchange of the books that is in force. */
const bookedExchange = {
  exchange,
  departmentId: 1,
  dataset: { name: 'administrative-penalty' },
  source: { connector: 'gannan-housing/db', stream: 't_penalty' },
  targets: [{ connector: target }],
};

/** The one inbound connector of the books. */
function inboundConfig(connector: string): InboundConfig | undefined {
  if (connector !== 'gannan-housing/pushed') return undefined;
  return { streams: { penalties: {} } };
}

const booksSealer = testSealer;

function sealing(makeId: MakeId) {
  const hashes = {
    content: (text: string) => booksSealer.contentHash(text),
    fingerprint: (text: string) => booksSealer.fingerprint(text),
  };
  return { hashes, sealing: createRecordSealing(booksSealer, makeId) };
}

const validator = createValidator();

function opening({ makeId }: { readonly makeId: MakeId }) {
  const { hashes, sealing: recordSealing } = sealing(makeId);
  return { sealing: recordSealing, fingerprint: hashes.fingerprint };
}

const keptForNothing = {
  title: { zh: '示例', en: 'example' },
  basis: { document: '示例办法', article: '第一条' },
  datasets: ['administrative-penalty'],
  keepYears: 0,
};

/** Reads the store as the program does; acts only as far as the API can tell. */
export function servicesOver(
  { store, dataFolder, confirmations = [] }: { readonly store: Store; readonly dataFolder: string; readonly confirmations?: Confirmation[] },
  caller: Parameters<ServicesFor>[0] = { scope: 'all', actor: 'operator' },
): GatewayServices {
  const readings = createReadings({ store, scope: caller.scope });
  const tools = { store, makeId: createIdMaker(() => systemClock.now()), now: () => systemClock.now() };
  const publications = publicationServices({ ...tools, plans: () => new Map() }, caller.scope);
  async function setPaused(
    name: string,
    paused: boolean,
    reason: string | null,
  ): ReturnType<GatewayServices['targets']['pause']> {
    await store.query(
      'UPDATE target_state SET paused = $2, paused_reason = $3 FROM connector WHERE connector.id = target_id AND reference = $1',
      [name, paused, reason],
    );
    const view = (await readings.targets.list()).find((candidate) => candidate.name === name);
    if (view === undefined) throw new GatewayError('API_RESOURCE_MISSING', { name });
    return view;
  }
  return {
    ...readings,
    logExports: logExportServices(tools, caller),
    exchanges: exchangeServices(
      {
        context: tools,
        plans: () => new Map([[exchange, bookedExchange]]),
        schedules: () => [{ exchange, cron: '*/10 * * * *', timeZone: 'Asia/Shanghai' }],
        startRun: async (name) => (await readings.runs.latest()).get(name)?.id ?? 0,
        runs: readings.runs,
      },
      caller,
    ),
    runs: { ...readings.runs, cancel: readings.runs.get },
    resources: { ...readings.resources, ...booksConfiguration(store, caller) },
    agreements: agreementServices({ ...tools, exchangesOf: () => [exchange], dataOffice: () => 'data-office', onDecided: () => Promise.resolve() }, caller),
    connectors: booksConnectors(dataFolder, caller),
    deliveries: {
      ...readings.deliveries,
      release: readings.deliveries.get,
      confirm: (id, confirmation) => {
        confirmations.push(confirmation);
        return readings.deliveries.get(id);
      },
    },
    records: recordServices({ store, ...opening(tools), validator, views: new GroupedEvents(tools) }, caller),
    erasures: erasureServices(
      { ...tools, ...opening(tools), sealer: testSealer, validator, retentionRules: () => [keptForNothing], keepErased: () => undefined },
      caller.scope,
    ),
    quarantine: { ...readings.quarantine, replay: readings.quarantine.get },
    targets: {
      ...readings.targets,
      pause: (name, reason) => setPaused(name, true, reason),
      resume: (name) => setPaused(name, false, null),
    },
    notices: {
      ...readings.notices,
      acknowledge: async (id, person) => {
        await acknowledgeNotice(tools, id, person);
        return readings.notices.get(id);
      },
    },
    cases: caseServices({ ...tools, workspace: () => readAppliedWorkspace(store, '/') }, caller.scope),
    lateness: latenessServices(tools, caller.scope),
    adoptions: {
      adopt: ({ exchange: name, rows }) =>
        name === exchange && isInScope(caller.scope, name)
          ? Promise.resolve({ adopted: 0, undated: 0, delivered: 0, ambiguous: [], unknown: rows.map(({ key }) => key), wrongDates: [] })
          : Promise.reject(new GatewayError('API_RESOURCE_MISSING', { name })),
    },
    urgings: urgingServices(tools, caller.scope),
    quietStreams: quietServices(tools, caller.scope),
    reconciliations: {
      ...findingServices(tools, caller.scope),
      schedule: () => Promise.resolve([]),
      start: async (name) => {
        const [first] = (await findingServices(tools, caller.scope).list({ exchange: name }, { limit: 1 })).items;
        if (!first) throw new GatewayError('API_RESOURCE_MISSING', { name });
        return first;
      },
    },
    publications: {
      ...publications,
      classify: async (record) => {
        const found = (await publications.list({}, { limit: 500 })).items.find((one) => one.record === record);
        if (!found) throw new GatewayError('API_RESOURCE_MISSING', { record });
        return found;
      },
    },
    people: peopleServices(tools, caller),
    keys: keyServices(tools, caller),
    secrets: secretServices({ ...tools, sealer: testSealer, onChanged: () => Promise.resolve() }, caller),
    inbound: inboundServices({ ...tools, ...sealing(tools.makeId), plans: () => new Map(), inboundConfig }, caller),
    logEntries: {
      list: async ({ record }) => {
        if (record === ids.record(8)) throw new Error('MARKED inner detail');
        return { items: [
          {
            id: ids.record(9),
            at: '2026-11-23T01:00:00.000Z',
            station: 'received',
            actor: 'gateway',
            department: 'gannan-housing',
            dataset: 'administrative-penalty',
            record,
            version: 1,
            run: 1,
            digests: { row: 'ab' },
          },
        ],
        next: null };
      },
    },
  };
}
