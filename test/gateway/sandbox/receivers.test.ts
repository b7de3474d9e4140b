import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { SystemFaults } from '../../../gateway/sandbox/faults.js';
import { Books } from '../../../gateway/sandbox/receivers/books.js';
import { startCreditChina } from '../../../gateway/sandbox/receivers/credit-china.js';
import { KnownInspections, startInternetPlus } from '../../../gateway/sandbox/receivers/internet-plus.js';
import { ReceiptDesk } from '../../../gateway/sandbox/receivers/receipt-desk.js';
import type { SystemServer } from '../../../gateway/sandbox/system-server.js';
import { PlatformClient } from './platform-client.js';
import { inspectionRow, nationalPenaltyRow, publicityPenaltyRow } from './receiver-rows.js';

let folder: string;
let server: SystemServer;
let books: Books;
let faults: SystemFaults;
/** How far the platform's clock is ahead. */
let aheadMs: number;
const now = (): Date => new Date(Date.now() + aheadMs);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  aheadMs = 0;
  faults = new SystemFaults(now, () => server.cut());
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

describe('the provincial platform over HTTP', () => {
  let client: PlatformClient;

  beforeEach(async () => {
    books = new Books('gansu-internet-plus', join(folder, 'books.jsonl'));
    server = await startInternetPlus({
      port: 0,
      appId: 'app',
      secret: 'secret',
      receiptDelayMs: 1000,
      books,
      desk: new ReceiptDesk(),
      inspections: new KnownInspections(),
      faults,
      now,
    });
    client = new PlatformClient(server.url, 'app', 'secret');
    await client.signIn();
  });

  const sentRow = (key: string, row: object = inspectionRow, operation = 'i', recordKey = key) => ({
    idempotencyKey: key,
    recordKey,
    version: 1,
    cd_operation: operation,
    row,
  });
  const send = (path: string, ...rows: object[]) => client.post(`/api/v1/${path}/batches`, { rows });

  it('answers a batch at once with numbers, and gives the receipts later', async () => {
    const sent = await send(
      'inspections',
      sentRow('a'),
      sentRow('b', { ...inspectionRow, check_personnel: '马建军' }),
    );
    expect(sent.body.code).toBe('0');
    const receiptNos = sent.body.data.rows.map((row) => row.receiptNo);
    expect(receiptNos).toEqual([`${sent.body.data.batchNo}-1`, `${sent.body.data.batchNo}-2`]);
    expect((await client.post('/api/v1/receipts', { receiptNos })).body.data.receipts).toEqual([]);
    aheadMs = 1000;
    const { receipts } = (await client.post('/api/v1/receipts', { receiptNos })).body.data;
    expect(receipts).toMatchObject([
      { idempotencyKey: 'a', status: 'accepted', code: '0000', version: 1 },
      { idempotencyKey: 'b', status: 'rejected', code: '1008' },
    ]);
    expect(
      (await client.post('/api/v1/receipts', { batchNos: [sent.body.data.batchNo] })).body.data.receipts,
    ).toHaveLength(2);
  });

  it('handles a key once, and gives its first receipt number again', async () => {
    const first = await send('inspections', sentRow('a'));
    const second = await send('inspections', sentRow('a'), sentRow('b'), sentRow('b'));
    expect(second.body.data.rows[0]?.receiptNo).toBe(first.body.data.rows[0]?.receiptNo);
    expect(second.body.data.rows[1]?.receiptNo).toBe(second.body.data.rows[2]?.receiptNo);
    expect(books.counts).toMatchObject({
      requests: 2,
      arrivals: 4,
      accepted: 2,
      duplicatesAccepted: 0,
      records: 2,
    });
  });

  it('takes a penalty only after its inspection, also within one batch order', async () => {
    const tooEarly = await send('penalties', sentRow('p1', nationalPenaltyRow, 'i', 'penalty'));
    await send('inspections', sentRow('a'));
    const inTime = await send('penalties', sentRow('p2', nationalPenaltyRow, 'i', 'penalty'));
    aheadMs = 1000;
    const receiptNos = [tooEarly, inTime].map((answer) => answer.body.data.rows[0]?.receiptNo);
    const { receipts } = (await client.post('/api/v1/receipts', { receiptNos })).body.data;
    expect(receipts.map((receipt) => receipt.code)).toEqual(['1011', '0000']);
  });

  it('withdraws what it holds, and then misses it', async () => {
    await send('inspections', sentRow('a', inspectionRow, 'i', 'r'));
    await send('inspections', sentRow('b', {}, 'd', 'r'));
    expect(books.counts).toMatchObject({ accepted: 2, withdrawn: 1, records: 0 });
    await send('inspections', sentRow('c', {}, 'd', 'r'));
    await send('penalties', sentRow('p', nationalPenaltyRow));
    aheadMs = 1000;
    const { results } = (await client.post('/api/v1/queries', { idempotencyKeys: ['c', 'p', 'x'] })).body
      .data;
    expect(results.map((result) => result.code ?? result.status)).toEqual(['1012', '1011', 'notKnown']);
  });

  it('says of a key that its handling goes on while the receipt is not out', async () => {
    await send('inspections', sentRow('a'));
    const ask = async () =>
      (await client.post('/api/v1/queries', { idempotencyKeys: ['a'] })).body.data.results[0]?.status;
    expect(await ask()).toBe('processing');
    aheadMs = 1000;
    expect(await ask()).toBe('accepted');
  });

  it('refuses a batch as a whole that is empty, too long, unreadable or too large', async () => {
    const many = Array.from({ length: 501 }, (_, index) => sentRow(`k${index}`));
    expect(await send('inspections')).toMatchObject({ status: 400, body: { code: '4001' } });
    expect(await send('inspections', ...many)).toMatchObject({ status: 400, body: { code: '4001' } });
    expect(await send('inspections', { ...sentRow('a'), idempotencyKey: '' })).toMatchObject({ status: 400 });
    expect(await client.post('/api/v1/inspections/batches', 'rows')).toMatchObject({ status: 400 });
    expect(await client.post('/api/v1/inspections/batches', 'x'.repeat(4 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { code: '4130' },
    });
    expect(await send('colours', sentRow('a'))).toMatchObject({ status: 404, body: { code: '4040' } });
    expect(books.counts).toMatchObject({ arrivals: 0, refusedBatches: 3 });
  });

  it('loses and doubles receipts when told to, but still answers a query', async () => {
    faults.set({ lostReceipts: 1 });
    await send('inspections', sentRow('lost'));
    faults.set({ duplicateReceipts: 1 });
    const { batchNo } = (await send('inspections', sentRow('double'))).body.data;
    aheadMs = 1000;
    const receiptNos = [`${batchNo}-1`, `${batchNo.slice(0, 8)}00001-1`];
    const { receipts } = (await client.post('/api/v1/receipts', { receiptNos })).body.data;
    expect(receipts.map((receipt) => receipt.receiptNo)).toEqual([`${batchNo}-1`, `${batchNo}-1`]);
    const { results } = (await client.post('/api/v1/queries', { idempotencyKeys: ['lost'] })).body.data;
    expect(results[0]?.status).toBe('accepted');
  });

  it('limits requests per second and says when to come again', async () => {
    faults.set({ rateLimit: 2, retryAfterSeconds: 3 });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => client.post('/api/v1/queries', { idempotencyKeys: [] })),
    );
    const limited = answers.filter((answer) => answer.status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(1);
    for (const answer of limited) expect(answer.headers.get('retry-after')).toBe('3');
  });
});

describe('信用中国 over HTTP', () => {
  beforeEach(async () => {
    books = new Books('credit-china', join(folder, 'books.jsonl'));
    server = await startCreditChina({ port: 0, token: 'token', books, faults, now });
  });

  const post = async (
    path: string,
    body: unknown,
    token = 'token',
  ): Promise<{ status: number; body: unknown }> => {
    const headers = { 'X-Access-Token': token };
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const save = (uuid: string, changes: object = {}) => ({
    uuid,
    recordKey: uuid,
    op: 'save',
    data: { ...publicityPenaltyRow, ...changes },
  });

  it('answers each row at once', async () => {
    const answer = await post('/api/penalties', { rows: [save('a'), save('b', { CF_WSH: null })] });
    expect(answer.body).toMatchObject({
      code: '0000',
      results: [
        { uuid: 'a', code: '0000' },
        { uuid: 'b', code: 'E001' },
      ],
    });
  });

  it('publishes twice what is sent twice, and the books show it', async () => {
    await post('/api/penalties', { rows: [save('a')] });
    await post('/api/penalties', { rows: [save('a')] });
    expect(books.counts).toMatchObject({ arrivals: 2, accepted: 2, duplicatesAccepted: 1, records: 1 });
    expect(await books.list('duplicates', 0, 10)).toEqual({ total: 1, rows: [{ key: 'a', times: 2 }] });
    expect(await books.list('arrivals', 1, 10)).toMatchObject({
      total: 2,
      rows: [{ key: 'a', outcome: 'accepted' }],
    });
  });

  it('tells what it knows of a key, and definitely what it does not know', async () => {
    await post('/api/penalties', { rows: [save('a'), save('b', { CF_NR_FK: '-1' })] });
    const answer = await post('/api/queries', { uuids: ['a', 'b', 'c'] });
    expect(answer.body).toMatchObject({
      results: [
        { known: true, code: '0000' },
        { known: true, code: 'E006' },
        { uuid: 'c', known: false },
      ],
    });
  });

  it('withdraws only what it holds', async () => {
    const withdraw = (uuid: string) => ({ rows: [{ uuid, recordKey: 'a', op: 'withdraw' }] });
    expect((await post('/api/penalties', withdraw('w0'))).body).toMatchObject({
      results: [{ code: 'E009' }],
    });
    await post('/api/penalties', { rows: [save('a')] });
    expect((await post('/api/penalties', withdraw('w1'))).body).toMatchObject({
      results: [{ code: '0000' }],
    });
    expect(books.counts).toMatchObject({ withdrawn: 1, records: 0 });
  });

  it('turns away a wrong token and a batch it cannot read', async () => {
    expect(await post('/api/penalties', { rows: [save('a')] }, 'other')).toMatchObject({
      status: 401,
      body: { code: '4010' },
    });
    expect(await post('/api/penalties', { rows: [{ uuid: 'a' }] })).toMatchObject({
      status: 400,
      body: { code: '4001' },
    });
  });

  it('errs before it handles anything, cuts before or after, as told', async () => {
    faults.set({ errorRate: 1 });
    expect(await post('/api/penalties', { rows: [save('a')] })).toMatchObject({ status: 503 });
    faults.set({ cutRate: 1 });
    await expect(post('/api/penalties', { rows: [save('a')] })).rejects.toThrow();
    expect(books.counts.arrivals).toBe(0);
    faults.set({ cutAfterResponse: 1 });
    await expect(post('/api/penalties', { rows: [save('a')] })).rejects.toThrow();
    expect(books.counts).toMatchObject({ arrivals: 1, accepted: 1 });
  });

  it('is away for the length of an outage', async () => {
    faults.set({ outageMs: 60_000 });
    await expect(post('/api/queries', { uuids: [] })).rejects.toThrow();
    aheadMs = 60_000;
    expect(await post('/api/queries', { uuids: [] })).toMatchObject({ status: 200 });
  });

  it('meets the same fates again for the same seed', () => {
    const fates = (seed: number): string => {
      faults.set({ seed, errorRate: 0.2, cutRate: 0.2, cutAfterResponse: 0.2 });
      return Array.from({ length: 40 }, () => faults.draw()).join();
    };
    expect(fates(1)).toBe(fates(1));
    expect(fates(1)).not.toBe(fates(2));
    expect(new Set(fates(1).split(','))).toEqual(new Set(['well', 'error', 'cut', 'cut-after']));
  });

  it('names every mistake of a fault setting and then changes nothing', () => {
    faults.set({ latencyMs: 5 });
    expect(faults.set({ cutRate: 2, colour: 1, errorRate: -1 })).toHaveLength(3);
    expect(faults.settings.latencyMs).toBe(5);
  });
});
