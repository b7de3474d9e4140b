import type { PullBatch } from '../../../connectors/connector.js';
import { csvConnector } from '../../../connectors/csv/index.js';

/** The same parser in the same batches as the gateway reads them. */
export async function* batchesOf(folder: string): AsyncGenerator<PullBatch> {
  const connector = csvConnector.create(
    { folder, pattern: '*.csv', encoding: 'utf-8', stableSeconds: 0 },
    { name: 'bench/csv', now: () => new Date(), workspaceFolder: folder, log: () => undefined },
  );
  const request = { stream: 'penalties', key: ['CF_WSH', 'CF_XDR_MC'], mode: 'incremental' as const, cursorColumns: [], cursor: null };
  if (!connector.pull) throw new Error('the csv connector pulls');
  yield* connector.pull(request, new AbortController().signal);
}

/** At most `count` things at once. */
export class Slots {
  readonly #running = new Set<Promise<void>>();
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  async run(work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.#count) await Promise.race(this.#running);
    const running = work().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }
}
