import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { answers, stopProgram } from './answers.js';
import { freePort, makeFileAccount, whyNotFileServer, type FileAccount } from './file-account.js';

const program = '/usr/sbin/sshd';

/** `describe` of tests that need OpenSSH's server. */
export const describeOnSftp = whyNotFileServer(program, 'openssh-server') === undefined ? describe : describe.skip;

export interface SftpServer {
  readonly port: number;
  readonly account: FileAccount;
  /** As `ssh-keygen -lf` shows it. */
  readonly hostKey: string;
  /** A key that the account may sign in with, in OpenSSH's form, and its passphrase. */
  readonly privateKey: string;
  readonly passphrase: string;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** OpenSSH's server on a port and with an account of its own, offering file transfer alone. */
export async function startSftp(): Promise<SftpServer> {
  const home = await mkdtemp(join(tmpdir(), 'sshd-'));
  const account = await makeFileAccount();
  const passphrase = 'test';
  makeKey(join(home, 'host'), '');
  makeKey(join(home, 'user'), passphrase);
  await chmod(home, 0o755);
  await copyFile(join(home, 'user.pub'), join(home, 'authorized_keys'));
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(home, 'host')}`,
    `AuthorizedKeysFile ${join(home, 'authorized_keys')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication yes',
    'PidFile none',
    'MaxStartups 100',
    `AllowUsers ${account.user}`,
    'Subsystem sftp internal-sftp',
    'ForceCommand internal-sftp',
  ];
  await writeFile(join(home, 'sshd_config'), `${lines.join('\n')}\n`);
  // Where the server locks its helper in; made by the package's service, which is not running here.
  mkdirSync('/run/sshd', { recursive: true });
  const start = async () => {
    const server = spawn(program, ['-D', '-e', '-f', join(home, 'sshd_config')], { stdio: 'ignore' });
    await answers(port, server);
    return server;
  };
  let server = await start();
  const [, hostKey = ''] = execFileSync('ssh-keygen', ['-lf', join(home, 'host.pub')], { encoding: 'utf8' }).split(' ');
  return {
    port,
    account,
    hostKey,
    privateKey: await readFile(join(home, 'user'), 'utf8'),
    passphrase,
    restart: async () => {
      await stopProgram(server);
      server = await start();
    },
    close: async () => {
      await stopProgram(server);
      await account.remove();
      await rm(home, { recursive: true });
    },
  };
}

function makeKey(path: string, passphrase: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path]);
}
