import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import Papa from 'papaparse';
import { csvConnector } from '../../../connectors/csv/index.js';
import { excelConnector } from '../../../connectors/excel/index.js';
import { context, pullAll, type ContestGround } from './contest.js';
import { benchRows, columnNames } from './rows.js';

/** Beside papaparse, which parses the file's text in pieces and gives rows by their names. */
export async function csvGround(rows: number): Promise<ContestGround> {
  const folder = await mkdtemp(join(tmpdir(), 'jiantong-bench-'));
  const path = join(folder, 'penalties.csv');
  await writeFile(path, Papa.unparse(benchRows(rows)));
  const connector = csvConnector.create({ folder, readyWhen: 'rename' }, { ...context, workspaceFolder: folder });
  return {
    contests: [
      {
        work: 'pull',
        rows,
        ours: async () => await pullAll(connector, { stream: 'files' }, rows),
        bare: async () => {
          let read = 0;
          for await (const row of createReadStream(path, 'utf8').pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { header: true }))) read += row === null ? 0 : 1;
          if (read !== rows) throw new Error(`${read} rows`);
        },
      },
    ],
    end: async () => await rm(folder, { recursive: true }),
  };
}

/** Beside exceljs, which reads the workbook row by row. */
export async function excelGround(rows: number): Promise<ContestGround> {
  const folder = await mkdtemp(join(tmpdir(), 'jiantong-bench-'));
  const path = join(folder, 'penalties.xlsx');
  await writeWorkbook(path, rows);
  const connector = excelConnector.create({ folder, readyWhen: 'rename' }, { ...context, workspaceFolder: folder });
  return {
    contests: [
      {
        work: 'pull',
        rows,
        ours: async () => await pullAll(connector, { stream: 'files' }, rows),
        bare: async () => {
          let read = -1;
          for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(path, { sharedStrings: 'cache', worksheets: 'emit' })) {
            for await (const row of sheet) read += Array.isArray(row.values) ? 1 : 0;
          }
          if (read !== rows) throw new Error(`${read} rows`);
        },
      },
    ],
    end: async () => await rm(folder, { recursive: true }),
  };
}

async function writeWorkbook(filename: string, rows: number): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename });
  const sheet = workbook.addWorksheet('处罚');
  sheet.addRow([...columnNames]).commit();
  for (const row of benchRows(rows)) sheet.addRow(columnNames.map((name) => row[name])).commit();
  sheet.commit();
  await workbook.commit();
}
