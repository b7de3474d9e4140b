import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import { assetPath } from '../../../schemas/assets.js';
import { runIn, testWorld, type Outcome } from './test-world.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbooks-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

const run = (...args: string[]): Promise<Outcome> => runIn(testWorld(), ...args);
async function opened(name: string): Promise<exceljs.Workbook> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(join(folder, name));
  return workbook;
}

describe('jiantong dataset template', () => {
  it('writes a workbook with a column for each field, comments, and drop-downs from the code tables', async () => {
    const outcome = await run('dataset', 'template', 'administrative-penalty', '--out', join(folder, 'a.xlsx'), '--json');
    expect(outcome.code).toBe(0);
    const { columns } = JSON.parse(outcome.stdout) as { columns: { title: string; field: string; isRequired: boolean; codes?: object }[] };
    const [sheet] = (await opened('a.xlsx')).worksheets;
    expect(sheet?.getRow(1).values).toEqual([undefined, ...columns.map(({ title }) => title)]);
    const place = columns.findIndex(({ field }) => field === 'caseSource');
    expect(columns[place]).toMatchObject({ codes: { table: 'case-source' } });
    expect(sheet?.getCell(2, place + 1)).toMatchObject({ numFmt: '@', dataValidation: { type: 'list' } });
    const required = columns.findIndex(({ field }) => field === 'documentNumber');
    expect(columns[required]?.isRequired).toBe(true);
    expect(JSON.stringify(sheet?.getCell(1, required + 1).note)).toContain('必填 required');
  });

  it('can be written for every dataset with headings that differ, and names the datasets that there are', async () => {
    const unknown = await run('dataset', 'template', 'nothing', '--out', join(folder, 'b.xlsx'));
    expect(unknown.code).toBe(2);
    const known = /known=([^)]+)\)/u.exec(unknown.stderr)?.[1]?.split(', ') ?? [];
    expect(known).toContain('inspection');
    for (const name of known.slice(0, 5)) {
      const { stdout } = await run('dataset', 'template', name, '--out', join(folder, 'b.xlsx'), '--json');
      const titles = (JSON.parse(stdout) as { columns: { title: string }[] }).columns.map(({ title }) => title);
      expect([name, new Set(titles).size]).toEqual([name, titles.length]);
    }
  });
});

describe('jiantong mapping run --out-workbook', () => {
  it('gives the workbook back with failing cells coloured and the reasons as comments, and good rows as they were', async () => {
    const workbook = new exceljs.Workbook();
    const sheet = workbook.addWorksheet('处罚信息');
    sheet.addRow(['报送表']);
    sheet.addRow(['行政相对人名称', '行政相对人类别']);
    sheet.addRow(['甲有限公司', '没有这一类']);
    await workbook.xlsx.writeFile(join(folder, 'in.xlsx'));
    const paths = ['--workspace', assetPath('examples/gannan'), '--input', join(folder, 'in.xlsx'), '--out-workbook', join(folder, 'out.xlsx')];
    const outcome = await run('mapping', 'run', 'gannan-ecology/ecology-penalty', ...paths, '--json');
    expect(outcome.code).toBe(1);
    const [marked] = (await opened('out.xlsx')).worksheets;
    expect(marked?.getCell('B3')).toMatchObject({ value: '没有这一类', fill: { fgColor: { argb: 'FFF8C9C4' } } });
    expect(JSON.stringify(marked?.getCell('B3').note)).toContain('[MAPPING_CODE_UNKNOWN]');
    expect(marked?.getCell('A2').fill).toBeUndefined();
    expect(marked?.getCell('A1').value).toBe('报送表');
  });

  it('says so where the input is no workbook', async () => {
    const paths = ['--workspace', assetPath('examples/gannan'), '--input', assetPath('package.json'), '--out-workbook', join(folder, 'no.xlsx')];
    const outcome = await run('mapping', 'run', 'gannan-ecology/ecology-penalty', ...paths);
    expect(outcome.stderr).toContain('CLI_INPUT_UNREADABLE');
  });
});
