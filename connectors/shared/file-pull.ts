import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Change, ConnectorContext, PullBatch, PullRequest } from '../connector.js';
import type { FileProgress } from './file-cursor.js';
import { faultyFile, faultyProgress, soundFile } from './file-fault.js';
import { emptyFileCursor, readFileCursor, writeFileCursor } from './file-cursor.js';
import type { FilePlace, FoundFile } from './file-place.js';
import { fileError, listFiles, markerSuffix } from './file-place.js';

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
  context: ConnectorContext,
  place: FilePlace & { readonly archive: 'none' | 'move' },
  request: PullRequest,
  readFile: ReadFile,
  signal: AbortSignal,
): AsyncGenerator<PullBatch> {
  const isIncremental = request.mode === 'incremental';
  const stored = readFileCursor(request.cursor);
  // A snapshot says what is gone, so it never goes on in the middle.
  const beginsAnew = request.mode === 'snapshot' || (!isIncremental && stored.isComplete);
  const start = beginsAnew ? emptyFileCursor : stored;
  const { ready, waiting } = await listFiles(context, place, context.now());
  for (const name of waiting) context.log('file.not-ready', { file: name });

  const files = new Map<string, FileProgress>();
  const present = new Set([...ready.map(({ name }) => name), ...waiting]);
  for (const name of present) {
    const before = start.files.get(name);
    if (before) files.set(name, before);
  }
  const write = (isComplete: boolean): string => writeFileCursor({ files, isComplete });
  const gone = [...stored.files.values()].filter(({ name, isFaulty }) => isFaulty && !present.has(name));
  if (gone.length > 0) yield { changes: gone.map(({ name }) => soundFile(name)), cursor: write(false) };
  let isCursorBehind = false;
  for (const file of ready) {
    signal.throwIfAborted();
    const before = files.get(file.name);
    if (before && isUntouched(before, file)) {
      if (isIncremental && place.archive === 'move')
        isCursorBehind = (await archive(file, place, files)) || isCursorBehind;
      continue;
    }
    const wasFaulty = stored.files.get(file.name)?.isFaulty ?? false;
    for await (const { changes, progress } of readOrPutAside(file, readFile(file, before, signal), wasFaulty)) {
      files.set(file.name, progress);
      isCursorBehind = changes.length === 0;
      if (changes.length > 0) yield { changes, cursor: write(false) };
    }
  }
  // Neither an empty folder nor one that is being written to says that anything is gone.
  const isWhole = ready.length > 0 && waiting.length === 0 && ![...files.values()].some(({ isFaulty }) => isFaulty);
  if (!isIncremental) yield { changes: [], cursor: write(true), snapshotComplete: isWhole };
  else if (isCursorBehind) yield { changes: [], cursor: write(true) };
}

/** A file's steps; one that turns out to be wrong as a whole gives its fault instead, one that is mended ends that. */
async function* readOrPutAside(
  file: FoundFile,
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

function isUntouched(before: FileProgress, file: FoundFile): boolean {
  return before.isDone && before.bytes === file.bytes && before.modifiedMs === file.modifiedMs;
}

/** Moves a finished file, and its marker, away; the file's time in front keeps a name that comes again apart. */
async function archive(
  file: FoundFile,
  place: FilePlace,
  files: Map<string, FileProgress>,
): Promise<boolean> {
  const folder = join(dirname(file.path), archiveFolder);
  try {
    await mkdir(folder, { recursive: true });
    const archived = join(folder, `${file.modifiedMs}-${file.name}`);
    // The marker goes first: left behind, it would call the next file of this name ready before it is.
    if (place.readyWhen === 'marker')
      await rename(`${file.path}${markerSuffix}`, `${archived}${markerSuffix}`);
    await rename(file.path, archived);
  } catch (error) {
    throw fileError(error, file.name);
  }
  files.delete(file.name);
  return true;
}
