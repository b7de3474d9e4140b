import { unpack } from './archive/unpack.js';
import type { FoundFile } from './found-file.js';
import type { Place, PlacedFile } from './places/place.js';
import type { FileChoice } from './places/ready-files.js';

/**
 * What a file of a place holds: the file itself, or what is packed in it. Each is there until the next is asked for;
 * none come where the file has gone since it was listed.
 */
export async function* heldParts(
  place: Place,
  choice: FileChoice,
  file: PlacedFile,
  signal: AbortSignal,
): AsyncGenerator<FoundFile> {
  const held = await place.hold(choice.folder, file, signal);
  if (!held) return;
  try {
    yield* unpack({ ...file, path: held.path }, choice.entries, signal);
  } finally {
    await held.release();
  }
}

/** Lends the first thing that a file holds to some work; undefined where the file has gone. */
export async function withFirstPart<Value>(
  place: Place,
  choice: FileChoice,
  file: PlacedFile,
  signal: AbortSignal,
  work: (file: FoundFile) => Promise<Value>,
): Promise<Value | undefined> {
  for await (const part of heldParts(place, choice, file, signal)) return await work(part);
  return undefined;
}
