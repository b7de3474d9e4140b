import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PullBench } from '../../../connectors/conformance/pull-bench.js';
import type { Connector, SourceRow } from '../../../connectors/connector.js';
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

/** How files of one kind are written. */
export interface FileForm {
  readonly extension: string;
  readonly content: (rows: readonly FileRow[]) => string | Buffer;
  /** A file of difficult values, and what a pull has to give for it. */
  readonly exact: { readonly content: string | Buffer; readonly rows: readonly SourceRow[] };
}

export type FileRow = readonly [id: string, name: string];

export const csvForm: FileForm = {
  extension: 'csv',
  content: (rows) => ['编号,名称', ...rows.map((row) => row.join(',')), ''].join('\n'),
  exact: {
    content: ['编号,名称', '116230000000000018,"㐂䶮𠮷 ""引"" \n次行"', ',', '1969-12-31,0.10', ''].join('\n'),
    rows: [
      { 编号: '116230000000000018', 名称: '㐂䶮𠮷 "引" \n次行' },
      { 编号: null, 名称: null },
      { 编号: '1969-12-31', 名称: '0.10' },
    ],
  },
};

/** Keeps files of a hundred rows in `<root>/监管 数据`; each is written under another name first, as senders should. */
export function fileBench(root: () => string, open: () => Connector, form: FileForm = csvForm): PullBench {
  const folder = (): string => join(root(), folderName);
  const files = new Map<string, readonly FileRow[]>();
  const put = async (name: string, content: string | Buffer): Promise<void> => {
    await writeFile(join(folder(), `${name}.part`), content);
    await rename(join(folder(), `${name}.part`), join(folder(), `${name}.${form.extension}`));
  };
  const write = async (name: string, rows: readonly FileRow[]): Promise<void> => {
    files.set(name, rows);
    await put(name, form.content(rows));
  };
  const empty = async (): Promise<void> => {
    files.clear();
    await rm(folder(), { recursive: true, force: true });
    await mkdir(folder());
  };
  let changes = 0;
  return {
    stream: 'files',
    key: ['编号'],
    cursorColumns: [],
    modes: ['incremental', 'full'],
    open,
    fill: async (rows) => {
      await empty();
      for (let first = 0; first < rows; first += rowsPerFile) {
        const ids = Array.from({ length: Math.min(rowsPerFile, rows - first) }, (_, place) => first + place);
        await write(`份 ${String(first).padStart(6, '0')}`, ids.map((id) => [`${id}`, `第${id}行㐂䶮𠮷`]));
      }
    },
    change: async (rows) => {
      changes += 1;
      const ids = Array.from({ length: rows }, (_, place) => `新${changes}-${place}`);
      await write(`新 ${String(changes).padStart(6, '0')}`, ids.map((id) => [id, '新']));
      const [first] = files;
      if (first) await write(first[0], first[1].map(([id, name]) => [id, `${name}改`]));
    },
    contents: async () => new Map([...files.values()].flat()),
    keyOf: (row) => cellText(row, '编号'),
    contentOf: (row) => cellText(row, '名称'),
    fillExact: async () => {
      await empty();
      await put('精确', form.exact.content);
      return form.exact.rows;
    },
  };
}
