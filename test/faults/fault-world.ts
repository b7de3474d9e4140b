import { cpSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../schemas/json.js';
import { shanghaiDate, systemClock } from '../../gateway/clock.js';
import { launchSandbox, type LaunchedSandbox } from '../../gateway/sandbox/launch.js';
import { openStore } from '../../gateway/store/open.js';
import type { Store } from '../../gateway/store/store.js';
import { SandboxClient } from '../gateway/sandbox/sandbox-client.js';
import type { GatewayLife } from './life.js';
import { arrivalsSince, bookmark, readTruth, type Bookmark } from './books.js';
import { reckon, type Expected, type Reckoning } from './reckoning.js';
import { writeFaultWorkspace } from './workspace.js';

export interface FaultWorldOptions {
  readonly records: number;
}

/** Where the sandbox's own way of misbehaving is set; see its INTERFACES.md. */
export type Faults = Readonly<Record<string, number>>;

/** Sources that can grow, and what a new row says where the generator's own would lie in the future. */
const growing: readonly { readonly stream: string; readonly row: (day: string) => JsonObject }[] = [
  { stream: 'gannan-housing/t_inspection', row: (day) => ({ jcrq: day }) },
  { stream: 'gannan-transport/inspections', row: (day) => ({ inspectedOn: day }) },
  { stream: 'gannan-market/licences', row: () => ({}) },
  { stream: 'gannan-market/penalties', row: () => ({}) },
];
const dayMs = 24 * 60 * 60 * 1000;

/** The sandbox, the workspace, and a fresh store to copy: what the tests of one file share. */
export class FaultWorld {
  readonly workspaceFolder: string;
  readonly client: SandboxClient;
  readonly #folder: string;
  readonly #sandbox: LaunchedSandbox;
  readonly #added = new Map<string, number>();
  #from: Bookmark;

  private constructor(folder: string, sandbox: LaunchedSandbox, from: Bookmark) {
    this.#folder = folder;
    this.#sandbox = sandbox;
    this.#from = from;
    this.client = new SandboxClient(sandbox.addresses);
    this.workspaceFolder = join(folder, 'workspace');
  }

  static async open({ records }: FaultWorldOptions): Promise<FaultWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'jiantong-faults-'));
    const today = shanghaiDate(systemClock.now());
    // Both make a database from nothing, which takes seconds.
    const template = makeTemplate(join(folder, 'template'));
    const sandbox = await launchSandbox({ folder: join(folder, 'sandbox'), today, records, ports: 'free' });
    await template;
    const from = await bookmark(new SandboxClient(sandbox.addresses));
    const world = new FaultWorld(folder, sandbox, from);
    await writeFaultWorkspace(world.workspaceFolder);
    return world;
  }

  async close(): Promise<void> {
    await this.#sandbox.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A life of the gateway over a data folder, with this workspace and sandbox. */
  life(dataFolder: string): GatewayLife {
    return { dataFolder, workspaceFolder: this.workspaceFolder, fileRoot: this.#folder, env: this.#sandbox.addresses };
  }

  /** A data folder with an empty store; and a page of the receivers' books that begins now. */
  async freshStore(name: string): Promise<string> {
    const dataFolder = join(this.#folder, name);
    await mkdir(dataFolder);
    // A thousand small files: the other way to copy them takes four times as long.
    cpSync(join(this.#folder, 'template', 'store'), join(dataFolder, 'store'), { recursive: true });
    this.#from = await bookmark(this.client);
    return dataFolder;
  }

  async misbehave(target: string, faults: Faults = {}): Promise<void> {
    await this.client.control('faults', { target, ...faults });
  }

  /** One more good row in each source that can grow. */
  async addRows(): Promise<void> {
    const yesterday = shanghaiDate(new Date(systemClock.now().getTime() - dayMs));
    for (const { stream, row } of growing) {
      await this.client.control('sources/rows', { stream, row: row(yesterday) });
      this.#added.set(stream, (this.#added.get(stream) ?? 0) + 1);
    }
  }

  /** Holds a settled store against sources and books. The store is not in use by a gateway. */
  async reckonFolder(dataFolder: string): Promise<Reckoning> {
    const store = await openStore({ dataFolder, connectionsMax: 1 }, systemClock.now());
    try {
      return await this.reckon(store);
    } finally {
      await store.close();
    }
  }

  async reckon(store: Store): Promise<Reckoning> {
    return reckon(store, { rows: await this.#expectedRows(), arrivals: await arrivalsSince(this.client, this.#from) });
  }

  async #expectedRows(): Promise<Expected['rows']> {
    const truth = await readTruth(this.client);
    return new Map([...truth].map(([name, { good, bad }]) => [name, { good: good + (this.#added.get(name) ?? 0), bad }]));
  }
}

async function makeTemplate(dataFolder: string): Promise<void> {
  const store = await openStore({ dataFolder, connectionsMax: 1 }, systemClock.now());
  await store.close();
}
