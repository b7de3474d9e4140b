import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mysql from 'mysql2';

/** A server of MySQL's protocol on which tests make databases of their own. */
export interface MysqlServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  /** Ends the server as a power cut would and starts it again; only where the test has a server of its own. */
  readonly restart?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Longest that a server may take to answer after its start; a loaded machine is slow. */
const startMs = 60_000;
const lookMs = 50;
const programs = ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/opt/homebrew/bin/mariadbd'];

const named = process.env['MYSQL_URL'];
const program = programs.find((path) => existsSync(path));

/** Why no server can be had; undefined where one can. */
export const mysqlMissing =
  named === undefined && program === undefined ? 'MYSQL_URL names no MySQL server and mariadbd is not installed' : undefined;

/** Whether the server is the test's own, so that it may be restarted. */
export const isOwnServer = named === undefined;

/** The server that MYSQL_URL names, else one started from the installed program, in a folder and on a port of its own, with `more` options. */
export async function startMysql(more: readonly string[] = []): Promise<MysqlServer> {
  if (named !== undefined) return serverAt(new URL(named));
  if (program === undefined) throw new Error(mysqlMissing);
  const folder = await mkdtemp(join(tmpdir(), 'jiantong-mariadb-'));
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const installed = spawnSync('mariadb-install-db', [
    '--no-defaults', `--datadir=${folder}/data`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot,
  ]);
  if (installed.status !== 0) throw new Error(`mariadb-install-db failed: ${installed.stderr?.toString() ?? ''}`);
  const port = await freePort();
  const server = { host: '127.0.0.1', port, user: 'root' } as const;
  const options = [
    '--no-defaults', `--datadir=${folder}/data`, `--socket=${folder}/socket`, `--port=${port}`, '--bind-address=127.0.0.1',
    '--innodb-flush-log-at-trx-commit=2', '--innodb-log-file-size=16M', '--innodb-buffer-pool-size=64M', ...asRoot, ...more,
  ];
  let running = await begun(program, options, server);
  return {
    ...server,
    restart: async () => {
      await ended(running);
      running = await begun(program, options, server);
    },
    close: async () => {
      await ended(running);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function serverAt({ hostname, port, username, password }: URL): MysqlServer {
  return {
    host: hostname,
    port: Number(port || 3_306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    close: async () => undefined,
  };
}

/** The server ends with whoever started it, also when that is killed: then the pipe that the shell waits for closes. */
async function begun(
  program: string,
  options: readonly string[],
  server: Pick<MysqlServer, 'host' | 'port' | 'user'>,
): Promise<ChildProcess> {
  const script = '"$0" "$@" & server=$!; read -r line; kill -9 $server; wait $server';
  const child = spawn('sh', ['-c', script, program, ...options], { stdio: ['pipe', 'ignore', 'ignore'] });
  for (const deadline = performance.now() + startMs; performance.now() < deadline; ) {
    if (await answers(server)) return child;
    await delay(lookMs);
  }
  await ended(child);
  throw new Error(`${program} did not answer within ${startMs} ms`);
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.stdin?.end();
  await gone;
}

async function answers(server: Pick<MysqlServer, 'host' | 'port' | 'user'>): Promise<boolean> {
  const client = mysql.createConnection(server);
  const isUp = await new Promise<boolean>((resolve) => {
    client.once('connect', () => resolve(true));
    client.once('error', () => resolve(false));
  });
  client.destroy();
  return isUp;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  return port;
}
