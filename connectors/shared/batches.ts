import { pullBytesMax, pullRowsMax, type SourceRow } from '../connector.js';

/** Cuts rows into pieces within the limits of a pulled batch; a single larger row stands alone. */
export function* cutRows(rows: readonly SourceRow[]): Generator<SourceRow[]> {
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
  if (piece.length > 0) yield piece;
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
    const widest = Math.max(1, ...fetched.map(rowBytes));
    this.#rows = Math.max(1, Math.min(this.#rows * 2, pullRowsMax, Math.floor(pullBytesMax / widest)));
  }
}
