import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { ErrorCode, ErrorFacts } from '../../../schemas/errors.js';
import { GatewayError } from '../../../schemas/errors.js';
import { fileError } from '../places/local-place.js';

/** What an archive may unpack to. A real one stays far below; one made to fill memory or disk does not. */
export const archiveLimits = {
  entries: 2_000,
  /** All entries together, unpacked. */
  bytes: 2 * 1024 * 1024 * 1024,
} as const;

/** What it is called when an archive is wrong: what it should have been is for its reader to say. */
export interface ArchiveFaults {
  readonly damaged: ErrorCode;
  readonly tooLarge: ErrorCode;
}

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

const endRecord = { signature: 0x06054b50, bytes: 22, commentBytesMax: 65_535 } as const;
const directoryRecord = { signature: 0x02014b50, bytes: 46 } as const;
const localHeader = { signature: 0x04034b50, bytes: 30 } as const;
const directoryBytesMax = 4 * 1024 * 1024;
/** Read and unpacked at a time: small pieces would spend their time waiting. */
const chunkBytes = 256 * 1024;
const stored = 0;
const deflated = 8;
/** Beginning of the container of old .xls files and of workbooks with a password. */
const compoundFile = Buffer.of(0xd0, 0xcf, 0x11, 0xe0);

/**
 * A ZIP archive read through its directory. An entry that unpacks to more than the directory says is refused on the
 * way, so the sizes in the directory are a bound that holds, not a promise.
 */
export class ZipFile {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly #file: FileHandle;
  readonly #wrong: Wrong;

  private constructor(file: FileHandle, wrong: Wrong, entries: ReadonlyMap<string, ZipEntry>) {
    this.#file = file;
    this.#wrong = wrong;
    this.entries = entries;
  }

  /** @throws the codes of `faults`, FILE_NOT_READABLE, FILE_FOLDER_MISSING */
  static async open(path: string, name: string, faults: ArchiveFaults): Promise<ZipFile> {
    const wrong = new Wrong(name, faults);
    const file = await open(path).catch((error: unknown) => {
      throw fileError(error, name);
    });
    try {
      return new ZipFile(file, wrong, await readDirectory(file, wrong));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The unpacked bytes of an entry. @throws the code for damage */
  async *read(entry: ZipEntry): AsyncGenerator<Buffer> {
    const header = await readAt(this.#file, entry.headerOffset, localHeader.bytes, this.#wrong);
    if (header.readUInt32LE(0) !== localHeader.signature) throw this.#wrong.damaged(`no entry ${entry.name}`);
    const start = entry.headerOffset + localHeader.bytes + header.readUInt16LE(26) + header.readUInt16LE(28);
    const packed = Readable.from(this.#packedBytes(start, entry.packedBytes));
    const unpacked =
      entry.method === stored
        ? packed
        : pipeline(packed, createInflateRaw({ chunkSize: chunkBytes }), () => {});
    let bytes = 0;
    try {
      for await (const chunk of unpacked as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > entry.bytes) throw this.#wrong.damaged(`${entry.name} is larger than its directory says`);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof GatewayError
        ? error
        : this.#wrong.damaged(`${entry.name} cannot be unpacked`, error);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async *#packedBytes(start: number, bytes: number): AsyncGenerator<Buffer> {
    for (let offset = 0; offset < bytes; offset += chunkBytes) {
      yield await readAt(this.#file, start + offset, Math.min(chunkBytes, bytes - offset), this.#wrong);
    }
  }
}

async function readDirectory(file: FileHandle, wrong: Wrong): Promise<Map<string, ZipEntry>> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, endRecord.bytes + endRecord.commentBytesMax);
  const tail = await readAt(file, size - tailBytes, tailBytes, wrong);
  const place = findEnd(tail);
  if (place === -1) {
    const head = await readAt(file, 0, Math.min(size, compoundFile.length), wrong);
    throw wrong.damaged(head.equals(compoundFile) ? 'an old .xls or a password; save as .xlsx' : 'not a ZIP archive');
  }
  const count = tail.readUInt16LE(place + 10);
  const bytes = tail.readUInt32LE(place + 12);
  const offset = tail.readUInt32LE(place + 16);
  if (count > archiveLimits.entries || bytes > directoryBytesMax) {
    throw wrong.tooLarge({ entries: count, limit: archiveLimits.entries });
  }
  if (offset + bytes > size) throw wrong.damaged('directory beyond the end');
  const entries = parseDirectory(await readAt(file, offset, bytes, wrong), count, wrong);
  const unpacked = Array.from(entries.values()).reduce((sum, entry) => sum + entry.bytes, 0);
  if (unpacked > archiveLimits.bytes) {
    throw wrong.tooLarge({ bytes: unpacked, limit: archiveLimits.bytes });
  }
  return entries;
}

function findEnd(tail: Buffer): number {
  for (let place = tail.length - endRecord.bytes; place >= 0; place--) {
    if (tail.readUInt32LE(place) === endRecord.signature) return place;
  }
  return -1;
}

function parseDirectory(directory: Buffer, count: number, wrong: Wrong): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let place = 0;
  for (let index = 0; index < count; index++) {
    const isWhole = place + directoryRecord.bytes <= directory.length;
    if (!isWhole || directory.readUInt32LE(place) !== directoryRecord.signature)
      throw wrong.damaged('directory');
    const nameBytes = directory.readUInt16LE(place + 28);
    const nameEnd = place + directoryRecord.bytes + nameBytes;
    const name = entryName(directory.subarray(nameEnd - nameBytes, nameEnd));
    const method = directory.readUInt16LE(place + 10);
    const isEncrypted = (directory.readUInt16LE(place + 8) & 1) === 1;
    if (isEncrypted || (method !== stored && method !== deflated)) throw wrong.damaged(`packing of ${name}`);
    entries.set(name, {
      name,
      method,
      packedBytes: directory.readUInt32LE(place + 20),
      bytes: directory.readUInt32LE(place + 24),
      headerOffset: directory.readUInt32LE(place + 42),
    });
    place = nameEnd + directory.readUInt16LE(place + 30) + directory.readUInt16LE(place + 32);
  }
  return entries;
}

/** Programs of Chinese Windows write names in its code page, whatever the format says. */
function entryName(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : new TextDecoder('gb18030').decode(bytes);
}

async function readAt(file: FileHandle, offset: number, bytes: number, wrong: Wrong): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, offset);
  if (bytesRead < bytes) throw wrong.damaged('ends too early');
  return buffer;
}

/** What is wrong with one archive, in the words of its reader. */
class Wrong {
  readonly #file: string;
  readonly #faults: ArchiveFaults;

  constructor(file: string, faults: ArchiveFaults) {
    this.#file = file;
    this.#faults = faults;
  }

  damaged(reason: string, cause?: unknown): GatewayError {
    return new GatewayError(this.#faults.damaged, { file: this.#file, reason }, cause);
  }

  tooLarge(facts: ErrorFacts): GatewayError {
    return new GatewayError(this.#faults.tooLarge, { file: this.#file, ...facts });
  }
}
