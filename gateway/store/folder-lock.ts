import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../schemas/errors.js';

export interface FolderLock {
  release(): Promise<void>;
}

/** A socket's path may have 108 bytes on Linux and 104 on macOS. */
const socketPathBytesMax = 100;
const settleMs = 100;

/**
 * Holds a folder for this process until it releases it or dies. The lock is a listening socket in the folder
 * (a named pipe on Windows): the system closes it with its process, so even SIGKILL leaves no stale lock, and a
 * file that nobody listens on is taken over. Throws STORE_DATA_FOLDER_IN_USE when a live process holds it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = socketPath(resolve(folder));
  let server = await listen(path);
  if (!server && process.platform !== 'win32' && !(await answers(path))) {
    await unlink(path).catch(() => undefined);
    server = await listen(path);
    // Two processes may have found the same dead socket: the later unlink wins, the earlier sees a strange file.
    if (server) {
      const mine = await inode(path);
      await sleep(settleMs);
      if ((await inode(path)) !== mine) {
        server.close();
        server = undefined;
      }
    }
  }
  if (!server) throw new GatewayError('STORE_DATA_FOLDER_IN_USE', { folder: resolve(folder) });
  const held = server;
  held.unref();
  return {
    release: () =>
      new Promise((done) => {
        held.close(() => done());
      }),
  };
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
