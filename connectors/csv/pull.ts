import type { ConnectorContext, PullBatch, PullRequest } from '../connector.js';
import { pullFiles } from '../shared/file-pull.js';
import { readCsvFile } from './read-file.js';
import type { CsvConfig } from './spec.js';
import { streamSettings } from './streams.js';

/** All ready files of a stream in name order, in batches; see the README for what the cursor remembers. */
export function pullCsv(
  config: CsvConfig,
  context: ConnectorContext,
  request: PullRequest,
  signal: AbortSignal,
): AsyncIterable<PullBatch> {
  const stream = streamSettings(config, request.stream);
  return pullFiles(
    context,
    stream,
    request,
    (file, before, fileSignal) => readCsvFile(file, stream, request.key, before, fileSignal),
    signal,
  );
}
