import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { declareChecks } from '../../connectors/conformance/checks.js';
import { pushChecks } from '../../connectors/conformance/push-checks.js';
import type { Connector, PushRecord } from '../../connectors/connector.js';
import { csvWriter } from '../../connectors/csv/write-file.js';
import { csvDefaults } from '../../connectors/csv/spec.js';
import { connectorTypes } from '../../connectors/registry.js';
import { FileTests } from './file-tests.js';
import { filePushBench, received } from './push-bench.js';

const kinds = ['csv', 'excel', 'json', 'xml'] as const;
let workspace: string;
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'push-'));
});
afterAll(async () => await rm(workspace, { recursive: true }));

function open(kind: (typeof kinds)[number], config: object = {}): Connector {
  const type = connectorTypes().get(kind);
  if (!type) throw new Error(`${kind} is shipped`);
  const whole = { folder: '收件', readyWhen: 'rename', write: { name: '处罚', columns: ['编号', '名称'] }, ...config };
  return type.create(whole as never, { name: 'a/b', now: () => new Date(), workspaceFolder: workspace, log: () => undefined });
}

const pushed = async (connector: Connector, records: readonly PushRecord[]) =>
  await connector.push?.({ stream: 'files', records, attemptId: 'a' }, AbortSignal.timeout(20_000));
const record = (place: number, row: PushRecord['row'] = { 编号: String(place) }): PushRecord => ({
  idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row,
});

for (const kind of kinds) declareChecks({ describe, it }, `records delivered as ${kind} files`, pushChecks(filePushBench(() => workspace, () => open(kind))));

describe('a delivered file', () => {
  const bench = filePushBench(() => workspace, () => open('csv'));
  const folder = (): string => join(workspace, '收件');

  it('has a name that depends on its records alone, and a marker where one is asked for', async () => {
    await bench.empty();
    const connector = open('csv', { write: { name: '处罚', marker: true } });
    await pushed(connector, [record(1), record(2)]);
    const first = [...(await received(folder())).keys()];
    expect(first).toEqual([expect.stringMatching(/^处罚-[0-9a-f]{24}\.csv$/u), expect.stringMatching(/^处罚-[0-9a-f]{24}\.csv\.ok$/u)]);
    await bench.empty();
    await pushed(open('csv', { write: { name: '处罚', marker: true } }), [record(2), record(1)]);
    expect([...(await received(folder())).keys()]).toEqual(first);
  });

  it('is not written again when the receiver has taken it away', async () => {
    await bench.empty();
    await pushed(open('csv'), [record(1)]);
    for (const name of (await received(folder())).keys()) await rm(join(folder(), name));
    const another = open('csv');
    expect(await another.query?.({ stream: 'files', keys: [record(1), record(2)] }, AbortSignal.timeout(20_000))).toEqual([
      { outcome: 'accepted' },
      { outcome: 'notKnown' },
    ]);
    expect(await pushed(another, [record(1)])).toEqual([{ outcome: 'accepted' }]);
    expect([...(await received(folder())).keys()]).toEqual([]);
  });

  it('tells of a withdrawal in a column, and refuses one where there is none', async () => {
    await bench.empty();
    const withdrawal: PushRecord = { ...record(2), op: 'withdraw' };
    const operation = { column: '操作', upsert: 'U', withdraw: 'D' };
    await pushed(open('csv', { write: { name: '处罚', operation } }), [record(1), withdrawal]);
    expect([...(await received(folder())).values()]).toEqual(['编号,操作\r\n1,U\r\n2,D\r\n']);
    expect(await pushed(open('csv'), [{ ...withdrawal, idempotencyKey: 'w' }])).toMatchObject([
      { outcome: 'rejected', code: 'CONNECTOR_WITHDRAWAL_IMPOSSIBLE', permanent: true },
    ]);
  });

  it('is refused as a whole, and certainly, where the folder is missing or nothing says how to write', async () => {
    await expect(pushed(open('csv', { folder: '没有' }), [record(1)])).rejects.toMatchObject({ code: 'FILE_FOLDER_MISSING' });
    await expect(pushed(open('csv', { write: undefined }), [record(1)])).rejects.toMatchObject({ code: 'CONNECTOR_CONFIG_INVALID' });
  });

  it('reads back as it was written, in every kind and in GB18030', async () => {
    const value = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replace(/\p{Cc}|\p{Cs}|[\uFFFE\uFFFF\uFEFF]/gu, ''));
    const special = fc.constantFrom('㐂䶮𠮷', '=1+1', '+86', '@x', '"', '""', ',', '0010', '116230000000000018', 'a\nb', '<&>', '_x000D_', '１');
    const cells = fc.tuple(fc.oneof(value, special), fc.oneof(value, special));
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 1, maxLength: 6 }), fc.constantFrom('utf-8', 'gb18030'), async (rows, encoding) => {
        for (const kind of kinds) {
          await bench.empty();
          const config = kind === 'csv' || kind === 'json' ? { encoding } : {};
          const connector = open(kind, { ...config, write: { name: '往返', columns: ['键', '甲', '乙'] } });
          // Rows without any value are no rows of a sheet, so each has a key.
          const records = rows.map(([甲, 乙], place) => record(place, { 键: `${place}x`, 甲, 乙 }));
          expect(await pushed(connector, records)).toEqual(records.map(() => ({ outcome: 'accepted' })));
          const request = { stream: 'files', key: [], mode: 'full', cursorColumns: [], cursor: null } as const;
          const found: unknown[] = [];
          for await (const { changes } of connector.pull?.(request, AbortSignal.timeout(20_000)) ?? []) found.push(...changes.map(({ row }) => row));
          const empty = kind === 'json' ? '' : null;
          expect([kind, found]).toEqual([kind, rows.map(([甲, 乙], place) => ({ 键: `${place}x`, 甲: 甲 === '' ? empty : 甲, 乙: 乙 === '' ? empty : 乙 }))]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('of CSV keeps blanks, line ends and single empty cells apart', async () => {
    const files = new FileTests(connectorTypes().get('csv') as never);
    await files.begin();
    const writer = csvWriter({ ...csvDefaults, folder: 'drop', delimiter: ';', quote: "'" });
    const rows = [{ a: ' x ' }, { a: '' }, { a: "it's;\r\n" }];
    await files.put('a.csv', await writer.write(rows, ['a']));
    expect((await files.changes({ delimiter: ';', quote: "'", emptyAs: 'text' })).map(({ row }) => row)).toEqual(rows);
    await files.end();
  });
});
