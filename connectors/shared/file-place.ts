import type { Stats } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { GatewayError } from '../../schemas/errors.js';
import type { ConnectorContext } from '../connector.js';
import { errnoOf } from './errno.js';

/** Which files of one folder make up a stream, and when a file counts as completely written. */
export interface FilePlace {
  /** Relative to the workspace folder, or absolute inside it. */
  readonly folder: string;
  /** File name with `*` (any characters) and `?` (one character). */
  readonly pattern: string;
  /** `stable`: unchanged for `stableSeconds`; `marker`: `<name>.ok` lies beside it; `rename`: its name is enough. */
  readonly readyWhen: 'stable' | 'marker' | 'rename';
  readonly stableSeconds: number;
}

export interface FoundFile {
  readonly name: string;
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** Most files that one stream may hold at a time: the cursor remembers each of them. */
const filesMax = 1_000;
/** Suffix of the empty file that a sender writes last with `readyWhen: marker`. */
export const markerSuffix = '.ok';

/** Where files may be: the part of the connector's context that says so. */
export type FileRoots = Pick<ConnectorContext, 'workspaceFolder' | 'fileRoots'>;

/**
 * Absolute path of the folder with symbolic links resolved.
 * @throws FILE_PLACE_OUTSIDE_WORKSPACE, FILE_FOLDER_MISSING, FILE_NOT_READABLE
 */
export async function resolveFolder(
  { workspaceFolder, fileRoots }: FileRoots,
  folder: string,
): Promise<string> {
  const asked = resolve(workspaceFolder, folder);
  const root = [workspaceFolder, ...(fileRoots ?? [])].find((one) => isInside(resolve(one), asked));
  if (root === undefined) throw new GatewayError('FILE_PLACE_OUTSIDE_WORKSPACE', { folder });
  const [realRoot, found] = await Promise.all([realPathOf(root, folder), realPathOf(asked, folder)]);
  if (!isInside(realRoot, found)) throw new GatewayError('FILE_PLACE_OUTSIDE_WORKSPACE', { folder });
  if (!(await statOf(found, folder)).isDirectory()) throw new GatewayError('FILE_FOLDER_MISSING', { folder });
  return found;
}

/**
 * The files of a place in name order (by code point, so that it is the same on every machine), split into those that
 * are ready and the names of those still being written. Folders and links that leave the folder are left out.
 * @throws FILE_FOLDER_TOO_FULL with more than `filesMax` matching files, and whatever `resolveFolder` throws
 */
export async function listFiles(
  roots: FileRoots,
  place: FilePlace,
  now: Date,
): Promise<{ readonly ready: FoundFile[]; readonly waiting: string[] }> {
  const folder = await resolveFolder(roots, place.folder);
  const matches = globPattern(place.pattern);
  const all = await readdir(folder).catch((error: unknown) => raise(error, place.folder));
  const names = all.filter((name) => matches.test(name)).toSorted((a, b) => (a < b ? -1 : 1));
  if (names.length > filesMax) {
    throw new GatewayError('FILE_FOLDER_TOO_FULL', {
      folder: place.folder,
      files: names.length,
      limit: filesMax,
    });
  }
  const present = new Set(all);
  const ready: FoundFile[] = [];
  const waiting: string[] = [];
  for (const name of names) {
    const file = await findFile(folder, name);
    if (!file) continue;
    if (isReady(place, file, present, now)) ready.push(file);
    else waiting.push(name);
  }
  return { ready, waiting };
}

/** A glob of `*` and `?` as an expression over the whole name; everything else stands for itself. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/\*+/gu, '*')
    .replace(/[.+^${}()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}

/** Recognises file errors by errno; anything unknown goes on as it came. */
export function fileError(error: unknown, file: string): unknown {
  const errno = errnoOf(error);
  if (errno === 'ENOENT' || errno === 'ENOTDIR')
    return new GatewayError('FILE_FOLDER_MISSING', { file }, error);
  if (errno === 'EACCES' || errno === 'EPERM') return new GatewayError('FILE_NOT_READABLE', { file }, error);
  return error;
}

function isReady(place: FilePlace, file: FoundFile, present: ReadonlySet<string>, now: Date): boolean {
  if (place.readyWhen === 'rename') return true;
  if (place.readyWhen === 'marker') return present.has(`${file.name}${markerSuffix}`);
  return now.getTime() - file.modifiedMs >= place.stableSeconds * 1_000;
}

/** Undefined when the file has gone since the folder was listed, is no file, or leads out of the folder. */
async function findFile(folder: string, name: string): Promise<FoundFile | undefined> {
  try {
    const path = await realpath(join(folder, name));
    const status = await stat(path);
    if (!status.isFile() || !isInside(folder, path)) return undefined;
    await access(path);
    return { name, path, bytes: status.size, modifiedMs: Math.trunc(status.mtimeMs) };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    return raise(error, name);
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
}

async function realPathOf(path: string, shown: string): Promise<string> {
  return await realpath(path).catch((error: unknown) => raise(error, shown));
}

async function statOf(path: string, shown: string): Promise<Stats> {
  return await stat(path).catch((error: unknown) => raise(error, shown));
}

function raise(error: unknown, file: string): never {
  throw fileError(error, file);
}
