import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { GatewayError } from '../../schemas/errors.js';
import { byteOrderMark, type Encoding } from './charset.js';
import type { FoundFile } from './found-file.js';
import { fileError } from './places/local-place.js';

const chunkBytes = 256 * 1024;
const headBytes = 1_024;

/** The first bytes of a file. */
export async function fileHead(found: FoundFile): Promise<Buffer> {
  const file = await open(found.path).catch((error: unknown) => {
    throw fileError(error, found.name);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The text of a file, piece by piece, without a byte order mark. `auto` reads it once more beforehand: what is UTF-8
 * throughout is UTF-8, anything else GB18030.
 * @throws FILE_ENCODING_NOT_SUPPORTED, also for bytes that fit no character, which a file of this kind cannot do without
 */
export async function* fileText(
  found: FoundFile,
  encoding: Encoding | 'auto',
  signal: AbortSignal,
): AsyncGenerator<string> {
  const mark = byteOrderMark(await fileHead(found), found.name);
  const settled = mark.encoding ?? (encoding === 'auto' ? await guess(found, signal) : encoding);
  yield* decoded(found, settled, mark.bytes, signal);
}

async function guess(found: FoundFile, signal: AbortSignal): Promise<Encoding> {
  try {
    for await (const text of decoded(found, 'utf-8', 0, signal)) if (text.length > found.bytes) break;
    return 'utf-8';
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'FILE_ENCODING_NOT_SUPPORTED') return 'gb18030';
    throw error;
  }
}

async function* decoded(
  found: FoundFile,
  encoding: Encoding,
  start: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (error) {
      throw new GatewayError('FILE_ENCODING_NOT_SUPPORTED', { file: found.name, broken: encoding }, error);
    }
  };
  const stream = createReadStream(found.path, { start, highWaterMark: chunkBytes, signal });
  try {
    for await (const bytes of stream) yield decode(bytes as Buffer);
  } catch (error) {
    signal.throwIfAborted();
    throw fileError(error, found.name);
  }
  yield decode();
}
