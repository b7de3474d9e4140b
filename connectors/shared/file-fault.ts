import { GatewayError } from '../../schemas/errors.js';
import type { ErrorCode } from '../../schemas/errors.js';
import type { Change } from '../connector.js';
import { faultGone, faultyChange, rowFault } from '../row-fault.js';
import type { FileProgress } from './file-cursor.js';
import type { PlacedFile } from './places/place.js';

/** What is wrong with one file as a whole, and with no other. */
const wrongFiles: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CSV_HEADER_INVALID',
  'EXCEL_HEADER_MISSING',
  'EXCEL_SHEET_MISSING',
  'FILE_ARCHIVE_DAMAGED',
  'FILE_ARCHIVE_EMPTY',
  'FILE_ARCHIVE_TOO_LARGE',
  'FILE_COLUMN_MISSING',
  'FILE_ENCODING_NOT_SUPPORTED',
]);

/**
 * The change that puts a file aside by its name, so that it does not stand in the way of the others; undefined for an
 * error that is not the file's own.
 */
export function faultyFile({ name }: PlacedFile, error: unknown): Change | undefined {
  if (!(error instanceof GatewayError) || !wrongFiles.has(error.code)) return undefined;
  const { file: _, ...facts } = error.facts;
  const details = Object.entries(facts).map(([fact, value]) => `${fact}: ${String(value)}`);
  const detail = [name, ...details].join('; ');
  return faultyChange(name, name, rowFault(error.code, detail, detail));
}

/** The change that takes the file out of quarantine: it can be read now, or is gone. */
export function soundFile(name: string): Change {
  return faultGone(name, name);
}

/** How far a faulty file was read: not at all, so that it is tried again by every pull. */
export function faultyProgress({ name, bytes, modifiedMs }: PlacedFile): FileProgress {
  return { name, bytes, modifiedMs, offset: 0, sha256: '', rowsBefore: 0, rowsAfter: 0, isDone: false, isFaulty: true };
}
