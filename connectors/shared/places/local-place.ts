import type { Stats } from 'node:fs';
import { access, mkdir, readdir, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { GatewayError } from '../../../schemas/errors.js';
import type { ConnectorContext } from '../../connector.js';
import { errnoOf } from '../errno.js';
import type { Place, PlacedFile } from './place.js';

/** Where files may be: the part of the connector's context that says so. */
export type FileRoots = Pick<ConnectorContext, 'workspaceFolder' | 'fileRoots'>;

/** Folders of this machine, inside the workspace or one of the roots that whoever runs the gateway has named. */
export function localPlace(roots: FileRoots): Place {
  return {
    steps: (folder) => [
      {
        step: 'resolve',
        run: async () => {
          const found = await resolveFolder(roots, folder);
          return { zh: `文件夹 ${found} 存在`, en: `The folder ${found} is there` };
        },
      },
    ],
    list: async (folder, isWanted) => {
      const found = await resolveFolder(roots, folder);
      const names = await readdir(found).catch((error: unknown) => raise(error, folder));
      const files: PlacedFile[] = [];
      for (const name of names.filter(isWanted)) {
        const file = await findFile(found, name);
        if (file) files.push({ name, bytes: file.status.size, modifiedMs: Math.trunc(file.status.mtimeMs) });
      }
      return files;
    },
    hold: async (folder, { name }) => {
      const found = await resolveFolder(roots, folder);
      const file = await findFile(found, name);
      if (!file) return undefined;
      await access(file.path).catch((error: unknown) => raise(error, name));
      return { path: file.path, release: async () => {} };
    },
    write: async (folder, name, content) => {
      const path = join(await resolveFolder(roots, folder), name);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content, { flush: true });
      } catch (error) {
        raise(error, name);
      }
    },
    move: async (folder, from, to) => {
      const found = await resolveFolder(roots, folder);
      try {
        await mkdir(dirname(join(found, to)), { recursive: true });
        await rename(join(found, from), join(found, to));
      } catch (error) {
        raise(error, from);
      }
    },
    close: async () => {},
  };
}

/**
 * Absolute path of the folder with symbolic links resolved.
 * @throws FILE_PLACE_OUTSIDE_WORKSPACE, FILE_FOLDER_MISSING, FILE_NOT_READABLE
 */
export async function resolveFolder({ workspaceFolder, fileRoots }: FileRoots, folder: string): Promise<string> {
  const asked = resolve(workspaceFolder, folder);
  const root = [workspaceFolder, ...(fileRoots ?? [])].find((one) => isInside(resolve(one), asked));
  if (root === undefined) throw new GatewayError('FILE_PLACE_OUTSIDE_WORKSPACE', { folder });
  const [realRoot, found] = await Promise.all([realPathOf(root, folder), realPathOf(asked, folder)]);
  if (!isInside(realRoot, found)) throw new GatewayError('FILE_PLACE_OUTSIDE_WORKSPACE', { folder });
  const status = await stat(found).catch((error: unknown) => raise(error, folder));
  if (!status.isDirectory()) throw new GatewayError('FILE_FOLDER_MISSING', { folder });
  return found;
}

/** Undefined when the file has gone since the folder was listed, is no file, or leads out of the folder. */
async function findFile(
  folder: string,
  name: string,
): Promise<{ readonly path: string; readonly status: Stats } | undefined> {
  try {
    const path = await realpath(join(folder, name));
    const status = await stat(path);
    return status.isFile() && isInside(folder, path) ? { path, status } : undefined;
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

/** Recognises file errors by errno; anything unknown goes on as it came. */
export function fileError(error: unknown, file: string): unknown {
  const errno = errnoOf(error);
  if (errno === 'ENOENT' || errno === 'ENOTDIR') return new GatewayError('FILE_FOLDER_MISSING', { file }, error);
  if (errno === 'EACCES' || errno === 'EPERM') return new GatewayError('FILE_NOT_READABLE', { file }, error);
  return error;
}

function raise(error: unknown, file: string): never {
  throw fileError(error, file);
}
