import { fileConnector } from '../shared/file-connector.js';
import { readCsvColumns, readCsvFile } from './read-file.js';
import type { CsvStream } from './spec.js';
import { csvDefaults, csvSpec } from './spec.js';
import { csvWriter } from './write-file.js';

/** CSV files dropped into a folder of the workspace. */
export const csvConnector = fileConnector<CsvStream>({
  type: 'csv',
  titleZh: 'CSV 文件',
  titleEn: 'CSV files',
  spec: csvSpec,
  defaults: csvDefaults,
  columns: readCsvColumns,
  reader: (stream, request) => (file, before, signal) =>
    readCsvFile(file, stream, request.key, before, signal),
  writer: csvWriter,
});
