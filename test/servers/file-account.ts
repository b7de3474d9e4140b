import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An account of this machine that a file server lets in, with a folder of its own. */
export interface FileAccount {
  readonly user: string;
  readonly password: string;
  /** Absolute; the account and the test may both write into it. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Makes an account of the machine; only root can. */
export async function makeFileAccount(): Promise<FileAccount> {
  const folder = await mkdtemp(join(tmpdir(), 'account-'));
  await chmod(folder, 0o777);
  const user = `jt-${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  execFileSync('useradd', ['--no-create-home', '--home-dir', folder, '--shell', '/bin/sh', user]);
  execFileSync('chpasswd', { input: `${user}:${password}\n` });
  return {
    user,
    password,
    folder,
    remove: async () => {
      execFileSync('userdel', ['--force', user], { stdio: 'ignore' });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Why a file server cannot be started here; undefined where it can. Throws where JIANTONG_TEST_NO_SKIP is set, so that
 * a full check never passes by leaving tests out.
 */
export function whyNotFileServer(program: string, debianPackage: string): string | undefined {
  const reason = existsSync(program)
    ? process.getuid?.() === 0
      ? undefined
      : `${program} needs root to let accounts in`
    : `${program} is not installed (Debian package ${debianPackage})`;
  if (reason === undefined) return undefined;
  if (process.env['JIANTONG_TEST_NO_SKIP']) throw new Error(`${reason}, and JIANTONG_TEST_NO_SKIP is set`);
  process.stderr.write(`tests skipped: ${reason}\n`);
  return reason;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
