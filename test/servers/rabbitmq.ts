import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { answers, silent } from './answers.js';
import { freePort } from './file-account.js';

const programs = '/usr/lib/rabbitmq/lib';
/** It starts a virtual machine and compiles nothing, but a loaded machine needs its time for it. */
const startMs = 180_000;

/** The start script, which unlike the one in the path asks for no certain user. */
function findProgram(): string | undefined {
  try {
    const version = readdirSync(programs).find((name) => name.startsWith('rabbitmq_server-'));
    return version && join(programs, version, 'sbin', 'rabbitmq-server');
  } catch {
    return undefined;
  }
}

const program = findProgram();
if (program === undefined) {
  const reason = 'rabbitmq-server is not installed';
  if (process.env['JIANTONG_TEST_NO_SKIP']) throw new Error(`${reason}, and JIANTONG_TEST_NO_SKIP is set`);
  process.stderr.write(`tests skipped: ${reason}\n`);
}

/** `describe` of tests that need a RabbitMQ server. */
export const describeOnRabbitmq = program === undefined ? describe.skip : describe;

export interface RabbitmqServer {
  readonly port: number;
  readonly tlsPort: number;
  /** PEM of the certificate that the server signed itself, for `localhost`. */
  readonly certificate: string;
  /** Ends the server as a power cut would and starts it again. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const vhost = '监管';
export const password = 'demo-密码';
/** `tester` may do everything in the virtual host, `reader` may only read, `stranger` may not enter it. */
export const users = { tester: 'tester', reader: 'reader', stranger: 'stranger' } as const;

/** A server of the test's own, in a folder and on ports of its own, with the virtual host and the users above. */
export async function startRabbitmq(): Promise<RabbitmqServer> {
  if (program === undefined) throw new Error('rabbitmq-server is not installed');
  const home = await mkdtemp(join(tmpdir(), 'jiantong-rabbitmq-'));
  const [port, tlsPort, distributionPort] = [await freePort(), await freePort(), await freePort()];
  const certificate = join(home, 'certificate.pem');
  const key = join(home, 'key.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...subject], { stdio: 'ignore' });
  await writeFile(join(home, 'definitions.json'), JSON.stringify(definitions()));
  await writeFile(join(home, 'plugins'), '[].\n');
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    `listeners.ssl.1 = 127.0.0.1:${tlsPort}`,
    `ssl_options.certfile = ${certificate}`,
    `ssl_options.keyfile = ${key}`,
    `ssl_options.cacertfile = ${certificate}`,
    'ssl_options.verify = verify_none',
    `load_definitions = ${join(home, 'definitions.json')}`,
    'disk_free_limit.absolute = 1MB',
  ];
  await writeFile(join(home, 'rabbitmq.conf'), `${settings.join('\n')}\n`);
  await mkdir(join(home, 'data'));
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    RABBITMQ_NODENAME: `jiantong${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_MNESIA_BASE: join(home, 'data'),
    RABBITMQ_LOG_BASE: join(home, 'log'),
    RABBITMQ_CONFIG_FILE: join(home, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(home, 'plugins'),
    RABBITMQ_CONF_ENV_FILE: join(home, 'none'),
    // A small machine: what a broker does to be quick is not wanted here.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none',
  };
  const start = async (): Promise<ChildProcess> => {
    const server = spawn(program, [], { env, stdio: 'ignore', detached: true });
    await answers(port, server, startMs);
    return server;
  };
  let server = await start();
  return {
    port,
    tlsPort,
    certificate: await readFile(certificate, 'utf8'),
    restart: async () => {
      await stopGroup(server, port);
      server = await start();
    },
    close: async () => {
      await stopGroup(server, port);
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The script is one process and the virtual machine that it starts another, which goes a little later. */
async function stopGroup(server: ChildProcess, port: number): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  process.kill(-server.pid, 'SIGKILL');
  await gone;
  await silent(port);
}

function definitions(): object {
  const permission = (user: string, configure: string, write: string, read: string): object => ({ user, vhost, configure, write, read });
  return {
    vhosts: [{ name: vhost }, { name: '/' }],
    users: Object.values(users).map((name) => ({
      name,
      password_hash: hashed(password),
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: '',
    })),
    permissions: [permission(users.tester, '.*', '.*', '.*'), permission(users.reader, '^$', '^$', '^open$')],
  };
}

function hashed(text: string): string {
  const salt = Buffer.from('salt');
  return Buffer.concat([salt, createHash('sha256').update(salt).update(text).digest()]).toString('base64');
}
