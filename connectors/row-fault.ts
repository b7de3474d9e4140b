import { createHash } from 'node:crypto';
import type { ErrorCode } from '../schemas/errors.js';
import { errorTable } from '../schemas/errors.js';
import type { JsonValue } from '../schemas/json.js';
import type { Change, SourceRow } from './connector.js';

/**
 * Reserved columns of a row that a connector could not read as a row. Such a row is delivered all the same, at its
 * place, so that it reaches quarantine instead of vanishing: `__raw` holds what stood there, `__error` why it is no row.
 */
export const rawColumn = '__raw';
export const faultColumn = '__error';

/** Longest raw text kept of a broken row, in characters; the rest is cut and marked with `…`. */
const rawCharsMax = 64 * 1024;

/** Why a row could not be read: a code of the error table and its sentence with this row's facts. */
export interface RowFault {
  readonly code: ErrorCode;
  readonly zh: string;
  readonly en: string;
}

/** The sentence of the error table with the facts of one row, e.g. `…（应有 30 格，实有 29 格）`. */
export function rowFault(code: ErrorCode, detailZh: string, detailEn: string): RowFault {
  const entry = errorTable[code];
  return { code, zh: `${entry.zh}（${detailZh}）`, en: `${entry.en} (${detailEn})` };
}

/** A row that only says what stood there and why it cannot be read; `columns` are those cells that could be. */
function faultyRow(raw: string, fault: RowFault, columns: SourceRow = {}): SourceRow {
  const kept = raw.length > rawCharsMax ? `${raw.slice(0, rawCharsMax)}…` : raw;
  return { ...columns, [rawColumn]: kept, [faultColumn]: { ...fault } };
}

/** The change that carries a faulty row. Its key is its content, for its key columns may be what is broken. */
export function faultyChange(
  position: string,
  raw: string,
  fault: RowFault,
  columns: SourceRow = {},
): Change {
  return { op: 'upsert', sourceKey: faultKey(raw), row: faultyRow(raw, fault, columns), position };
}

/** The change that says that what was a faulty row is one no longer. */
export function faultGone(position: string, raw: string): Change {
  return { op: 'delete', sourceKey: faultKey(raw), row: {}, position };
}

function faultKey(raw: string): string {
  return `fault:${createHash('sha256').update(raw).digest('base64url')}`;
}

/** What the pipeline asks of every row before it maps it; undefined for a sound row. */
export function faultOf(row: SourceRow): { readonly fault: RowFault; readonly raw: string } | undefined {
  const fault = row[faultColumn];
  if (fault === undefined || !isFault(fault)) return undefined;
  const raw = row[rawColumn];
  return { fault, raw: typeof raw === 'string' ? raw : '' };
}

function isFault(value: JsonValue): value is JsonValue & RowFault {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value['code'] === 'string'
  );
}
