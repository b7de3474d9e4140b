import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PullBench } from '../../../connectors/conformance/pull-bench.js';
import type { Connector } from '../../../connectors/connector.js';
import { csvConnector } from '../../../connectors/csv/index.js';
import type { CsvStream } from '../../../connectors/csv/spec.js';
import { cellText } from '../../../connectors/shared/cell-text.js';
import type { FileConfig } from '../../../connectors/shared/file-streams.js';
import { testContext } from '../test-context.js';

const rowsPerFile = 100;
const folderName = '监管 数据';

/** A connector of CSV files in a place, tried in a folder that the test can write into. */
export function openCsv(
  config: Partial<FileConfig<CsvStream>> = {},
  context: { readonly networks?: readonly string[] } = {},
): Connector {
  return csvConnector.create(
    { folder: folderName, readyWhen: 'rename', ...config },
    testContext({ name: 'market/files', ...context }),
  );
}

/** Keeps files of a hundred rows in `<root>/监管 数据`; each is written under another name first, as senders should. */
export function fileBench(root: () => string, open: () => Connector): PullBench {
  const folder = (): string => join(root(), folderName);
  const write = async (name: string, rows: readonly string[]): Promise<void> => {
    await writeFile(join(folder(), `${name}.part`), ['编号,名称', ...rows, ''].join('\n'));
    await rename(join(folder(), `${name}.part`), join(folder(), name));
  };
  const files = async (): Promise<string[]> => (await readdir(folder())).filter((name) => name.endsWith('.csv')).toSorted();
  const rowsOf = async (name: string): Promise<string[]> =>
    (await readFile(join(folder(), name), 'utf8')).split('\n').slice(1, -1);
  let changes = 0;
  return {
    stream: 'files',
    key: ['编号'],
    cursorColumns: [],
    modes: ['incremental', 'full'],
    open,
    fill: async (rows) => {
      await rm(folder(), { recursive: true, force: true });
      await mkdir(folder());
      for (let first = 0; first < rows; first += rowsPerFile) {
        const ids = Array.from({ length: Math.min(rowsPerFile, rows - first) }, (_, place) => first + place);
        await write(`份 ${String(first).padStart(6, '0')}.csv`, ids.map((id) => `${id},第${id}行㐂䶮𠮷`));
      }
    },
    change: async (rows) => {
      changes += 1;
      const ids = Array.from({ length: rows }, (_, place) => `新${changes}-${place}`);
      await write(`新 ${String(changes).padStart(6, '0')}.csv`, ids.map((id) => `${id},新`));
      const [first = ''] = await files();
      await write(first, (await rowsOf(first)).map((row) => `${row}改`));
    },
    contents: async () => {
      const rows = (await Promise.all((await files()).map(rowsOf))).flat();
      return new Map(rows.map((row) => row.split(',') as [string, string]));
    },
    keyOf: (row) => cellText(row, '编号'),
    contentOf: (row) => cellText(row, '名称'),
    fillExact: async () => {
      await rm(folder(), { recursive: true, force: true });
      await mkdir(folder());
      await write('精确.csv', ['116230000000000018,"㐂䶮𠮷 ""引"" \n次行"', ',', '1969-12-31,0.10']);
      return [
        { 编号: '116230000000000018', 名称: '㐂䶮𠮷 "引" \n次行' },
        { 编号: null, 名称: null },
        { 编号: '1969-12-31', 名称: '0.10' },
      ];
    },
  };
}
