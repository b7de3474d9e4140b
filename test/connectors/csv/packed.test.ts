import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { faultOf } from '../../../connectors/row-fault.js';
import { zipOf } from '../zip-of.js';
import type { CsvConfig } from './set-up.js';
import { all, changesOf, csvAt, lines, useWorkspace } from './set-up.js';

const places = useWorkspace();
const connector = (config: CsvConfig) => csvAt(places.workspace, config);
const put = async (name: string, content: Buffer) => await writeFile(join(places.folder, name), content);
const table = (from: number, to: number): string => `编号,文书号\n${lines(from, to)}`;

describe('packed CSV files', () => {
  it('are read from gzip, in GB18030 as well, and go on where lines were added', async () => {
    await put('a.csv.gz', gzipSync(iconv.encode(table(0, 1_200), 'gb18030')));
    const made = connector({ pattern: '*.gz' });
    const first = await all(made.pull({ key: ['编号'] }));
    expect(changesOf(first)).toHaveLength(1_200);
    expect(changesOf(first)[7]).toMatchObject({ row: { 文书号: '州市监许〔2026〕7号' }, position: 'a.csv.gz row 9' });
    const cursor = first.at(-1)?.cursor ?? null;
    expect(await all(made.pull({ key: ['编号'], cursor }))).toEqual([]);
    await put('a.csv.gz', gzipSync(iconv.encode(table(0, 1_203), 'gb18030')));
    expect(changesOf(await all(made.pull({ key: ['编号'], cursor })))).toHaveLength(3);
  });

  it('are read from ZIP in the order of their names, and others in it are passed over', async () => {
    const parts = { '文件夹/乙.csv': table(10, 12), '甲.csv': table(0, 3), '说明.txt': '不是表格', '__MACOSX/': '' };
    await put('月报.zip', zipOf(parts));
    const changes = changesOf(await all(connector({ pattern: '*.zip' }).pull()));
    expect(changes.map(({ position }) => position)).toEqual([
      '月报.zip/文件夹/乙.csv row 2',
      '月报.zip/文件夹/乙.csv row 3',
      '月报.zip/甲.csv row 2',
      '月报.zip/甲.csv row 3',
      '月报.zip/甲.csv row 4',
    ]);
  });

  it('are gone on with from every cursor, and read again only when the archive changes', async () => {
    await put('a.zip', zipOf({ '1.csv': table(0, 700), '2.csv': table(700, 1_300) }));
    await put('b.zip', zipOf({ '1.csv': table(2_000, 2_100) }));
    const made = connector({ pattern: '*.zip' });
    const whole = await all(made.pull({ key: ['编号'] }));
    const total = changesOf(whole).length;
    expect(total).toBe(1_400);
    for (const [place, { cursor }] of whole.entries()) {
      const rest = changesOf(await all(made.pull({ key: ['编号'], cursor })));
      expect(changesOf(whole.slice(0, place + 1)).length + rest.length).toBe(total);
    }
    const cursor = whole.at(-1)?.cursor ?? null;
    expect(changesOf(await all(made.pull({ key: ['编号'], cursor })))).toEqual([]);
    await put('a.zip', zipOf({ '1.csv': table(0, 700), '2.csv': table(700, 1_301) }));
    expect(changesOf(await all(made.pull({ key: ['编号'], cursor })))).toHaveLength(1_301);
  });

  it('that are damaged, made to fill the disk, or hold nothing of use are put aside by their names', async () => {
    await put('1.csv.gz', Buffer.from('no gzip'));
    await put('2.csv.gz', gzipSync(Buffer.alloc(65 * 1024 * 1024)));
    await put('3.zip', Buffer.from('no archive'));
    await put('4.zip', zipOf({ 'a.csv': { packed: Buffer.alloc(10), bytes: 3 * 1024 ** 3 } }));
    await put('5.zip', zipOf(Object.fromEntries(Array.from({ length: 501 }, (_, place) => [`${place}.csv`, '']))));
    await put('6.zip', zipOf({ '说明.txt': '' }));
    await put('7.zip', zipOf({ '好.csv': table(0, 1) }));
    const made = connector({ pattern: '?.*' });
    const first = await all(made.pull());
    expect(changesOf(first).map(({ position, row }) => [position, faultOf(row)?.fault.code ?? row['编号']])).toEqual([
      ['1.csv.gz', 'FILE_ARCHIVE_DAMAGED'],
      ['2.csv.gz', 'FILE_ARCHIVE_TOO_LARGE'],
      ['3.zip', 'FILE_ARCHIVE_DAMAGED'],
      ['4.zip', 'FILE_ARCHIVE_TOO_LARGE'],
      ['5.zip', 'FILE_ARCHIVE_TOO_LARGE'],
      ['6.zip', 'FILE_ARCHIVE_EMPTY'],
      ['7.zip/好.csv row 2', '0'],
    ]);
    // Mended and gone, their faults are taken back.
    await put('3.zip', zipOf({ '好.csv': table(5, 6) }));
    await rm(join(places.folder, '6.zip'));
    const again = changesOf(await all(made.pull({ cursor: first.at(-1)?.cursor ?? null })));
    expect(again.filter(({ op }) => op === 'delete').map(({ position }) => position)).toEqual(['6.zip', '3.zip']);
    expect(again.find(({ position }) => position === '3.zip/好.csv row 2')?.row).toMatchObject({ 编号: '5' });
  });
});
