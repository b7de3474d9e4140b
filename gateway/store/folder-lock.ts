import { createHash, randomBytes } from 'node:crypto';
import { rename, stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../schemas/errors.js';

export interface FolderLock {
  release(): Promise<void>;
}

/** A socket's path may have 108 bytes on Linux and 104 on macOS; some are left for the name that a take-over begins with. */
const socketPathBytesMax = 90;
const settleMs = 100;

/**
 * Holds a folder for this process until it releases it or dies. The lock is a listening socket in the folder
 * (a named pipe on Windows): the system closes it with its process, so even SIGKILL leaves no stale lock, and a
 * file that nobody listens on is taken over. Throws STORE_DATA_FOLDER_IN_USE when a live process holds it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = socketPath(resolve(folder));
  const server = (await listen(path)) ?? (process.platform === 'win32' ? undefined : await takeOver(path));
  if (!server) throw new GatewayError('STORE_DATA_FOLDER_IN_USE', { folder: resolve(folder) });
  const held = server;
  held.unref();
  return {
    release: async () => {
      // Closing takes away the file that it was made as; one that was taken over goes by its name, while it is still ours.
      await unlink(path).catch(() => undefined);
      await new Promise<void>((done) => {
        held.close(() => done());
      });
    },
  };
}

/**
 * Puts a socket of ours in the place of one that nobody listens on. Made under a name of its own and renamed, because
 * closing a socket removes the file that it was made as: whoever loses must not take the winner's away. Of several that
 * found the same dead socket the last to rename wins, and the others see a strange file.
 */
async function takeOver(path: string): Promise<Server | undefined> {
  if (await answers(path)) return undefined;
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const server = await listen(draft);
  const mine = await inode(draft);
  if (server && !(await answers(path))) {
    await rename(draft, path);
    await sleep(settleMs);
    if ((await inode(path)) === mine) return server;
  }
  server?.close();
  return undefined;
}

function socketPath(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\jiantong-${name}`;
  const inFolder = join(folder, 'in-use.sock');
  return Buffer.byteLength(inFolder) <= socketPathBytesMax ? inFolder : join(tmpdir(), `jiantong-${name}.sock`);
}

async function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(undefined);
      else fail(error);
    });
    server.listen(path, () => done(server));
  });
}

async function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

async function inode(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.ino,
    () => undefined,
  );
}
