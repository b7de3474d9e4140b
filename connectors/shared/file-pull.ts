import type { Change, ConnectorContext, PullBatch, PullRequest } from '../connector.js';
import type { FileProgress } from './file-cursor.js';
import { faultyFile, faultyProgress, soundFile } from './file-fault.js';
import { emptyFileCursor, readFileCursor, writeFileCursor } from './file-cursor.js';
import { isArchive } from './archive/unpack.js';
import type { FoundFile } from './found-file.js';
import { heldParts } from './held-file.js';
import type { Place, PlacedFile } from './places/place.js';
import type { FileChoice } from './places/ready-files.js';
import { markerSuffix, readyFiles } from './places/ready-files.js';

/** Folder beside the files that finished ones are moved to with `archive: move`. */
export const archiveFolder = 'archive';

export interface FileStep {
  readonly changes: readonly Change[];
  readonly progress: FileProgress;
}

/**
 * Reads one file from where `before` stopped, or from its beginning. Every step is one batch; the last one's progress
 * is done. A file that turns out unchanged gives one step without changes.
 */
export type ReadFile = (
  file: FoundFile,
  before: FileProgress | undefined,
  signal: AbortSignal,
) => AsyncIterable<FileStep>;

/**
 * One pull over all ready files of a place in name order. An incremental pull leaves out files that have not been
 * touched since they were read; a full or snapshot pull reads them all and ends with `snapshotComplete`
 * unless a file was not ready yet or could not be read, or there was none. A file that cannot be read as a whole is
 * one faulty row by its name, and is tried again by every pull until it can be read or is gone. Finished files are
 * archived by the next pull, for only then is it certain that their last batch was stored.
 */
export async function* pullFiles(
  context: Pick<ConnectorContext, 'now' | 'log'>,
  place: Place,
  choice: FileChoice & { readonly archive: 'none' | 'move' },
  request: PullRequest,
  readFile: ReadFile,
  signal: AbortSignal,
): AsyncGenerator<PullBatch> {
  const isIncremental = request.mode === 'incremental';
  const stored = readFileCursor(request.cursor);
  // A snapshot says what is gone, so it never goes on in the middle.
  const beginsAnew = request.mode === 'snapshot' || (!isIncremental && stored.isComplete);
  const start = beginsAnew ? emptyFileCursor : stored;
  const { ready, waiting } = await readyFiles(place, choice, context.now(), signal);
  for (const name of waiting) context.log('file.not-ready', { file: name });

  const files = new Map<string, FileProgress>();
  const present = new Set([...ready.map(({ name }) => name), ...waiting]);
  for (const [name, before] of start.files) if (present.has(ownerOf(name))) files.set(name, before);
  const write = (isComplete: boolean): string => writeFileCursor({ files, isComplete });
  const gone = [...stored.files.values()].filter(({ name, isFaulty }) => isFaulty && !present.has(ownerOf(name)));
  if (gone.length > 0) yield { changes: gone.map(({ name }) => soundFile(name)), cursor: write(false) };
  let isCursorBehind = false;
  let hasOneVanished = false;
  const stepsOf = async function* (parts: AsyncIterable<FoundFile>): AsyncGenerator<FileStep> {
    for await (const part of parts) yield* readFile(part, files.get(part.name), signal);
  };
  for (const file of ready) {
    signal.throwIfAborted();
    const before = files.get(file.name);
    if (before && isUntouched(before, file)) {
      if (isIncremental && choice.archive === 'move') {
        await archive(place, choice, file, signal);
        files.delete(file.name);
        isCursorBehind = true;
      }
      continue;
    }
    const wasFaulty = stored.files.get(file.name)?.isFaulty ?? false;
    let last: FileProgress | undefined;
    const steps = stepsOf(heldParts(place, choice, file, signal));
    for await (const { changes, progress } of readOrPutAside(file, steps, wasFaulty)) {
      last = progress;
      files.set(progress.name, { ...progress, bytes: file.bytes, modifiedMs: file.modifiedMs });
      isCursorBehind = changes.length === 0;
      if (changes.length > 0) yield { changes, cursor: write(false) };
    }
    if (!last) hasOneVanished = true;
    else if (isArchive(file.name) && last.isFaulty !== true) {
      // Read to its end, an archive is known by its own size and time, and what it held need not be remembered.
      for (const name of files.keys()) if (ownerOf(name) === file.name) files.delete(name);
      files.set(file.name, { ...faultyProgress(file), isDone: true, isFaulty: false });
      isCursorBehind = true;
    }
  }
  // Neither an empty folder nor one that is being written to or cleared says that anything is gone.
  const isQuiet = ready.length > 0 && waiting.length === 0 && !hasOneVanished;
  const isWhole = isQuiet && ![...files.values()].some(({ isFaulty }) => isFaulty);
  if (!isIncremental) yield { changes: [], cursor: write(true), snapshotComplete: isWhole };
  else if (isCursorBehind) yield { changes: [], cursor: write(true) };
}

/** The file of the place that something was read from: itself, or the archive that held it. */
function ownerOf(name: string): string {
  return name.split('/', 1)[0] ?? name;
}

/** A file's steps; one that turns out to be wrong as a whole gives its fault instead, one that is mended ends that. */
async function* readOrPutAside(
  file: PlacedFile,
  steps: AsyncIterable<FileStep>,
  wasFaulty: boolean,
): AsyncGenerator<FileStep> {
  let isFaulty = wasFaulty;
  try {
    for await (const step of steps) {
      if (isFaulty && step.progress.isFaulty !== true) {
        isFaulty = false;
        yield { changes: [soundFile(file.name)], progress: faultyProgress(file) };
      }
      yield step;
    }
  } catch (error) {
    const fault = faultyFile(file, error);
    if (!fault) throw error;
    yield { changes: [fault], progress: faultyProgress(file) };
  }
}

function isUntouched(before: FileProgress, file: PlacedFile): boolean {
  return before.isDone && before.bytes === file.bytes && before.modifiedMs === file.modifiedMs;
}

/** Moves a finished file, and its marker, away; the file's time in front keeps a name that comes again apart. */
async function archive(place: Place, choice: FileChoice, file: PlacedFile, signal: AbortSignal): Promise<void> {
  const archived = `${archiveFolder}/${file.modifiedMs}-${file.name}`;
  // The marker goes first: left behind, it would call the next file of this name ready before it is.
  if (choice.readyWhen === 'marker')
    await place.move(choice.folder, `${file.name}${markerSuffix}`, `${archived}${markerSuffix}`, signal);
  await place.move(choice.folder, file.name, archived, signal);
}
