import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { faultOf } from '../../../connectors/row-fault.js';
import type { CsvConfig } from './set-up.js';
import { all, changesOf, csvAt, useWorkspace } from './set-up.js';

const places = useWorkspace();
const connector = (config: CsvConfig = {}, now?: Date) => csvAt(places.workspace, config, now);

describe('csv rows', () => {
  it('come back as they were written, whatever their characters, quotes, newlines and encoding', async () => {
    const cell = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', ''));
    const spiced = fc.oneof(
      cell,
      fc.constantFrom('', '"', ',', '\n', '\r\n', 'a"b', '㐂䶮𠮷', '〔2026〕12号', '\uFEFF', ' '),
    );
    const table = fc.array(fc.array(spiced, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom('utf-8', 'gb18030'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (rows, encoding, newline, bom) => {
          // Private-use characters have no agreed place in GB18030, and a lone CR is no line end.
          const clean = rows.map((row) =>
            row.map((text) => (encoding === 'gb18030' ? text.replace(/[\uE000-\uF8FF]/gu, '') : text)),
          );
          const text = Papa.unparse([['a', 'b', 'c'], ...clean], { newline }) + newline;
          const name = `${run++}.csv`;
          await writeFile(
            join(places.folder, name),
            iconv.encode(text, encoding, { addBOM: bom && encoding === 'utf-8' }),
          );
          const read = connector({
            pattern: name,
            encoding: encoding === 'utf-8' ? 'utf-8' : 'gb18030',
            emptyAs: 'text',
          });
          const changes = changesOf(await all(read.pull()));
          expect(changes.map(({ row }) => [row['a'], row['b'], row['c']])).toEqual(clean);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('say where they stand, and give null for an empty cell', async () => {
    await writeFile(join(places.folder, 'list.csv'), '\uFEFFname,note\n甲,\n\n乙,"a\nb"\n丙,x');
    const changes = changesOf(await all(connector().pull({ key: ['name'] })));
    expect(changes.map(({ row, position, sourceKey }) => [row, position, sourceKey])).toEqual([
      [{ name: '甲', note: null }, 'list.csv row 2', '["甲"]'],
      [{ name: '乙', note: 'a\nb' }, 'list.csv row 4', '["乙"]'],
      [{ name: '丙', note: 'x' }, 'list.csv row 5', '["丙"]'],
    ]);
  });

  it('without a value in a key column are not taken for one another', async () => {
    await writeFile(join(places.folder, 'list.csv'), 'no,name\n,甲\n,乙\n1,丙\n');
    const keys = changesOf(await all(connector().pull({ key: ['no'] }))).map(({ sourceKey }) => sourceKey);
    expect([new Set(keys).size, keys[2]]).toEqual([3, '["1"]']);
  });

  it('that are broken are delivered at their place with what stood there and why, and spoil no neighbour', async () => {
    const text = 'a,b\n1,2\n3\n"x"y,2\n4,5,6\n"never closed,7\n8,9\n';
    await writeFile(join(places.folder, 'list.csv'), text);
    const changes = changesOf(await all(connector().pull()));
    expect(
      changes.map(({ row, position }) => [position, faultOf(row)?.raw ?? row['a'], faultOf(row)?.fault.code]),
    ).toEqual([
      ['list.csv row 2', '1', undefined],
      ['list.csv row 3', '3', 'CSV_ROW_CELLS_WRONG'],
      ['list.csv row 4', '"x"y,2', 'CSV_ROW_QUOTE_BROKEN'],
      ['list.csv row 5', '4,5,6', 'CSV_ROW_CELLS_WRONG'],
      ['list.csv row 6', '"never closed,7', 'CSV_ROW_QUOTE_BROKEN'],
      ['list.csv row 7', '8', undefined],
    ]);
  });

  it('with bytes that fit no character are marked, alone', async () => {
    await writeFile(
      join(places.folder, 'list.csv'),
      Buffer.concat([
        Buffer.from('a,b\n甲,乙\n'),
        Buffer.of(0xe4, 0xbd, 0x2c, 0x31, 0x0a),
        Buffer.from('丙,丁\n'),
      ]),
    );
    const changes = changesOf(await all(connector({ encoding: 'utf-8' }).pull()));
    expect(changes.map(({ row }) => faultOf(row)?.fault.code)).toEqual([
      undefined,
      'FILE_TEXT_ENCODING_BROKEN',
      undefined,
    ]);
  });

  it('longer than memory allows are passed over with their head, and reading goes on behind them', async () => {
    const long = 'x'.repeat(9 * 1024 * 1024);
    await writeFile(join(places.folder, 'list.csv'), `a,b\n1,2\n${long},y\n3,4\n"open\n${long}\n5,6\n`);
    const seen = await all(connector().pull());
    const changes = changesOf(seen);
    expect(changes.map(({ row, position }) => [position, faultOf(row)?.fault.code])).toEqual([
      ['list.csv row 2', undefined],
      ['list.csv row 3', 'CSV_ROW_TOO_LONG'],
      ['list.csv row 4', undefined],
      ['list.csv row 5', 'CSV_ROW_QUOTE_BROKEN'],
      ['list.csv row 6', 'CSV_ROW_TOO_LONG'],
      ['list.csv row 7', undefined],
    ]);
    expect(changes.every(({ row }) => JSON.stringify(row).length < 5_000)).toBe(true);
  });

  it('that a quote would make longer than memory allows lose their first line only', async () => {
    const half = 'x'.repeat(600_000);
    await writeFile(join(places.folder, 'list.csv'), `a\n"${half}\n${half}"\nlast\n`);
    const changes = changesOf(await all(connector().pull()));
    expect(changes.map(({ row }) => faultOf(row)?.fault.code ?? (row['a'] as string).length)).toEqual([
      'CSV_ROW_QUOTE_BROKEN',
      600_001,
      4,
    ]);
  });

  it('of UTF-8 with a few broken bytes are still taken for UTF-8', async () => {
    const text = Buffer.from('a,b\n甘南州,合作市\n'.concat('夏河县,拉卜楞镇\n'.repeat(20)));
    const broken = Buffer.concat([text, Buffer.of(0xff, 0xff, 0x2c, 0x31, 0x0a)]);
    await writeFile(join(places.folder, 'list.csv'), broken);
    const changes = changesOf(await all(connector().pull()));
    expect(changes[0]?.row).toEqual({ a: '甘南州', b: '合作市' });
    expect(changes.filter(({ row }) => faultOf(row))).toHaveLength(1);
  });

  it('are read in the encoding that the bytes show when it is auto', async () => {
    const text = `a,b\n${'plain,ascii\n'.repeat(40_000)}甘南州,合作市\n`;
    await writeFile(join(places.folder, '1.csv'), iconv.encode(text, 'gb18030'));
    await writeFile(join(places.folder, '2.csv'), text);
    const changes = changesOf(await all(connector().pull()));
    expect(changes.filter(({ row }) => row['a'] === '甘南州' && row['b'] === '合作市')).toHaveLength(2);
  });
});
