import type { FoundFile } from './found-file.js';
import type { Place, PlacedFile } from './places/place.js';

/** Lends a file of a place for as long as the work takes; undefined where it has gone since it was listed. */
export async function withFile<Value>(
  place: Place,
  folder: string,
  file: PlacedFile,
  signal: AbortSignal,
  work: (file: FoundFile) => Promise<Value>,
): Promise<Value | undefined> {
  const held = await place.hold(folder, file, signal);
  if (!held) return undefined;
  try {
    return await work({ ...file, path: held.path });
  } finally {
    await held.release();
  }
}
