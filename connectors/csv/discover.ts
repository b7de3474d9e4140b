import { open } from 'node:fs/promises';
import type { ConnectorContext, StreamInfo } from '../connector.js';
import type { FoundFile } from '../shared/file-place.js';
import { fileError, listFiles } from '../shared/file-place.js';
import type { FileHead } from './read-head.js';
import { readHead } from './read-head.js';
import type { CsvConfig, CsvStream } from './spec.js';
import { streamNames, streamSettings } from './streams.js';

/** Every stream with the columns of its last ready file in name order; without a file, no columns. */
export async function discoverCsv(
  config: CsvConfig,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<StreamInfo[]> {
  const found: StreamInfo[] = [];
  for (const name of streamNames(config)) {
    signal.throwIfAborted();
    const stream = streamSettings(config, name);
    const { ready } = await listFiles(context.workspaceFolder, stream, context.now());
    const newest = ready.at(-1);
    const head = newest && (await headOf(newest, stream));
    const columns = (head?.columns ?? []).map((column) => ({ name: column, type: 'text', nullable: true }));
    found.push({ name, columns, key: [] });
  }
  return found;
}

/** Header of one file; undefined when it is empty. */
export async function headOf(found: FoundFile, stream: CsvStream): Promise<FileHead | undefined> {
  const file = await open(found.path).catch((error: unknown) => {
    throw fileError(error, found.name);
  });
  try {
    return await readHead(file, found.name, found.bytes, stream);
  } finally {
    await file.close();
  }
}
