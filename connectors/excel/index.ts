import { fileConnector } from '../shared/file-connector.js';
import { readExcelColumns, readExcelFile } from './read-file.js';
import type { ExcelStream } from './spec.js';
import { excelDefaults, excelSpec } from './spec.js';
import { excelWriter } from './write-file.js';

/** Excel workbooks (.xlsx) dropped into a folder of the workspace. */
export const excelConnector = fileConnector<ExcelStream>({
  type: 'excel',
  titleZh: 'Excel 工作簿',
  titleEn: 'Excel workbooks',
  spec: excelSpec,
  defaults: excelDefaults,
  columns: readExcelColumns,
  reader: (stream, request) => (file, before, signal) =>
    readExcelFile(file, stream, request.key, before, signal),
  writer: excelWriter,
});
