import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { faultOf } from '../../../connectors/row-fault.js';
import { useFolder } from './set-up.js';
import { zipOf } from '../zip-of.js';

const { places, changes, write } = useFolder();

describe('a file that is no sound workbook', () => {
  const sheetXml = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
  const parts = (sheet: string) => ({
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Target="worksheets/one.xml"/></Relationships>',
    'xl/workbook.xml':
      '<x:workbook xmlns:x="m"><x:sheets><x:sheet name="表" sheetId="1" r:id="r1"/></x:sheets></x:workbook>',
    'xl/worksheets/one.xml': sheet,
  });

  it('is delivered as one faulty row, and the next file is read', async () => {
    await writeFile(join(places.folder, '1.xlsx'), 'no archive at all');
    await writeFile(
      join(places.folder, '2.xlsx'),
      Buffer.concat([Buffer.of(0xd0, 0xcf, 0x11, 0xe0), Buffer.alloc(600)]),
    );
    const whole = zipOf(parts(sheetXml('<row r="1"><c t="inlineStr"><is><t>名称</t></is></c></row>')));
    await writeFile(join(places.folder, '3.xlsx'), whole.subarray(0, whole.length - 40));
    await writeFile(
      join(places.folder, '4.xlsx'),
      zipOf(parts('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>')),
    );
    await write('5.xlsx', (sheet) => void sheet.addRows([['名称'], ['甲']]));
    expect(
      (await changes()).map(({ row, position }) => [position, faultOf(row)?.fault.code ?? row['名称']]),
    ).toEqual([
      ['1.xlsx', 'EXCEL_FILE_DAMAGED'],
      ['2.xlsx', 'EXCEL_FILE_DAMAGED'],
      ['3.xlsx', 'EXCEL_FILE_DAMAGED'],
      ['4.xlsx', 'EXCEL_FILE_DAMAGED'],
      ['5.xlsx 处罚信息 row 2', '甲'],
    ]);
  });

  it('is refused when it says or hides that it unpacks to too much', async () => {
    const bomb = deflateRawSync(Buffer.alloc(50 * 1024 * 1024));
    const sheet = { packed: bomb, bytes: 50 * 1024 * 1024 };
    await writeFile(
      join(places.folder, '1.xlsx'),
      zipOf({ ...parts(''), 'xl/worksheets/one.xml': { ...sheet, bytes: 3 * 1024 ** 3 } }),
    );
    await writeFile(
      join(places.folder, '2.xlsx'),
      zipOf({ ...parts(''), 'xl/worksheets/one.xml': { ...sheet, bytes: 1_000 } }),
    );
    await writeFile(
      join(places.folder, '3.xlsx'),
      zipOf(Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`part${index}`, '']))),
    );
    await writeFile(
      join(places.folder, '4.xlsx'),
      zipOf({ ...parts(sheetXml('')), 'xl/sharedStrings.xml': { ...sheet, bytes: 300 * 1024 * 1024 } }),
    );
    const honest = sheetXml('<row><c t="inlineStr"><is><t>a</t></is></c></row><row><c><v>1</v></c></row>');
    const hidden = { packed: deflateRawSync(Buffer.from(honest)), bytes: honest.length - 1 };
    await writeFile(join(places.folder, '5.xlsx'), zipOf({ ...parts(''), 'xl/worksheets/one.xml': hidden }));
    const found = await changes();
    expect(found.map(({ row }) => faultOf(row)?.fault.code)).toEqual([
      'EXCEL_FILE_TOO_LARGE',
      'EXCEL_FILE_DAMAGED',
      'EXCEL_FILE_TOO_LARGE',
      'EXCEL_FILE_TOO_LARGE',
      'EXCEL_FILE_DAMAGED',
    ]);
  });

  it('may hold pronunciation guides and characters that XML cannot hold', async () => {
    const texts =
      '<si><t>名称</t></si><si><r><t>重</t></r><r><t>庆_x000D_</t></r><rPh><t>chong qing</t></rPh></si>';
    const rows = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>';
    const all = { ...parts(sheetXml(rows)), 'xl/sharedStrings.xml': `<sst><!-- > -->${texts}</sst>` };
    await writeFile(join(places.folder, 'a.xlsx'), zipOf(all));
    expect((await changes())[0]?.row).toEqual({ 名称: '重庆\r' });
  });

  it('may still leave out references, use prefixes and come in any order', async () => {
    const cell = (text: string): string => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`;
    const rows = `<x:row>${cell('名称')}${cell('数')}</x:row><x:row>${cell('甲&amp;amp;')}<x:c><x:v>1.50E2</x:v></x:c></x:row>`;
    const all = parts(`<x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`);
    await writeFile(
      join(places.folder, 'a.xlsx'),
      zipOf(Object.fromEntries(Object.entries(all).toReversed())),
    );
    expect((await changes())[0]?.row).toEqual({ 名称: '甲&amp;', 数: '150' });
  });
});
