import { fileConnector } from '../shared/file-connector.js';
import { readJsonColumns, readJsonFile } from './read-file.js';
import type { JsonStream } from './spec.js';
import { jsonDefaults, jsonSpec } from './spec.js';
import { jsonWriter } from './write-file.js';

/** JSON and JSON Lines files dropped into a folder. */
export const jsonConnector = fileConnector<JsonStream>({
  type: 'json',
  titleZh: 'JSON 文件',
  titleEn: 'JSON files',
  spec: jsonSpec,
  defaults: jsonDefaults,
  columns: readJsonColumns,
  reader: (stream, request) => (file, before, signal) => readJsonFile(file, stream, request.key, before, signal),
  writer: jsonWriter,
});
