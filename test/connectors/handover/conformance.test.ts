import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { pushChecks } from '../../../connectors/conformance/push-checks.js';
import type { PushRecord, Receipt } from '../../../connectors/connector.js';
import { resultsInFile, resultsOfSlip } from '../../../connectors/handover/answers.js';
import { addResult, listBatches } from '../../../connectors/handover/batch.js';
import { excelConnector } from '../../../connectors/excel/index.js';
import { handoverConnector } from '../../../connectors/handover/index.js';
import type { HandoverConfig } from '../../../connectors/handover/spec.js';

const signal = new AbortController().signal;
const now = new Date('2026-11-23T17:30:00Z');
const bearer = { person: '示例甲', digest: 'ab'.repeat(32), at: now.toISOString() };
const result = { key: '文书号', outcome: '导入结果', accepted: ['成功'], rejected: ['*'], reason: '失败原因' };
const stream = {
  titleZh: '行政处罚导入',
  key: 'CF_WSH',
  columns: [{ name: 'CF_WSH', title: '决定书文号' }, { name: 'CF_XDR_DM', title: '代码' }],
  result,
} as const;

describe('a receiver reached by hand', () => {
  let workspace: string;
  const folder = (): string => join(workspace, 'gsxt');
  beforeAll(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'jiantong-handover-'));
    await empty();
  });
  afterAll(() => rm(workspace, { recursive: true, force: true }));

  async function empty(): Promise<void> {
    await rm(folder(), { recursive: true, force: true });
    await mkdir(folder());
  }
  function open(change: Partial<HandoverConfig> = {}) {
    const config: HandoverConfig = { folder: 'gsxt', assignee: '示例甲', streams: { penalties: stream }, ...change };
    return handoverConnector.create(config, { name: 'office/gsxt', now: () => now, workspaceFolder: workspace, log: () => undefined });
  }
  const record = (place: number, change: Partial<PushRecord> = {}): PushRecord => ({
    idempotencyKey: `019ab000-0000-7000-8000-${String(place).padStart(12, '0')}.1.1.0`,
    recordKey: `record-${place}`,
    version: 1,
    op: 'upsert',
    row: { CF_WSH: `州市监罚〔2026〕${place}号`, CF_XDR_DM: '911000000000000019' },
    ...change,
  });
  const push = async (connector: ReturnType<typeof open>, records: PushRecord[], attemptId = 'a0b1c2d3e4f5') =>
    (await connector.push?.({ stream: 'penalties', records, attemptId }, signal)) ?? [];
  const receipts = async (connector: ReturnType<typeof open>, tokens: string[]): Promise<Receipt[]> => {
    const found: Receipt[] = [];
    for await (const some of connector.receipts?.({ stream: 'penalties', tokens }, signal) ?? []) found.push(...some);
    return found;
  };

  declareChecks(
    { describe, it },
    'the conformance kit',
    pushChecks({
      stream: 'penalties',
      taken: 'pending',
      open: () => open({ form: 'csv' }),
      empty,
      good: (place) => record(place),
      bad: (place) => record(place, { row: { CF_WSH: '=HYPERLINK("http://x")', CF_XDR_DM: String(place) } }),
      held: async () => {
        const held = new Map<string, number>();
        for (const { rows } of await listBatches(folder()))
          for (const { idempotencyKey } of rows) {
            const key = `record-${Number(idempotencyKey.split('.')[0]?.slice(-12))}`;
            held.set(key, (held.get(key) ?? 0) + 1);
          }
        return held;
      },
    }),
  );

  it('writes a workbook of texts with the headings of the receiver, which reads back unchanged', async () => {
    await empty();
    await push(open(), [record(1), record(2, { row: { CF_WSH: '=1+1', CF_XDR_DM: '0010' } })]);
    const [batch] = await listBatches(folder());
    // Half past one in the night of the next day in Shanghai.
    expect(batch).toMatchObject({ name: expect.stringMatching(/^20261124-[0-9a-f]{12}$/u), assignee: '示例甲', rows: [{ key: '州市监罚〔2026〕1号' }, { key: '=1+1' }] });
    const config = { folder: `gsxt/${batch?.name ?? ''}`, readyWhen: 'rename' } as never;
    const reader = excelConnector.create(config, { name: 'a/b', now: () => now, workspaceFolder: workspace, log: () => undefined });
    const rows = [];
    const request = { stream: 'files', key: [], mode: 'full', cursorColumns: [], cursor: null } as const;
    for await (const { changes } of reader.pull?.(request, signal) ?? []) rows.push(...changes.map(({ row }) => row));
    expect(rows).toEqual([
      { 决定书文号: '州市监罚〔2026〕1号', 代码: '911000000000000019' },
      { 决定书文号: '=1+1', 代码: '0010' },
    ]);
  });

  it('says withdrawals in a letter where the import file has no column for them', async () => {
    await empty();
    await push(open(), [record(1), record(2, { op: 'withdraw', row: { CF_WSH: '<b>甲〔2026〕2号', CF_XDR_DM: '' } })]);
    const [name = ''] = (await readdir(folder())).filter((one) => one.startsWith('2026'));
    expect((await readdir(join(folder(), name))).toSorted()).toEqual(['batch.json', 'import.xlsx', 'letter.html']);
    const letter = await readFile(join(folder(), name, 'letter.html'), 'utf8');
    expect(letter).toContain('撤销');
    expect(letter).toContain('&#60;b&#62;甲〔2026〕2号');
    expect(letter).not.toContain('<b>');
  });

  it('writes CSV in GB18030 with rare characters and an operation column', async () => {
    await empty();
    const operation = { title: '操作', insert: '新增', update: '修改', withdraw: '撤销' };
    const connector = open({ form: 'csv', streams: { penalties: { ...stream, encoding: 'gb18030', operation } } });
    const row = { CF_WSH: '𠮷〔2026〕"1"号', CF_XDR_DM: '-5.00' };
    await push(connector, [record(1, { row }), record(2, { version: 2 }), record(3, { op: 'withdraw' })]);
    const [name = ''] = (await readdir(folder())).filter((one) => one.startsWith('2026'));
    const text = new TextDecoder('gb18030').decode(await readFile(join(folder(), name, 'import.csv')));
    expect(text.split('\r\n')).toEqual([
      '"决定书文号","代码","操作"',
      '"𠮷〔2026〕""1""号","-5.00","新增"',
      expect.stringMatching(/"修改"$/u),
      expect.stringMatching(/"撤销"$/u),
      '',
    ]);
  });

  it('takes the receiver’s result file row by row, and later files for what was still open', async () => {
    await empty();
    const connector = open();
    const tokens = (await push(connector, [record(1), record(2), record(3)])).map((one) => (one.outcome === 'pending' ? one.token : ''));
    expect(await receipts(connector, tokens)).toEqual([]);
    const [batch] = await listBatches(folder());
    if (!batch) throw new Error('no batch');
    const first = [
      { 文书号: '州市监罚〔2026〕1号 ', 导入结果: '成功', 失败原因: null },
      { 文书号: '州市监罚〔2026〕2号', 导入结果: '失败', 失败原因: '代码校验不通过' },
    ];
    await addResult(folder(), batch.name, resultsInFile(batch, first, result, bearer));
    expect(await receipts(connector, tokens)).toMatchObject([
      { token: tokens[0], outcome: 'accepted', code: '成功', receivedAt: bearer.at },
      { token: tokens[1], outcome: 'rejected', code: '失败', text: expect.stringMatching(/^代码校验不通过；示例甲 SHA-256 abab/u) },
    ]);
    const second = [{ 文书号: '州市监罚〔2026〕2号', 导入结果: '成功' }, { 文书号: '州市监罚〔2026〕3号', 导入结果: '成功' }];
    await addResult(folder(), batch.name, resultsInFile(batch, second, result, bearer));
    expect((await receipts(connector, tokens)).map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected', 'accepted']);
  });

  it('takes a signed slip for a whole batch, and knows each delivery by its key', async () => {
    await empty();
    const connector = open({ form: 'letter', streams: { penalties: { ...stream, letter: { to: '州法院', from: '州市监局' } } } });
    await push(connector, [record(1)]);
    const key = { recordKey: 'record-1', version: 1 };
    const ask = async (place: number) =>
      (await connector.query?.({ stream: 'penalties', keys: [{ ...key, idempotencyKey: record(place).idempotencyKey }] }, signal))?.[0];
    expect([await ask(1), await ask(2)]).toMatchObject([{ outcome: 'pending' }, { outcome: 'notKnown' }]);
    const [batch] = await listBatches(folder());
    if (!batch) throw new Error('no batch');
    await addResult(folder(), batch.name, resultsOfSlip(batch, '签章回执', bearer));
    expect(await ask(1)).toMatchObject({ outcome: 'accepted', code: 'signed-slip', text: expect.stringContaining('签章回执；示例甲') });
  });

  it('finds nothing of a batch whose writer died before its end, and writes it anew', async () => {
    await empty();
    await push(open(), [record(1)]);
    const [batch] = await listBatches(folder());
    await rm(join(folder(), batch?.name ?? ''), { recursive: true });
    const [again] = await push(open(), [record(1)], 'another-attempt');
    const batches = await listBatches(folder());
    expect(again).toEqual({ outcome: 'pending', token: `${batches[0]?.name}/${record(1).idempotencyKey}` });
    expect([batches.length, batches[0]?.name === batch?.name]).toEqual([1, false]);
  });

  it('throws before anything is written where the folder is missing or outside the workspace', async () => {
    await expect(push(open({ folder: 'nowhere' }), [record(1)])).rejects.toMatchObject({ code: 'FILE_FOLDER_MISSING' });
    await expect(push(open({ folder: '../elsewhere' }), [record(1)])).rejects.toMatchObject({ code: 'FILE_PLACE_OUTSIDE_WORKSPACE' });
  });
});
