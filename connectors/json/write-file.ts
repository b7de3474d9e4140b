import iconv from 'iconv-lite';
import type { JsonObject } from '../../schemas/json.js';
import { refusalOfText, type FileWriter } from '../shared/file-push/file-writer.js';
import { parseJsonPath, placeAt } from '../shared/json-path.js';
import type { JsonStream } from './spec.js';

/** Writes an array at the stream's path, or a record a line with `form: lines`; `columns` of `write` choose members. */
export function jsonWriter({ form, rows: path, encoding, write }: JsonStream): FileWriter {
  const chosen = write?.columns;
  return {
    extension: form === 'lines' ? '.jsonl' : '.json',
    refusal: (row) => refusalOfText(row),
    write: async (rows) => {
      const members = rows.map((row) => (chosen ? pick(row, chosen) : row));
      const text =
        form === 'lines'
          ? members.map((row) => `${JSON.stringify(row)}\n`).join('')
          : JSON.stringify(placeAt({}, parseJsonPath(path), members));
      return iconv.encode(text, encoding === 'gb18030' ? 'gb18030' : 'utf8');
    },
  };
}

function pick(row: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}
