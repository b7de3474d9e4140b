import { fileConnector } from '../shared/file-connector.js';
import { readXmlColumns, readXmlFile } from './read-file.js';
import type { XmlStream } from './spec.js';
import { xmlDefaults, xmlSpec } from './spec.js';
import { xmlWriter } from './write-file.js';

/** XML files dropped into a folder. */
export const xmlConnector = fileConnector<XmlStream>({
  type: 'xml',
  titleZh: 'XML 文件',
  titleEn: 'XML files',
  spec: xmlSpec,
  defaults: xmlDefaults,
  columns: readXmlColumns,
  reader: (stream, request) => (file, before, signal) => readXmlFile(file, stream, request.key, before, signal),
  writer: xmlWriter,
});
