import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { Change, PullBatch, PullRequest } from '../../../connectors/connector.js';
import { excelConnector } from '../../../connectors/excel/index.js';
import type { ExcelStream } from '../../../connectors/excel/spec.js';
import type { FileConfig } from '../../../connectors/shared/file-streams.js';

const signal = AbortSignal.timeout(60_000);

/** A folder of its own for each test of a file, and what a pull from it gives. */
export function useFolder() {
  const places = { workspace: '', folder: '' };
  beforeEach(async () => {
    places.workspace = await mkdtemp(join(tmpdir(), 'excel-'));
    places.folder = join(places.workspace, 'drop');
    await mkdir(places.folder);
  });
  afterEach(async () => await rm(places.workspace, { recursive: true }));

  async function pull(
    config: Partial<FileConfig<ExcelStream>> = {},
    request: Partial<PullRequest> = {},
  ): Promise<PullBatch[]> {
    const context = {
      name: 'ecology/files',
      now: () => new Date(),
      workspaceFolder: places.workspace,
      log: () => {},
    };
    const made = excelConnector.create({ folder: 'drop', readyWhen: 'rename', ...config }, context);
    const asked: PullRequest = {
      stream: 'files',
      key: [],
      mode: 'incremental',
      cursorColumns: [],
      cursor: null,
      ...request,
    };
    const batches: PullBatch[] = [];
    for await (const batch of made.pull?.(asked, signal) ?? []) batches.push(batch);
    return batches;
  }

  async function changes(...given: Parameters<typeof pull>): Promise<Change[]> {
    return (await pull(...given)).flatMap((batch) => [...batch.changes]);
  }

  /** A workbook with one sheet, written by another library. */
  async function write(name: string, fill: (sheet: ExcelJS.Worksheet) => void): Promise<void> {
    const workbook = new ExcelJS.Workbook();
    fill(workbook.addWorksheet('处罚信息'));
    await workbook.xlsx.writeFile(join(places.folder, name));
  }

  return { places, pull, changes, write };
}
