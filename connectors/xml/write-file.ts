import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { cellText } from '../shared/cell-text.js';
import { refusalOfText, refused, type FileWriter } from '../shared/file-push/file-writer.js';
import type { XmlStream } from './spec.js';

const elementName = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
/** What XML 1.0 has no way to write: all control characters but tab and the line ends, and two that are none. */
const control = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/u;

/**
 * Writes the records at the stream's path, each column as an element, `@name` as an attribute of the record, a list as
 * several elements. Prefixes of the path are declared on the root.
 */
export function xmlWriter({ rows: path, namespaces = {} }: XmlStream): FileWriter {
  const steps = path.split('/');
  const record = steps.at(-1) ?? path;
  const around = steps.slice(0, -1);
  const declared = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${escaped(uri)}"`).join('');
  return {
    extension: '.xml',
    refusal: (row) => {
      const name = Object.keys(row).find((column) => !elementName.test(column.replace(/^@/u, '')));
      return name === undefined ? refusalOfText(row, control) : refused(name, '不能作元素名');
    },
    write: async (rows, columns) => {
      const records = rows.map((row) => recordText(record, row, columns));
      const open = around.map((name, depth) => `<${name}${depth === 0 ? declared : ''}>`).join('');
      const close = around.toReversed().map((name) => `</${name}>`).join('');
      return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${open}\n${records.join('')}${close}\n`);
    },
  };
}

function recordText(record: string, row: JsonObject, columns: readonly string[]): string {
  const attributes = columns.filter((name) => name.startsWith('@')).map((name) => ` ${name.slice(1)}="${escaped(cellText(row, name))}"`);
  const elements = columns
    .filter((name) => !name.startsWith('@'))
    .flatMap((name) => [row[name] ?? null].flat().map((value: JsonValue) => element(name, value)));
  return `<${record}${attributes.join('')}>${elements.join('')}</${record}>\n`;
}

function element(name: string, value: JsonValue): string {
  const text = cellText({ value }, 'value');
  return text === '' ? `<${name}/>` : `<${name}>${escaped(text)}</${name}>`;
}

/** Line ends are written as numbers, because reading would turn all of them into one kind, or into blanks. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}
