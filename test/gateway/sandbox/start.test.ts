import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';

import { startSandbox, type Sandbox } from '../../../gateway/sandbox/start.js';
import { SandboxClient, until } from './sandbox-client.js';

const options = {
  today: '2026-11-23',
  now: () => new Date(),
  records: 400,
  seed: 5,
  ports: 'free',
  receiptDelayMs: 0,
  gsxtPollMs: 10,
} as const;
let sandbox: Sandbox;
let client: SandboxClient;
let folder: string;

describe('the sandbox', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    sandbox = await startSandbox({ ...options, folder });
    client = new SandboxClient(sandbox.addresses);
  });

  afterAll(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  it('serves every row that its truth counts', async () => {
    const { streams } = await client.control<{ streams: { name: string; rows: number }[] }>('truth');
    const rows = Object.fromEntries(streams.map((stream) => [stream.name, stream.rows]));
    const [counts] = await client.query<{ inspections: string; penalties: string }>(
      'HOUSING',
      'select (select count(*) from housing.t_inspection) as inspections, (select count(*) from housing.t_penalty) as penalties',
    );
    expect(counts).toEqual({
      inspections: String(rows['gannan-housing/t_inspection']),
      penalties: String(rows['gannan-housing/t_penalty']),
    });
    const licences = new TextDecoder('gb18030').decode(
      readFileSync(join(client.address('SANDBOX_MARKET_LICENCE_FOLDER'), 'licence-0001.csv')),
    );
    expect(licences.startsWith('行政相对人名称,行政相对人类别,行政相对人代码_1(统一社会信用代码)')).toBe(
      true,
    );
    expect(licences.split('\r\n')).toHaveLength((rows['gannan-market/licences'] ?? 0) + 2);
    const penalties = readFileSync(
      join(client.address('SANDBOX_MARKET_PENALTY_FOLDER'), 'penalty-0001.csv'),
      'utf8',
    );
    expect(penalties.startsWith('\uFEFFCF_XDR_MC,')).toBe(true);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.readFile(join(client.address('SANDBOX_ECOLOGY_FOLDER'), '行政处罚信息报送表-1.xlsx'));
    const sheet = workbook.getWorksheet('处罚信息');
    expect(sheet?.getCell('A1').value).toContain('行政处罚信息报送表');
    expect(sheet?.getRow(4).getCell(8).value).toBe('决定书文号');
    expect(sheet?.rowCount).toBe(4 + (rows['gannan-ecology/penalties'] ?? 0));
  });

  it('serves the transport department page by page, and only what was touched since an instant', async () => {
    const page = async (parameters: string, token = client.address('SANDBOX_TRANSPORT_TOKEN')) => {
      const url = `${client.address('SANDBOX_TRANSPORT_URL')}/api/inspections?${parameters}`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      return (await response.json()) as {
        code: number;
        data: { total: number; rows: { id: number; updatedAt: string }[] };
      };
    };
    const seen = [];
    for (let number = 1; number <= 4; number += 1)
      seen.push(...(await page(`page=${number}&size=25`)).data.rows);
    expect(seen.map((row) => row.id)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
    const since = seen[50]?.updatedAt ?? '';
    const expected = seen.filter((row) => row.updatedAt >= since).length;
    expect((await page(`updatedSince=${since}`)).data.total).toBe(expected);
    expect(await page('size=201')).toMatchObject({ code: 40_001 });
    expect(await page('page=1', 'other')).toMatchObject({ code: 40_101 });
    await client.control('sources/rows', {
      stream: 'gannan-transport/inspections',
      row: { id: 1, result: '发现问题已责令改正' },
    });
    const changed = (await page('page=4&size=25')).data.rows.at(-1);
    expect(changed).toMatchObject({ id: 1, result: '发现问题已责令改正' });
    expect((await page('page=1&size=1')).data).toMatchObject({ total: 80, rows: [{ id: 2 }] });
  });

  it('adds a row to a table and to a file, and changes one', async () => {
    const added = await client.control<{ id: string; wsh: string }>('sources/rows', {
      stream: 'gannan-housing/t_penalty',
      row: { bz: '补录' },
    });
    expect(
      await client.query('HOUSING', 'select id, wsh from housing.t_penalty where bz = $1', ['补录']),
    ).toEqual([{ id: added.id, wsh: added.wsh }]);
    await client.control('sources/rows', {
      stream: 'gannan-housing/t_penalty',
      row: { id: 3, cfje: '1.23' },
    });
    const [changed] = await client.query<{ cfje: string; fresh: boolean }>(
      'HOUSING',
      "select cfje, updated_at > now() - interval '1 minute' as fresh from housing.t_penalty where id = 3",
    );
    expect(changed).toEqual({ cfje: '1.23', fresh: true });
    const path = join(client.address('SANDBOX_MARKET_PENALTY_FOLDER'), 'penalty-0001.csv');
    const before = readFileSync(path, 'utf8');
    await client.control('sources/rows', {
      stream: 'gannan-market/penalties',
      row: { CF_WSH: '州市监处罚〔2026〕9999号' },
    });
    const after = readFileSync(path, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toContain('州市监处罚〔2026〕9999号');
    expect(
      await client.control('sources/rows', { stream: 'gannan-housing/t_penalty', row: { colour: 'red' } }),
    ).toEqual({ error: '没有这些列：colour' });
  });

  it('writes its answer beside the rows of the front-end exchange database', async () => {
    await client.offer('good');
    await client.offer('person', { uniscid: null });
    await client.offer('other', { pentype_cn: '警告', penam: null });
    const rows = await until(
      () => client.signs(),
      (all) => all.length === 3 && all.every((row) => row.sync_sign !== '0'),
    );
    expect(rows.map((row) => row.sync_sign)).toEqual(['1', '9', '9']);
    expect(rows.map((row) => row.sync_error_desc?.slice(0, 3) ?? null)).toEqual([null, 'G04', 'G06']);
    await client.offer('gone', {}, 'd', 'good');
    await until(
      () => client.signs(),
      (all) => all.at(-1)?.sync_sign === '1',
    );
    await client.offer('gone again', {}, 'd', 'good');
    const last = (
      await until(
        () => client.signs(),
        (all) => all.length === 5 && all.at(-1)?.sync_sign !== '0',
      )
    ).at(-1);
    expect(last?.sync_error_desc).toBe('G08 撤销的记录不存在');
    expect((await client.control<{ targets: object }>('books?target=gsxt-gansu')).targets).toMatchObject({
      'gsxt-gansu': { arrivals: 5, accepted: 2, rejected: 3, withdrawn: 1, records: 0 },
    });
  });

  it('takes a row over without ever writing back when receipts are lost', async () => {
    await client.control('faults', { target: 'gsxt-gansu', lostReceipts: 1 });
    await client.offer('silent');
    type Counts = { targets: { 'gsxt-gansu': { arrivals: number } } };
    await until(
      () => client.control<Counts>('books?target=gsxt-gansu'),
      (books) => books.targets['gsxt-gansu'].arrivals === 6,
    );
    await client.control('faults', { target: 'gsxt-gansu' });
    await client.offer('loud');
    const rows = await until(
      () => client.signs(),
      (all) => all.at(-1)?.sync_sign === '1',
    );
    expect(rows.at(-2)).toMatchObject({ idempotency_key: 'silent', sync_sign: '0' });
  });

  it('names its addresses and refuses wrong wishes', async () => {
    expect(await client.control('addresses')).toEqual(sandbox.addresses);
    expect(await client.control('health')).toEqual({ status: 'ok' });
    expect(await client.control('books?target=nobody')).toHaveProperty('error');
    expect(await client.control('faults', { target: 'nobody' })).toHaveProperty('error');
    expect(await client.control('faults', { target: 'credit-china', cutRate: 2 })).toEqual({
      error: 'cutRate must be at most 1',
    });
  });
});
