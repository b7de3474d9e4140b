import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { answers, stopProgram } from './answers.js';
import { freePort, makeFileAccount, whyNotFileServer, type FileAccount } from './file-account.js';

const program = '/usr/sbin/vsftpd';

/** `describe` of tests that need vsftpd. */
export const describeOnFtp = whyNotFileServer(program, 'vsftpd') === undefined ? describe : describe.skip;

export interface FtpServer {
  readonly port: number;
  readonly account: FileAccount;
  /** PEM of the certificate that the server signed itself, for `localhost`. */
  readonly certificate: string;
  readonly close: () => Promise<void>;
}

/** vsftpd on a port and with an account of its own, which it locks into its folder. */
export async function startFtp({ tls }: { readonly tls: boolean }): Promise<FtpServer> {
  const home = await mkdtemp(join(tmpdir(), 'vsftpd-'));
  const account = await makeFileAccount();
  const certificate = join(home, 'certificate.pem');
  const key = join(home, 'key.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...subject], { stdio: 'ignore' });
  const port = await freePort();
  const yes = tls ? 'YES' : 'NO';
  const lines = [
    'listen=YES',
    'listen_address=127.0.0.1',
    `listen_port=${port}`,
    'background=NO',
    'anonymous_enable=NO',
    'local_enable=YES',
    'write_enable=YES',
    'chroot_local_user=YES',
    'allow_writeable_chroot=YES',
    `local_root=${account.folder}`,
    'secure_chroot_dir=/var/run/vsftpd/empty',
    'pam_service_name=vsftpd',
    'pasv_address=127.0.0.1',
    'xferlog_enable=NO',
    `ssl_enable=${yes}`,
    `force_local_logins_ssl=${yes}`,
    `force_local_data_ssl=${yes}`,
    'ssl_ciphers=HIGH',
    `rsa_cert_file=${certificate}`,
    `rsa_private_key_file=${key}`,
  ];
  const settings = join(home, 'vsftpd.conf');
  await writeFile(settings, `${lines.join('\n')}\n`);
  mkdirSync('/var/run/vsftpd/empty', { recursive: true });
  const server = spawn(program, [settings], { stdio: 'ignore' });
  await answers(port, server);
  return {
    port,
    account,
    certificate: await readFile(certificate, 'utf8'),
    close: async () => {
      await stopProgram(server);
      await account.remove();
      await rm(home, { recursive: true });
    },
  };
}
