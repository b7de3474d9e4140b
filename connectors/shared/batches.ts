import { pullBytesMax, pullRowsMax, type SourceRow } from '../connector.js';

/** Cuts rows into pieces within the limits of a pulled batch; a single larger row stands alone. */
export function* cutRows(rows: readonly SourceRow[]): Generator<readonly SourceRow[]> {
  if (rows.length === 0) return;
  if (rows.length <= pullRowsMax && bytesAtMost(rows).all <= pullBytesMax) {
    yield rows;
    return;
  }
  let piece: SourceRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = rowBytes(row);
    if (piece.length === pullRowsMax || (piece.length > 0 && bytes + size > pullBytesMax)) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(row);
    bytes += size;
  }
  yield piece;
}

/** Most bytes that a character of a text, as JavaScript counts them, takes in UTF-8. */
const characterBytesMax = 3;

/**
 * A bound on the bytes of rows that costs a tenth of counting them. It is enough for all but wide rows, and most
 * sources have none.
 */
function bytesAtMost(rows: readonly SourceRow[]): { readonly all: number; readonly widest: number } {
  let all = 0;
  let widest = 0;
  for (const row of rows) {
    let bytes = 0;
    for (const name in row) {
      const value = row[name];
      if (typeof value === 'string') bytes += value.length * characterBytesMax;
      else if (typeof value === 'object' && value !== null) bytes += Buffer.byteLength(JSON.stringify(value));
      else bytes += numberBytes;
    }
    all += bytes;
    if (bytes > widest) widest = bytes;
  }
  return { all, widest };
}

/** Size of a row's values in bytes, near to what it takes as JSON. */
function rowBytes(row: SourceRow): number {
  let bytes = 0;
  for (const value of Object.values(row)) {
    if (typeof value === 'string') bytes += Buffer.byteLength(value);
    else
      bytes += typeof value === 'object' && value !== null ? Buffer.byteLength(JSON.stringify(value)) : numberBytes;
  }
  return bytes;
}

const numberBytes = 8;

/**
 * How many rows to ask for at a time, so that memory stays bounded whatever a row weighs: begins small, doubles while
 * rows are small, and aims at one batch's bytes at most.
 */
export class FetchSize {
  #rows = 128;

  get rows(): number {
    return this.#rows;
  }

  learn(fetched: readonly SourceRow[]): void {
    if (fetched.length === 0) return;
    const bound = bytesAtMost(fetched).widest;
    const widest = bound * pullRowsMax <= pullBytesMax ? bound : Math.max(...fetched.map(rowBytes));
    this.#rows = Math.max(1, Math.min(this.#rows * 2, pullRowsMax, Math.floor(pullBytesMax / Math.max(1, widest))));
  }
}
