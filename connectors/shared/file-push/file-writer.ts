import { errorTable } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';
import type { PushResult } from '../../connector.js';

/** Makes files of one kind. */
export interface FileWriter {
  /** With its dot. */
  readonly extension: string;
  /** Why a row cannot stand in a file of this kind; undefined where it can. */
  readonly refusal: (row: JsonObject) => PushResult | undefined;
  /** A whole file of rows that are not refused; at most one delivered batch. */
  readonly write: (rows: readonly JsonObject[], columns: readonly string[]) => Promise<Buffer>;
}

const notWritable = 'FILE_VALUE_NOT_WRITABLE';

/** The answer for a row of which one value cannot be written. */
export function refused(column: string, reasonZh: string): PushResult {
  return { outcome: 'rejected', code: notWritable, text: `${errorTable[notWritable].zh}（${column}：${reasonZh}）`, permanent: true };
}

/** Refuses what no text file can hold: halves of characters, and U+0000. @param control those that the kind cannot hold */
export function refusalOfText(row: JsonObject, control: RegExp = /\0/u): PushResult | undefined {
  for (const [column, value] of Object.entries(row)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
    if (/\p{Cs}/u.test(text)) return refused(column, '半个字符');
    if (control.test(text)) return refused(column, '控制字符');
  }
  return undefined;
}
