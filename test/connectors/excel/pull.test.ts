import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { faultOf } from '../../../connectors/row-fault.js';
import { useFolder } from './set-up.js';

const { places, pull, changes, write } = useFolder();

/** What was put aside, by position and code. */
async function faults(...given: Parameters<typeof changes>): Promise<string[]> {
  return (await changes(...given)).flatMap(({ position, row }) => {
    const found = faultOf(row);
    return found ? [`${position} ${found.fault.code}`] : [];
  });
}

describe('the header of a workbook', () => {
  it('is found below merged titles and group headings', async () => {
    await write('a.xlsx', (sheet) => {
      sheet.addRows([
        ['行政处罚信息报送表'],
        ['报送单位：甘南州生态环境局'],
        ['相对人', null, null, '决定'],
        ['序号', '名称', '代码', '文号'],
        [1, '甘南州祥瑞公司', '91623000MA71', '甘环罚〔2026〕1号'],
      ]);
      sheet.mergeCells('A1:D1');
      sheet.mergeCells('A2:D2');
      sheet.mergeCells('A3:C3');
    });
    const [first] = await changes();
    expect(first).toMatchObject({
      row: { 序号: '1', 名称: '甘南州祥瑞公司', 代码: '91623000MA71', 文号: '甘环罚〔2026〕1号' },
      position: 'a.xlsx 处罚信息 row 5',
    });
  });

  it('takes a name from the row above where a cell is merged over both', async () => {
    await write('a.xlsx', (sheet) => {
      sheet.addRows([
        ['表'],
        ['序号', '相对人', null, '金额\n（万元）'],
        [null, '名称', '代码', null],
        [1, '甲', 'x', 2],
      ]);
      sheet.mergeCells('A2:A3');
      sheet.mergeCells('B2:C2');
      sheet.mergeCells('D2:D3');
    });
    expect((await changes({ headerRow: 3 }))[0]?.row).toEqual({
      序号: '1',
      名称: '甲',
      代码: 'x',
      '金额 （万元）': '2',
    });
  });

  it('is the row that holds most of the known names, however many texts other rows have', async () => {
    await write('a.xlsx', (sheet) => {
      sheet.addRows([
        ['说', '明', '文', '字', '五', '格'],
        ['文号', '名称'],
        ['a', 'b'],
      ]);
    });
    expect(
      (await changes({ columns: ['名称'] }, { key: ['文号'] })).map(({ row, sourceKey }) => [
        row['名称'],
        sourceKey,
      ]),
    ).toEqual([['b', '["a"]']]);
  });

  it('that is missing, twice the same, or on a missing sheet is named', async () => {
    await write(
      'a.xlsx',
      (sheet) =>
        void sheet.addRows([
          ['名称', '名称'],
          ['a', 'b'],
        ]),
    );
    expect(await faults()).toEqual(['a.xlsx EXCEL_HEADER_MISSING']);
    expect(await faults({ headerRow: 9 })).toEqual(['a.xlsx EXCEL_HEADER_MISSING']);
    expect(await faults({ sheet: '别处' })).toEqual(['a.xlsx EXCEL_SHEET_MISSING']);
    await write('a.xlsx', (sheet) => void sheet.addRows([['名称'], ['a']]));
    expect(await faults({}, { key: ['文号'] })).toEqual(['a.xlsx FILE_COLUMN_MISSING']);
  });
});

describe('the cells of a workbook', () => {
  it('become exact texts', async () => {
    await write('a.xlsx', (sheet) => {
      sheet.addRow(['种', '值']);
      const add = (kind: string, value: ExcelJS.CellValue, format?: string): void => {
        const row = sheet.addRow([kind, value]);
        if (format !== undefined) row.getCell(2).numFmt = format;
      };
      add('text code', '91623000MA71ABCD1X');
      add('text digits', '001234567890123456');
      add('decimal', 1234.56);
      add('noise', 0.1 + 0.2);
      add('small', 0.000001);
      add('negative', -0.5);
      add('fifteen digits', 123456789012345);
      add('sixteen digits', 1234567890123456);
      add('date', new Date('2026-11-03T00:00:00Z'), 'yyyy-mm-dd');
      add('chinese date', new Date('2026-11-03T00:00:00Z'), 'yyyy"年"m"月"d"日"');
      add('date and time', new Date('2026-11-03T08:30:15Z'), 'yyyy/m/d h:mm:ss');
      add('before 1970', new Date('1949-10-01T00:00:00Z'), 'yyyy-mm-dd');
      add('serial', 46_329);
      add('time', 0.354_166_666_666_666_7, 'h:mm:ss');
      add('percent', 0.125, '0.0%');
      add('rich', { richText: [{ text: '甘南', font: { bold: true } }, { text: '州 㐂䶮𠮷 <&>' }] });
      add('formula', { formula: 'B4*2', result: 2469.12 });
      add('text formula', { formula: 'A2', result: '结果' });
      add('not calculated', { formula: 'B4*3' });
      add('error', { error: '#REF!' });
      add('true', true);
      add('breaks', 'a\r\nb');
      add('link', { text: '公示', hyperlink: 'https://example.org/a?b=1&c=2' });
      add('empty', null);
    });
    const found = (await changes()).map(({ row }) => [row['种'], faultOf(row)?.fault.code ?? row['值']]);
    expect(found).toEqual([
      ['text code', '91623000MA71ABCD1X'],
      ['text digits', '001234567890123456'],
      ['decimal', '1234.56'],
      ['noise', '0.3'],
      ['small', '0.000001'],
      ['negative', '-0.5'],
      ['fifteen digits', '123456789012345'],
      ['sixteen digits', 'EXCEL_NUMBER_PRECISION_LOST'],
      ['date', '2026-11-03'],
      ['chinese date', '2026-11-03'],
      ['date and time', '2026-11-03 08:30:15'],
      ['before 1970', '1949-10-01'],
      ['serial', '46329'],
      ['time', '08:30:00'],
      ['percent', '12.5%'],
      ['rich', '甘南州 㐂䶮𠮷 <&>'],
      ['formula', '2469.12'],
      ['text formula', '结果'],
      ['not calculated', 'EXCEL_FORMULA_NOT_CALCULATED'],
      ['error', 'EXCEL_CELL_ERROR'],
      ['true', 'TRUE'],
      ['breaks', 'a\r\nb'],
      ['link', '公示'],
      ['empty', null],
    ]);
  });

  it('come back as they were written, whatever their characters', async () => {
    // Control characters cannot stand in XML, and the writing library does not write `_x` so that it comes back.
    const cell = fc
      .string({ unit: 'binary', maxLength: 10 })
      .map((text) => text.replace(/[\p{Cc}\p{Cn}]|_x/gu, ''));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
        const name = `${run++}.xlsx`;
        const filled = rows.map(([one, two]) => [one || 'x', two || 'y']);
        await write(name, (sheet) => void sheet.addRows([['列一', '列二'], ...filled]));
        const found = await changes({ pattern: name, headerRow: 1 });
        expect(found.map(({ row }) => [row['列一'], row['列二']])).toEqual(filled);
      }),
      { numRuns: 40 },
    );
  });

  it('below no heading keep their value under a name of their own, and blank rows are passed over', async () => {
    await write(
      'a.xlsx',
      (sheet) => void sheet.addRows([['名称', '代码'], ['a', 'b', '备注'], [], ['c', 'd']]),
    );
    expect((await changes()).map(({ row, position }) => [row, position])).toEqual([
      [{ 名称: 'a', 代码: 'b', column_3: '备注' }, 'a.xlsx 处罚信息 row 2'],
      [{ 名称: 'c', 代码: 'd', column_3: null }, 'a.xlsx 处罚信息 row 4'],
    ]);
  });
});

describe('the excel cursor', () => {
  async function longSheet(): Promise<void> {
    await write('a.xlsx', (sheet) => {
      sheet.addRow(['文号', '名称']);
      for (let id = 0; id < 2_345; id++) sheet.addRow([`甘环罚〔2026〕${id}号`, `单位${id}`]);
    });
  }

  it('of any batch resumes without losing or doubling a row', async () => {
    await longSheet();
    const whole = await pull();
    const all = whole.flatMap((batch) => batch.changes.map(({ sourceKey }) => sourceKey));
    expect([whole.length, new Set(all).size]).toEqual([5, 2_345]);
    for (const [stop, { cursor }] of whole.entries()) {
      const rest = await changes({}, { cursor });
      const joined = [...whole.slice(0, stop + 1).flatMap((batch) => [...batch.changes]), ...rest];
      expect(joined.map(({ sourceKey }) => sourceKey)).toEqual(all);
    }
  });

  it('leaves out a workbook with the same bytes and reads a changed one whole', async () => {
    await write('a.xlsx', (sheet) => void sheet.addRows([['文号'], ['1']]));
    const cursor = (await pull()).at(-1)?.cursor ?? '';
    await utimes(join(places.folder, 'a.xlsx'), new Date(), new Date('2026-01-01T00:00:00Z'));
    expect(await changes({}, { cursor })).toEqual([]);
    await write('a.xlsx', (sheet) => void sheet.addRows([['文号'], ['1'], ['2']]));
    expect((await changes({}, { cursor })).map(({ row }) => row['文号'])).toEqual(['1', '2']);
  });
});
