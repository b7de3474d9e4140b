import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { GatewayError } from '../../schemas/errors.js';

/** Bytes asked of the file at a time. */
export const blockBytes = 256 * 1024;
/** Longest line held in memory. A longer one is passed over and reported with its head. */
export const lineBytesMax = 4 * 1024 * 1024;
const headBytes = 1_024;
const lineFeed = 0x0a;

export interface LineBlock {
  /** Whole lines, of which the first begins a row; valid until the next call. Of an overlong line only its head. */
  readonly bytes: Buffer;
  /** No more text belongs to these lines: a row that is still open is broken. */
  readonly isClosed: boolean;
  readonly isOverlong: boolean;
}

/**
 * Reads a file in blocks of whole lines, knows at which byte each block begins, and keeps the SHA-256 of everything
 * before it. Memory is bounded by one line and one block, whatever the size of the file.
 */
export class LineBlockReader {
  readonly #file: FileHandle;
  readonly #name: string;
  readonly #end: number;
  readonly #hash: Hash;
  #buffer = Buffer.allocUnsafe(2 * blockBytes);
  /** Bytes of the buffer in use; the first of them stands at `#offset` of the file. */
  #filled = 0;
  #offset: number;
  #blockLength = 0;

  /**
   * @param start where to begin; the border of a line
   * @param end where the file ended when it was opened; what is written later belongs to the next pull
   * @param hash has taken all bytes before `start`
   */
  constructor(file: FileHandle, name: string, start: number, end: number, hash: Hash) {
    this.#file = file;
    this.#name = name;
    this.#offset = start;
    this.#end = end;
    this.#hash = hash;
  }

  /** Byte place of the current block; behind an overlong line, of the line after it. */
  get offset(): number {
    return this.#offset;
  }

  /** SHA-256 of all bytes before the current block. */
  prefixSha256(): string {
    return this.#hash.copy().digest('base64url');
  }

  /**
   * The next block; it begins with the last `unreadLines` lines of the one before, which held no whole row.
   * Undefined at the end of the file.
   * @throws FILE_CHANGED_WHILE_READ when the file became shorter
   */
  async next(unreadLines: number): Promise<LineBlock | undefined> {
    this.#consume(this.#startOfLastLines(unreadLines));
    const unreadBytes = this.#blockLength;
    for (;;) {
      const lineEnd = this.#buffer.subarray(0, this.#filled).lastIndexOf(lineFeed) + 1;
      if (lineEnd > unreadBytes && this.#filled >= blockBytes) return this.#block(lineEnd, false);
      if (this.#position === this.#end)
        return this.#filled === 0 ? undefined : this.#block(this.#filled, true);
      if (lineEnd > unreadBytes) {
        await this.#fill();
      } else if (this.#filled - unreadBytes < lineBytesMax) {
        await this.#fill();
      } else {
        return unreadBytes > 0 ? this.#block(unreadBytes, true) : await this.#passOverLine();
      }
    }
  }

  get #position(): number {
    return this.#offset + this.#filled;
  }

  #block(length: number, isClosed: boolean): LineBlock {
    this.#blockLength = length;
    return { bytes: this.#buffer.subarray(0, length), isClosed, isOverlong: false };
  }

  #startOfLastLines(count: number): number {
    if (count === 0) return this.#blockLength;
    let place = this.#blockLength - 1;
    // A negative place would make lastIndexOf count from the end of the buffer.
    for (let line = 0; line < count; line++)
      place = place > 0 ? this.#buffer.lastIndexOf(lineFeed, place - 1) : -1;
    return place + 1;
  }

  /** Gives up the first bytes of the buffer; what is left of the block stands at the front afterwards. */
  #consume(length: number): void {
    this.#hash.update(this.#buffer.subarray(0, length));
    this.#buffer.copyWithin(0, length, this.#filled);
    this.#filled -= length;
    this.#offset += length;
    this.#blockLength -= length;
  }

  async #fill(): Promise<void> {
    if (this.#buffer.length - this.#filled < blockBytes) {
      const larger = Buffer.allocUnsafe(this.#buffer.length * 2);
      this.#buffer.copy(larger, 0, 0, this.#filled);
      this.#buffer = larger;
    }
    const wanted = Math.min(blockBytes, this.#end - this.#position);
    const { bytesRead } = await this.#file.read(this.#buffer, this.#filled, wanted, this.#position);
    if (bytesRead === 0) throw new GatewayError('FILE_CHANGED_WHILE_READ', { file: this.#name });
    this.#filled += bytesRead;
  }

  /** Moves behind a line too long to hold and gives its head; the next block begins at the line after it. */
  async #passOverLine(): Promise<LineBlock> {
    const head = Buffer.from(this.#buffer.subarray(0, headBytes));
    for (;;) {
      const lineEnd = this.#buffer.subarray(0, this.#filled).indexOf(lineFeed) + 1;
      const isWhole = lineEnd > 0 || this.#position === this.#end;
      this.#consume(lineEnd > 0 ? lineEnd : this.#filled);
      this.#blockLength = 0;
      if (isWhole) return { bytes: head, isClosed: true, isOverlong: true };
      await this.#fill();
    }
  }
}
