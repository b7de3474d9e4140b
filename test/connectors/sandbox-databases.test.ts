import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { CheckStep, Connector, PullBatch, PushRecord, Receipt } from '../../connectors/connector.js';
import { connectorTypes } from '../../connectors/registry.js';
import type { LaunchedSandbox } from '../../gateway/sandbox/launch.js';
import { launchSandbox } from '../../gateway/sandbox/launch.js';
import { assetPath } from '../../schemas/assets.js';
import { testContext } from './test-context.js';

const patience = () => AbortSignal.timeout(30_000);
let folder = '';
let sandbox: LaunchedSandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  sandbox = await launchSandbox({ folder, today: '2026-11-20', records: 2_400, ports: 'free' });
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

/** A connector of the example workspace with its `{ env: … }` filled in, and other settings of its database. */
function exampleConnector(file: string, name: string, overrides: Record<string, unknown> = {}): Connector {
  const text = readFileSync(assetPath(`examples/gannan/${file}`), 'utf8');
  const manifests = parseAllDocuments(text, { merge: true }).map((document) => document.toJS() as Manifest);
  const found = manifests.find(({ kind, metadata }) => kind === 'Connector' && metadata.name === name);
  const type = connectorTypes().get(found?.spec.type ?? '');
  if (!found || !type) throw new Error(`no connector ${name}`);
  const config = { ...(fillIn(found.spec.config) as object), ...overrides };
  return type.create(config as never, testContext({ name, workspaceFolder: folder }));
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly type: string; readonly config: unknown };
}

function fillIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fillIn);
  if (typeof value !== 'object' || value === null) return value;
  if ('env' in value && typeof value.env === 'string') {
    const given = sandbox.addresses[value.env] ?? '';
    return value.env.endsWith('_PORT') ? Number(given) : given;
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fillIn(part)]));
}

async function closing<Value>(connector: Connector, work: (connector: Connector) => Promise<Value>): Promise<Value> {
  try {
    return await work(connector);
  } finally {
    await connector.close();
  }
}

async function stepsOf(connector: Connector): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  for await (const step of connector.check(patience())) steps.push(step);
  return steps;
}

async function pull(connector: Connector, stream: string, cursor: string | null): Promise<PullBatch[]> {
  const batches: PullBatch[] = [];
  const request = { stream, key: ['id'], mode: 'incremental', cursorColumns: ['updated_at'], cursor } as const;
  for await (const batch of connector.pull?.(request, patience()) ?? []) batches.push(batch);
  return batches;
}

async function rowsOf(stream: string): Promise<number | undefined> {
  const answer = await fetch(`${sandbox.addresses['SANDBOX_CONTROL_URL'] ?? ''}/control/truth`);
  const { streams } = (await answer.json()) as { streams: { name: string; rows: number }[] };
  return streams.find(({ name }) => name === stream)?.rows;
}

const keysOf = (batches: readonly PullBatch[]): string[] =>
  batches.flatMap(({ changes }) => changes.map(({ sourceKey }) => sourceKey)).toSorted();

describe("the housing bureau's database", () => {
  it.each([
    ['t_inspection', 'gannan-housing/t_inspection'],
    ['t_penalty', 'gannan-housing/t_penalty'],
  ])('gives every row of %s once, and goes on behind every position', async (table, stream) => {
    const open = (): Connector => exampleConnector('sources.yaml', 'housing-db');
    const batches = await closing(open(), async (connector) => await pull(connector, table, null));
    const keys = keysOf(batches);
    expect([keys.length, new Set(keys).size]).toEqual([await rowsOf(stream), keys.length]);
    for (const [at, { cursor }] of batches.entries()) {
      const rest = await closing(open(), async (connector) => await pull(connector, table, cursor));
      expect(keysOf([...batches.slice(0, at + 1), ...rest])).toEqual(keys);
    }
  });

  it.each([
    ['a wrong password', { password: 'guess' }, 'sign-in', 'CONNECTOR_LOGIN_REFUSED'],
    ['an unknown database', { database: 'nowhere' }, 'sign-in', 'CONNECTOR_DATABASE_MISSING'],
    ['a closed port', { port: 1 }, 'connect', 'CONNECTOR_CONNECTION_REFUSED'],
    ['an unknown host', { host: 'db.invalid' }, 'resolve', 'CONNECTOR_HOST_NOT_FOUND'],
    ['a schema without a right', { schema: 'gsxt' }, 'rights', 'CONNECTOR_RIGHT_MISSING'],
  ])('tells %s by its step and code', async (_, overrides, step, code) => {
    const steps = await closing(exampleConnector('sources.yaml', 'housing-db', overrides), stepsOf);
    expect(steps.at(-1)).toMatchObject({ step, ok: false, code });
    expect(JSON.stringify(steps)).not.toContain('guess');
  });
});

describe('the front-end exchange database', () => {
  const record = (number: number, row: PushRecord['row']): PushRecord => ({
    idempotencyKey: `key-${number}`, recordKey: `record-${number}`, version: 1, op: 'upsert', row,
  });
  const licence = {
    entname: '甘南州金盾食品有限公司', uniscid: '91623025MATT00M81A', licwsh: '州市监许〔2026〕1号', licname_cn: '食品经营许可证',
    valfrom: '2026-01-01', valto: '2029-01-01', licanth: '甘南州市场监督管理局', licitem: '热食类食品制售',
    licdate: '2026-01-01', licstate: '1', datadept: '甘南州市场监督管理局',
  };
  const stream = 'administrative-licence';

  it('passes its own check, and offers its tables under the names of the streams', async () => {
    const open = (): Connector => exampleConnector('platforms.yaml', 'gsxt-gansu');
    const steps = await closing(open(), stepsOf);
    expect(steps.map(({ step, ok }) => [step, ok])).toEqual(['resolve', 'connect', 'sign-in', 'rights', 'read', 'read'].map((step) => [step, true]));
    const streams = await closing(open(), async (connector) => await connector.discover(patience()));
    expect(streams.map(({ name }) => name)).toEqual(expect.arrayContaining(['administrative-licence', 'administrative-penalty']));
  });

  it('takes rows, refuses bad ones alone, writes its answers back, and is asked what it knows', async () => {
    await closing(exampleConnector('platforms.yaml', 'gsxt-gansu'), async (connector) => {
      const records = [record(1, licence), record(2, { ...licence, entname: null }), record(3, { ...licence, licdate: '2026-13-01' })];
      const push = async () => (await connector.push?.({ stream, records, attemptId: 'attempt' }, patience())) ?? [];
      const results = await push();
      expect(results.map(({ outcome }) => outcome)).toEqual(['pending', 'pending', 'rejected']);
      const tokens = results.flatMap((result) => (result.outcome === 'pending' ? [result.token] : []));
      const receipts: Receipt[] = [];
      for (let poll = 0; poll < 100 && receipts.length < tokens.length; poll++) {
        const waiting = tokens.filter((token) => !receipts.some((receipt) => receipt.token === token));
        for await (const some of connector.receipts?.({ stream, tokens: waiting }, patience()) ?? []) receipts.push(...some);
        if (receipts.length < tokens.length) await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const byToken = receipts.toSorted((one, other) => (one.token < other.token ? -1 : 1));
      expect(byToken).toMatchObject([
        { token: tokens[0], outcome: 'accepted' },
        { token: tokens[1], outcome: 'rejected', code: 'G01', permanent: true },
      ]);
      expect(byToken.every(({ receivedAt }) => !Number.isNaN(Date.parse(receivedAt ?? '')))).toBe(true);
      const keys = records.map(({ idempotencyKey, recordKey, version }) => ({ idempotencyKey, recordKey, version }));
      expect(await connector.query?.({ stream, keys }, patience())).toMatchObject([
        { outcome: 'accepted' }, { outcome: 'rejected', code: 'G01' }, { outcome: 'notKnown' },
      ]);
    });
  });
});
