import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { GatewayError } from '../../schemas/errors.js';
import { fileError } from '../shared/places/local-place.js';

/** What a workbook may unpack to. A real one stays far below; an archive made to fill memory or disk does not. */
const zipLimits = {
  entries: 2_000,
  /** All entries together, unpacked. */
  bytes: 2 * 1024 * 1024 * 1024,
} as const;

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
  readonly #name: string;

  private constructor(file: FileHandle, name: string, entries: ReadonlyMap<string, ZipEntry>) {
    this.#file = file;
    this.#name = name;
    this.entries = entries;
  }

  /** @throws EXCEL_FILE_DAMAGED, EXCEL_FILE_TOO_LARGE, FILE_NOT_READABLE, FILE_FOLDER_MISSING */
  static async open(path: string, name: string): Promise<ZipFile> {
    const file = await open(path).catch((error: unknown) => {
      throw fileError(error, name);
    });
    try {
      return new ZipFile(file, name, await readDirectory(file, name));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The unpacked bytes of an entry. @throws EXCEL_FILE_DAMAGED */
  async *read(entry: ZipEntry): AsyncGenerator<Buffer> {
    const header = await readAt(this.#file, entry.headerOffset, localHeader.bytes, this.#name);
    if (header.readUInt32LE(0) !== localHeader.signature) throw damaged(this.#name, `no entry ${entry.name}`);
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
        if (bytes > entry.bytes) throw damaged(this.#name, `${entry.name} is larger than its directory says`);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof GatewayError
        ? error
        : damaged(this.#name, `${entry.name} cannot be unpacked`, error);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async *#packedBytes(start: number, bytes: number): AsyncGenerator<Buffer> {
    for (let offset = 0; offset < bytes; offset += chunkBytes) {
      yield await readAt(this.#file, start + offset, Math.min(chunkBytes, bytes - offset), this.#name);
    }
  }
}

async function readDirectory(file: FileHandle, name: string): Promise<Map<string, ZipEntry>> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, endRecord.bytes + endRecord.commentBytesMax);
  const tail = await readAt(file, size - tailBytes, tailBytes, name);
  const place = findEnd(tail);
  if (place === -1) {
    const head = await readAt(file, 0, Math.min(size, compoundFile.length), name);
    throw damaged(
      name,
      head.equals(compoundFile) ? 'an old .xls or a password; save as .xlsx' : 'not an .xlsx file',
    );
  }
  const count = tail.readUInt16LE(place + 10);
  const bytes = tail.readUInt32LE(place + 12);
  const offset = tail.readUInt32LE(place + 16);
  if (count > zipLimits.entries || bytes > directoryBytesMax) {
    throw new GatewayError('EXCEL_FILE_TOO_LARGE', { file: name, entries: count, limit: zipLimits.entries });
  }
  if (offset + bytes > size) throw damaged(name, 'directory beyond the end');
  const entries = parseDirectory(await readAt(file, offset, bytes, name), count, name);
  const unpacked = Array.from(entries.values()).reduce((sum, entry) => sum + entry.bytes, 0);
  if (unpacked > zipLimits.bytes) {
    throw new GatewayError('EXCEL_FILE_TOO_LARGE', { file: name, bytes: unpacked, limit: zipLimits.bytes });
  }
  return entries;
}

function findEnd(tail: Buffer): number {
  for (let place = tail.length - endRecord.bytes; place >= 0; place--) {
    if (tail.readUInt32LE(place) === endRecord.signature) return place;
  }
  return -1;
}

function parseDirectory(directory: Buffer, count: number, file: string): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let place = 0;
  for (let index = 0; index < count; index++) {
    const isWhole = place + directoryRecord.bytes <= directory.length;
    if (!isWhole || directory.readUInt32LE(place) !== directoryRecord.signature)
      throw damaged(file, 'directory');
    const nameBytes = directory.readUInt16LE(place + 28);
    const nameEnd = place + directoryRecord.bytes + nameBytes;
    const name = directory.subarray(nameEnd - nameBytes, nameEnd).toString('utf8');
    const method = directory.readUInt16LE(place + 10);
    const isEncrypted = (directory.readUInt16LE(place + 8) & 1) === 1;
    if (isEncrypted || (method !== stored && method !== deflated)) throw damaged(file, `packing of ${name}`);
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

async function readAt(file: FileHandle, offset: number, bytes: number, name: string): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, offset);
  if (bytesRead < bytes) throw damaged(name, 'ends too early');
  return buffer;
}

export function damaged(file: string, reason: string, cause?: unknown): GatewayError {
  return new GatewayError('EXCEL_FILE_DAMAGED', { file, reason }, cause);
}
