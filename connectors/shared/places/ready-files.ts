import { GatewayError } from '../../../schemas/errors.js';
import type { Place, PlacedFile } from './place.js';

/** Which files of one folder make up a stream, and when a file counts as completely written. */
export interface FileChoice {
  /** Relative to the root of the place: the workspace folder for files of this machine. */
  readonly folder: string;
  /** File name with `*` (any characters) and `?` (one character). */
  readonly pattern: string;
  /** `stable`: unchanged for `stableSeconds`; `marker`: `<name>.ok` lies beside it; `rename`: its name is enough. */
  readonly readyWhen: 'stable' | 'marker' | 'rename';
  readonly stableSeconds: number;
  /** Which entries of a ZIP archive count, by their bare names. */
  readonly entries: string;
}

/** Most files that one stream may hold at a time: the cursor remembers each of them. */
const filesMax = 1_000;
/** Suffix of the empty file that a sender writes last with `readyWhen: marker`. */
export const markerSuffix = '.ok';

/**
 * The files of a place in name order (by code point, so that it is the same on every machine), split into those that
 * are ready and the names of those still being written.
 * @throws FILE_FOLDER_TOO_FULL with more than `filesMax` matching files, and whatever the place's `list` throws
 */
export async function readyFiles(
  place: Place,
  choice: FileChoice,
  now: Date,
  signal: AbortSignal,
): Promise<{ readonly ready: PlacedFile[]; readonly waiting: string[] }> {
  const matches = globPattern(choice.pattern);
  const isMarker = (name: string): boolean =>
    name.endsWith(markerSuffix) && matches.test(name.slice(0, -markerSuffix.length));
  const all = await place.list(choice.folder, (name) => matches.test(name) || isMarker(name), signal);
  const files = all.filter(({ name }) => matches.test(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (files.length > filesMax) {
    throw new GatewayError('FILE_FOLDER_TOO_FULL', { folder: choice.folder, files: files.length, limit: filesMax });
  }
  const present = new Set(all.map(({ name }) => name));
  const ready = files.filter((file) => isReady(choice, file, present, now));
  const waiting = files.filter((file) => !ready.includes(file)).map(({ name }) => name);
  return { ready, waiting };
}

/** A glob of `*` and `?` as an expression over the whole name; everything else stands for itself. */
export function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/\*+/gu, '*')
    .replace(/[.+^${}()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}

function isReady(choice: FileChoice, file: PlacedFile, present: ReadonlySet<string>, now: Date): boolean {
  if (choice.readyWhen === 'rename') return true;
  if (choice.readyWhen === 'marker') return present.has(`${file.name}${markerSuffix}`);
  return now.getTime() - file.modifiedMs >= choice.stableSeconds * 1_000;
}
