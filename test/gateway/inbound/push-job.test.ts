import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway } from '../../../gateway/app.js';
import type { Gateway } from '../../../gateway/cli/gateway.js';
import { systemClock } from '../../../gateway/clock.js';
import { readConfig } from '../../../gateway/config.js';
import { signatureOf } from '../../../gateway/inbound/signature.js';
import { createLogger } from '../../../gateway/logging/logger.js';
import { assetPath } from '../../../schemas/assets.js';
import { startServer } from '../../connectors/rest/http-server.js';

const signal = new AbortController().signal;
const secret = 'a-secret-shared-with-the-department';
const stream = '/api/v1/inbound/gannan-market/spot-check-plans/ccjh';

/** One plan as the department's system knows it. */
function plan(change: Record<string, string> = {}): Record<string, string> {
  return {
    jhbh: 'SSJ2026001', jhmc: '2026年食品生产企业跨部门联合抽查', nd: '2026', cclx: '定向抽查', sfkbm: '否',
    sxbm: '01310001010100', dxfw: '全州食品生产企业', ccbl: '5.5', zdrq: '2026-01-20', ksrq: '2026-03-01', jsrq: '2026-11-30',
    ...change,
  };
}

describe('a department that pushes its rows', () => {
  let folder: string;
  let receiver: Awaited<ReturnType<typeof startServer>>;
  let gateway: Gateway;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-push-job-'));
    const workspace = join(folder, 'workspace');
    for (const file of ['departments.yaml', 'mappings/market-spot-check-plan.yaml'])
      await cp(assetPath(`examples/gannan/${file}`), join(workspace, file), { recursive: true });
    const manifests = await readFile(assetPath('examples/record-desk/double-random.yaml'), 'utf8');
    const inbound = 'type: inbound\n  system: gannan-market\n  config: { streams: { ccjh: {} }, signature: { algorithm: hmac-sm3, secret: { env: PUSH_SECRET } } }';
    await writeFile(
      join(workspace, 'plans.yaml'),
      manifests.replace(/type: csv\n {2}system: gannan-market\n {2}config: .*/u, inbound),
    );
    receiver = await startServer(({ body }) => {
      const { rows = [] } = JSON.parse(body.toString() || '{}') as { rows?: { key: string }[] };
      return { json: { code: '0', results: rows.map(({ key }) => ({ key, code: '0' })) } };
    });
    const env = { PUSH_SECRET: secret, SANDBOX_DESKS_URL: receiver.url, SANDBOX_DESKS_TOKEN: 'desk-token' };
    const flags = { dataFolder: join(folder, 'data'), port: '0' };
    gateway = await openGateway({
      settings: readConfig({ env: {}, flags, stderrIsTerminal: false, workingFolder: folder }),
      env,
      clock: systemClock,
      logger: createLogger({ level: 'error', format: 'json', stream: process.stderr, clock: systemClock }),
      workspaceFolder: workspace,
    });
    ({ address } = await gateway.serve());
  });
  afterAll(async () => {
    await gateway.close();
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function send(method: string, target: string, body: string, change: Record<string, string> = {}) {
    const head = { method, target, timestamp: String(Math.floor(Date.now() / 1000)), nonce: randomUUID() };
    const signature = signatureOf({ algorithm: 'hmac-sm3', secret }, head, Buffer.from(body)).toString('hex');
    const response = await fetch(`${address}${target}`, {
      method,
      ...(body === '' ? {} : { body }),
      headers: {
        'content-type': 'application/json',
        'x-jiantong-timestamp': head.timestamp,
        'x-jiantong-nonce': head.nonce,
        'x-jiantong-signature': signature,
        ...change,
      },
    });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown>, nonce: head.nonce };
  }
  const push = (batch: object, change?: Record<string, string>) => send('POST', stream, JSON.stringify(batch), change);
  const fate = async (batch: string): Promise<unknown> => {
    const { status, answer } = await send('GET', `${stream}/${batch}`, '');
    expect(status).toBe(200);
    const [{ isRead, rows } = { isRead: false, rows: [] }] = answer.exchanges as {
      isRead: boolean;
      rows: { state: string; version: number | null; problems: { code: string }[] }[];
    }[];
    return [isRead, ...rows.map(({ state, version, problems }) => [state, version, ...problems.map(({ code }) => code)])];
  };
  const run = async (): Promise<void> => {
    await gateway.runAll({ signal, onProgress: () => undefined });
    await gateway.settle(signal);
  };

  it('is told at once that they are taken, later what became of each, and never doubles a batch', async () => {
    const batch = { batch: '2026-11-23-1', rows: [plan(), plan({ jhbh: 'SSJ2026002', ccbl: '百分之五' })] };
    expect(await push(batch)).toMatchObject({ status: 201, answer: { batch: batch.batch, rows: 2, deleted: 0, isRepeated: false } });
    expect(await push(batch)).toMatchObject({ status: 201, answer: { isRepeated: true } });
    expect(await push({ ...batch, rows: [] })).toMatchObject({ status: 409, answer: { code: 'INBOUND_BATCH_DIFFERS' } });
    expect(await fate(batch.batch)).toEqual([false, ['waiting', null], ['waiting', null]]);
    await run();
    expect(await fate(batch.batch)).toEqual([true, ['stored', 1], ['quarantined', null, expect.stringContaining('MAPPING_')]]);
    expect(receiver.received).toHaveLength(1);
  });

  it('mends what was quarantined and withdraws by keys alone, in the order of the batches', async () => {
    const mended = { batch: '2026-11-23-2', rows: [plan({ jhbh: 'SSJ2026002' })], deleted: [{ jhbh: 'SSJ2026001' }] };
    await push(mended);
    await push({ batch: '2026-11-23-3', rows: [plan({ jhbh: 'SSJ2026002', jhmc: '2026年电梯使用单位抽查' })] });
    await run();
    expect(await fate('2026-11-23-2')).toEqual([true, ['stored', 2], ['withdrawn', 2]]);
    expect(await fate('2026-11-23-3')).toEqual([true, ['stored', 2]]);
  });

  it('is refused with a signature that is wrong, old, of another request, or used before', async () => {
    const batch = { batch: 'refused', rows: [plan()] };
    const isRefused = { status: 401, answer: { code: 'INBOUND_SIGNATURE_REFUSED' } };
    expect(await push(batch, { 'x-jiantong-signature': 'ab'.repeat(32) })).toMatchObject(isRefused);
    expect(await push(batch, { 'x-jiantong-timestamp': '1700000000' })).toMatchObject(isRefused);
    expect(await push(batch, { 'x-jiantong-nonce': 'short' })).toMatchObject(isRefused);
    const other = '/api/v1/inbound/gannan-housing/nothing/ccjh';
    expect(await send('POST', other, JSON.stringify(batch))).toMatchObject(isRefused);
    const target = `${stream}/2026-11-23-1`;
    const head = { method: 'GET', target, timestamp: String(Math.floor(Date.now() / 1000)), nonce: randomUUID() };
    const signature = signatureOf({ algorithm: 'hmac-sm3', secret }, head, Buffer.alloc(0)).toString('hex');
    const headers = { 'x-jiantong-timestamp': head.timestamp, 'x-jiantong-nonce': head.nonce, 'x-jiantong-signature': signature };
    expect((await fetch(`${address}${target}`, { headers })).status).toBe(200);
    const again = await fetch(`${address}${target}`, { headers });
    expect([again.status, await again.json()]).toEqual([409, expect.objectContaining({ code: 'INBOUND_REQUEST_REPLAYED' })]);
  });

  it('is refused without any proof, with too much, with too many rows, and for streams that there are not', async () => {
    expect((await fetch(`${address}${stream}`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(await push({ batch: 'large', rows: [plan({ jhmc: '大'.repeat(1_500_000) })] })).toMatchObject({ status: 413 });
    expect(await push({ batch: 'many', rows: Array.from({ length: 501 }, () => plan()) })).toMatchObject({
      status: 400,
      answer: { code: 'API_BODY_WRONG' },
    });
    expect(await send('POST', `${stream}x`, JSON.stringify({ batch: 'a' }))).toMatchObject({ status: 404 });
    expect(await send('POST', stream, '{"batch": "half')).toMatchObject({ status: 400, answer: { code: 'API_BODY_WRONG' } });
  });
});
