import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '../../../schemas/json.js';
import type { Change, SourceRow } from '../../connector.js';
import { faultyChange, rowFault } from '../../row-fault.js';
import { cellText } from '../cell-text.js';
import { type JsonPath, parseJsonPath, valueAt } from '../json-path.js';
import { keyedChange } from '../keyed-change.js';
import { parseLosslessJson } from '../lossless-json.js';
import type { Message } from './message.js';
import type { MessageRead } from './settings.js';

/**
 * The rows of a message as changes, in their order. A message without a body is a deletion of what its columns beside
 * the body name. What cannot be read becomes a finding at the message's place, so that the queue goes on.
 */
export function changesOf(message: Message, read: MessageRead, key: readonly string[]): Change[] {
  const beside: SourceRow = Object.fromEntries(
    Object.entries(read.columns ?? {}).map(([column, name]) => [column, message.beside(name)]),
  );
  if (message.body.length === 0) return [tombstone(message, key, beside)];
  const unreadable = (raw: string, zh: string, en: string): Change[] => [
    faultyChange(message.position, raw, rowFault('MESSAGE_BODY_UNREADABLE', zh, en), beside),
  ];
  if (!isUtf8(message.body)) return unreadable(message.body.toString('latin1'), '不是 UTF-8', 'not UTF-8');
  const text = message.body.toString('utf8');
  const items = itemsIn(text, read, parseJsonPath(read.rows ?? ''));
  if (!items) return unreadable(text, '不是 JSON，或没有这个路径', 'not JSON, or without the path');
  return items.map((item, place) => {
    const position = items.length === 1 ? message.position : `${message.position} [${place + 1}]`;
    if (!isRow(item)) {
      return faultyChange(position, JSON.stringify(item), rowFault('REST_ROW_NOT_AN_OBJECT', '不是对象', 'not an object'));
    }
    const row = { ...item, ...beside };
    return { ...keyedChange('', key, row, isWithdrawal(row, read) ? 'delete' : 'upsert'), position };
  });
}

function tombstone({ position }: Message, key: readonly string[], beside: SourceRow): Change {
  if (key.length > 0) return { ...keyedChange('', key, beside, 'delete'), position };
  const fault = rowFault('MESSAGE_BODY_UNREADABLE', '没有消息体，也没有主键列', 'no body, and no key columns');
  return faultyChange(position, JSON.stringify(beside), fault, beside);
}

/**
 * The items of a body: those of the list at the path, or what stands there alone; of JSON Lines, each line's. Undefined
 * where it is no JSON or has nothing at the path.
 */
function itemsIn(text: string, { format }: MessageRead, path: JsonPath): JsonValue[] | undefined {
  const texts = format === 'jsonl' ? text.split(/\r?\n/u).filter((line) => line.trim() !== '') : [text];
  const items: JsonValue[] = [];
  for (const one of texts) {
    const found = valueAt(parsed(one), path);
    if (found === undefined) return undefined;
    if (Array.isArray(found)) items.push(...found);
    else items.push(found);
  }
  return items;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseLosslessJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isWithdrawal(row: SourceRow, { withdrawal }: MessageRead): boolean {
  return withdrawal !== undefined && withdrawal.values.includes(cellText(row, withdrawal.column));
}

function isRow(value: JsonValue): value is SourceRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
