import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, ConnectorType, PullBatch, PullRequest } from '../../connectors/connector.js';
import { faultOf } from '../../connectors/row-fault.js';

/** Files of one workspace folder `drop`, read by a connector type. */
export class FileTests<Config> {
  readonly #type: ConnectorType<Config>;
  #workspace = '';

  constructor(type: ConnectorType<Config>) {
    this.#type = type;
  }

  async begin(): Promise<void> {
    this.#workspace = await mkdtemp(join(tmpdir(), 'files-'));
    await mkdir(join(this.#workspace, 'drop'));
  }

  async end(): Promise<void> {
    await rm(this.#workspace, { recursive: true });
  }

  async put(name: string, content: string | Buffer): Promise<void> {
    await writeFile(join(this.#workspace, 'drop', name), content);
  }

  async batches(config: object = {}, request: Partial<PullRequest> = {}): Promise<PullBatch[]> {
    // The specs of the types are tried in specs.test.ts; here their settings are given as they come out of it.
    const connector = this.#type.create({ folder: 'drop', readyWhen: 'rename', ...config } as Config, {
      name: 'market/files',
      now: () => new Date(),
      workspaceFolder: this.#workspace,
      log: () => undefined,
    });
    const wanted = { stream: 'files', key: [], mode: 'incremental', cursorColumns: [], cursor: null, ...request } as const;
    const batches: PullBatch[] = [];
    for await (const batch of connector.pull?.(wanted, AbortSignal.timeout(60_000)) ?? []) batches.push(batch);
    return batches;
  }

  async changes(config: object = {}, request: Partial<PullRequest> = {}): Promise<Change[]> {
    return (await this.batches(config, request)).flatMap(({ changes }) => changes);
  }

  /** Each row, or the code of what is wrong with it, by position. */
  async findings(config: object = {}): Promise<[string, unknown][]> {
    return (await this.changes(config)).map(({ position, row }) => [position, faultOf(row)?.fault.code ?? row]);
  }
}
