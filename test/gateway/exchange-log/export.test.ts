import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import Papa from 'papaparse';
import { logExportServices } from '../../../gateway/exchange-log/export/export.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import type { ExportForm, LogExport } from '../../../gateway/services/log.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';
import { LogMaker, now } from './sealed-log.js';
import { sealOf } from './sequencer-suite.js';

const formula = '=HYPERLINK("http://evil.example","点此")';

describe('what a search of the log finds, as a file', () => {
  let opened: TestStore;
  let folder: string;
  let seal: LogSeal;
  let maker: LogMaker;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
    opened = await withTables(openEmbedded(), now);
    seal = await sealOf(opened.store, folder);
    maker = new LogMaker(opened.store, seal);
    await maker.write(1, 30);
    const segment = new SegmentWriter();
    segment.add({ id: maker.makeId(), at: now.toISOString(), station: 'rejected', actor: 'gateway', department: 'gannan-market', code: formula });
    await opened.store.transaction((transaction) => segment.write(transaction, maker.makeId, now));
    await maker.seal();
  });
  afterAll(async () => {
    await opened.drop();
    await rm(folder, { recursive: true });
  });

  const exporter = (scope: 'all' | readonly string[] = 'all') =>
    logExportServices({ store: opened.store, makeId: maker.makeId, now: () => now }, { scope, actor: 'ma-jianguo' });
  const bytesOf = ({ content }: LogExport): Buffer => Buffer.from(content, 'base64');

  async function rowsOf(form: ExportForm): Promise<string[][]> {
    const bytes = bytesOf(await exporter().make({ from: now.toISOString() }, form));
    if (form === 'jsonl') return bytes.toString('utf8').trimEnd().split('\n').map((line) => Object.values(JSON.parse(line) as object).map(String));
    if (form === 'csv') return Papa.parse<string[]>(bytes.toString('utf8').replace(/^\uFEFF/u, ''), { skipEmptyLines: true }).data.slice(1);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
    const rows: string[][] = [];
    workbook.worksheets[0]?.eachRow((row, at) => {
      if (at > 1) rows.push((row.values as unknown[]).slice(1).map(String));
    });
    return rows;
  }

  it('holds each event once, in all three forms', async () => {
    for (const form of ['csv', 'xlsx', 'jsonl'] as const) {
      const rows = await rowsOf(form);
      expect([form, rows.length, new Set(rows.map(([index]) => index)).size, rows[0]?.[0]]).toEqual([form, 31, 31, '30']);
    }
  });

  it('runs no formula on the desk of whoever opens it', async () => {
    const [ofCsv] = await rowsOf('csv');
    expect(ofCsv).toContain(`'${formula}`);
    // Text of a cell in a workbook is never a formula.
    const [ofWorkbook] = await rowsOf('xlsx');
    expect(ofWorkbook).toContain(formula);
  });

  it('is narrowed as the search is, and to what the caller may see', async () => {
    expect((await exporter().make({ station: 'rejected' }, 'jsonl')).count).toBe(1);
    expect((await exporter(['gannan-housing']).make({ station: 'rejected' }, 'jsonl')).count).toBe(0);
    expect((await exporter(['gannan-housing']).make({}, 'jsonl')).count).toBe(30);
  });

  it('is an event of the log: who, what was asked for, how much, and the digest of the file', async () => {
    const file = await exporter().make({ station: 'received' }, 'csv');
    await maker.seal();
    const { content } = await exporter().make({ station: 'log-exported', actor: 'ma-jianguo' }, 'jsonl');
    const [event] = Buffer.from(content, 'base64').toString('utf8').split('\n');
    expect(JSON.parse(event ?? '')).toMatchObject({ station: 'log-exported', actor: 'ma-jianguo', code: 'csv 10 {"station":"received"}' });
    const digest = createHash('sha256').update(bytesOf(file)).digest('hex');
    const [segment] = await opened.store.query<{ entries: string }>('SELECT entries FROM log_segment WHERE position($1 IN entries) > 0', [digest]);
    expect(segment?.entries).toContain('log-exported');
  });
});
