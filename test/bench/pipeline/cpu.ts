import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import type { CpuSeconds } from './programs.js';

const ticksPerSecond = 100;
const lookEveryMs = 500;

/**
 * Processor time, which other load on the machine disturbs far less than it does the time of day: of this process with
 * all its threads and, where the server runs on this machine too, of the server processes that work for its database.
 */
export class CpuMeter {
  readonly #client: Client | undefined;
  readonly #ticks = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #startTicks = 0;
  #start = process.cpuUsage();

  constructor(databaseUrl: string | undefined) {
    this.#client = databaseUrl === undefined ? undefined : new Client({ connectionString: databaseUrl });
  }

  async begin(): Promise<void> {
    await this.#client?.connect();
    await this.#look();
    this.#startTicks = this.#sum();
    this.#start = process.cpuUsage();
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, lookEveryMs);
  }

  /** Since the beginning, the server's as of the last look. */
  now(): CpuSeconds {
    const { user, system } = process.cpuUsage(this.#start);
    return { program: (user + system) / 1e6, server: (this.#sum() - this.#startTicks) / ticksPerSecond };
  }

  async end(): Promise<CpuSeconds> {
    const { program } = this.now();
    clearInterval(this.#timer);
    await this.#looking;
    await this.#look();
    await this.#client?.end();
    return { ...this.now(), program };
  }

  /** A server process that ends between two looks keeps what it had at the last one. */
  async #look(): Promise<void> {
    const rows = await this.#client?.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
    for (const { pid } of rows?.rows ?? []) {
      const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
      const [, , , , , , , , , , , user = '0', system = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (stat !== '') this.#ticks.set(pid, Number(user) + Number(system));
    }
  }

  #sum(): number {
    return [...this.#ticks.values()].reduce((sum, ticks) => sum + ticks, 0);
  }
}
