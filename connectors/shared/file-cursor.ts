import { readCursor, writeCursor } from './cursor.js';

/** How far one file has been read. One entry for every file that is in the folder. */
export interface FileProgress {
  readonly name: string;
  /** Size and time of the file when it was last opened, to tell an untouched file without reading it. */
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Bytes behind us, and their SHA-256 (base64url): proves later that the file still begins with them. */
  readonly offset: number;
  readonly sha256: string;
  /** Rows before `offset` (all of them, for positions), and rows after it that were delivered too. */
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  readonly encoding?: 'utf-8' | 'gb18030';
  readonly isDone: boolean;
  /** It could not be read at all and stands in quarantine by its name. */
  readonly isFaulty?: boolean;
}

/**
 * What a file connector remembers between pulls: every file that is still in the folder, at most `filesMax`
 * of them at about 300 bytes each. Files that have gone are forgotten.
 */
export interface FileCursor {
  readonly files: ReadonlyMap<string, FileProgress>;
  /** True when the last pull reached the end of the last file: a full pull then begins anew. */
  readonly isComplete: boolean;
}

export const emptyFileCursor: FileCursor = { files: new Map(), isComplete: false };

export function writeFileCursor(cursor: FileCursor): string {
  return writeCursor({ files: Array.from(cursor.files.values()), isComplete: cursor.isComplete });
}

/** @throws CONNECTOR_CURSOR_INVALID for a cursor that no file connector of this version wrote */
export function readFileCursor(text: string | null): FileCursor {
  if (text === null) return emptyFileCursor;
  const content = readCursor(text, isCursor);
  return { files: new Map(content.files.map((file) => [file.name, file])), isComplete: content.isComplete };
}

function isCursor(value: unknown): value is { files: FileProgress[]; isComplete: boolean } {
  if (typeof value !== 'object' || value === null || !('files' in value) || !('isComplete' in value))
    return false;
  return Array.isArray(value.files) && value.files.every(isProgress);
}

function isProgress(value: unknown): value is FileProgress {
  if (typeof value !== 'object' || value === null) return false;
  const entry = new Map<string, unknown>(Object.entries(value));
  const numbers = ['bytes', 'modifiedMs', 'offset', 'rowsBefore', 'rowsAfter'];
  return (
    numbers.every((name) => Number.isSafeInteger(entry.get(name))) &&
    typeof entry.get('name') === 'string' &&
    typeof entry.get('sha256') === 'string' &&
    typeof entry.get('isDone') === 'boolean'
  );
}
