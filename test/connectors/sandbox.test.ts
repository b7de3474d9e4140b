import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Change, Connector, PushRecord, Receipt } from '../../connectors/connector.js';
import { csvConnector } from '../../connectors/csv/index.js';
import { excelConnector } from '../../connectors/excel/index.js';
import { restConnector } from '../../connectors/rest/index.js';
import type { RestConfig } from '../../connectors/rest/spec.js';
import { faultOf } from '../../connectors/row-fault.js';
import type { LaunchedSandbox } from '../../gateway/sandbox/launch.js';
import { launchSandbox } from '../../gateway/sandbox/launch.js';
import { readmeExamples } from './readme-examples.js';
import { testContext } from './test-context.js';

const signal = AbortSignal.timeout(60_000);
let folder = '';
let sandbox: LaunchedSandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  sandbox = await launchSandbox({ folder, today: '2026-11-20', records: 300, ports: 'free' });
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

const context = () => testContext({ name: 'office/system', workspaceFolder: folder });

async function pullAll(connector: Connector, stream: string, key: string[]): Promise<Change[]> {
  const request = { stream, key, mode: 'incremental', cursorColumns: ['updatedAt'], cursor: null } as const;
  const changes: Change[] = [];
  for await (const batch of connector.pull?.(request, signal) ?? []) changes.push(...batch.changes);
  await connector.close();
  return changes;
}

async function rowsOf(stream: string): Promise<number | undefined> {
  const answer = await fetch(`${sandbox.addresses['SANDBOX_CONTROL_URL'] ?? ''}/control/truth`);
  const { streams } = (await answer.json()) as { streams: { name: string; rows: number }[] };
  return streams.find(({ name }) => name === stream)?.rows;
}

function restExample(name: string, address: string): RestConfig {
  const example = readmeExamples<RestConfig>('rest').get(name);
  if (!example) throw new Error(`no example ${name}`);
  return { ...example, baseUrl: sandbox.addresses[address] ?? '' };
}

const record = (key: string): PushRecord => ({
  idempotencyKey: key,
  recordKey: `record-${key}`,
  version: 1,
  op: 'upsert',
  row: { CF_WSH: '甘环罚〔2026〕1号' },
});

describe('the sources of the sandbox', () => {
  it('are read whole and without a fault: two CSV folders, a workbook, a paged service', async () => {
    const files = (variable: string) => ({
      folder: sandbox.addresses[variable] ?? '',
      readyWhen: 'rename' as const,
    });
    const licences = csvConnector.create(files('SANDBOX_MARKET_LICENCE_FOLDER'), context());
    const penalties = csvConnector.create(files('SANDBOX_MARKET_PENALTY_FOLDER'), context());
    const workbook = excelConnector.create(files('SANDBOX_ECOLOGY_FOLDER'), context());
    const service = restConnector.create(restExample('transport', 'SANDBOX_TRANSPORT_URL'), context());
    const found = {
      'gannan-market/licences': await pullAll(licences, 'files', ['行政许可决定文书号', '行政相对人名称']),
      'gannan-market/penalties': await pullAll(penalties, 'files', ['CF_WSH', 'CF_XDR_MC']),
      'gannan-ecology/penalties': await pullAll(workbook, 'files', ['决定书文号', '行政相对人名称']),
      'gannan-transport/inspections': await pullAll(service, 'inspections', ['id']),
    };
    for (const [stream, changes] of Object.entries(found)) {
      expect([stream, changes.length]).toEqual([stream, await rowsOf(stream)]);
      expect(changes.filter(({ row }) => faultOf(row))).toEqual([]);
    }
  });
});

describe('the receivers of the sandbox', () => {
  it('take, answer at once and are asked: credit-china', async () => {
    const connector = restConnector.create(
      restExample('credit-china', 'SANDBOX_CREDIT_CHINA_URL'),
      context(),
    );
    const [result] =
      (await connector.push?.({ stream: 'penalties', records: [record('a')], attemptId: '1' }, signal)) ?? [];
    expect(result).toMatchObject({ outcome: 'rejected', code: 'E001', permanent: true });
    const key = (name: string) => ({ idempotencyKey: name, recordKey: name, version: 1 });
    const answers = await connector.query?.({ stream: 'penalties', keys: [key('a'), key('b')] }, signal);
    expect(answers?.map(({ outcome }) => outcome)).toEqual(['rejected', 'notKnown']);
    await connector.close();
  });

  it('take signed batches, give receipts later and are asked: internet-plus', async () => {
    const connector = restConnector.create(
      restExample('internet-plus', 'SANDBOX_INTERNET_PLUS_URL'),
      context(),
    );
    const [result] =
      (await connector.push?.({ stream: 'penalties', records: [record('a')], attemptId: '1' }, signal)) ?? [];
    expect(result?.outcome).toBe('pending');
    const token = result?.outcome === 'pending' ? result.token : '';
    const receipts: Receipt[] = [];
    for (let poll = 0; poll < 50 && receipts.length === 0; poll++) {
      for await (const some of connector.receipts?.({ stream: 'penalties', tokens: [token] }, signal) ?? [])
        receipts.push(...some);
      if (receipts.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(receipts).toMatchObject([{ token, outcome: 'rejected', version: 1, permanent: true }]);
    const keys = ['a', 'b'].map((name) => ({ idempotencyKey: name, recordKey: name, version: 1 }));
    const answers = await connector.query?.({ stream: 'penalties', keys }, signal);
    expect(answers?.map(({ outcome }) => outcome)).toEqual(['rejected', 'notKnown']);
    await connector.close();
  });
});
