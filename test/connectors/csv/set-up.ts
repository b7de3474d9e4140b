import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import type { Change, Connector, PullBatch, PullRequest } from '../../../connectors/connector.js';
import { csvConnector } from '../../../connectors/csv/index.js';
import type { CsvStream } from '../../../connectors/csv/spec.js';
import type { FileConfig } from '../../../connectors/shared/file-streams.js';

export const signal = AbortSignal.timeout(60_000);

/** A workspace of its own for each test of a file. */
export function useWorkspace(): { readonly workspace: string; readonly folder: string } {
  const places = { workspace: '', folder: '' };
  beforeEach(async () => {
    places.workspace = await mkdtemp(join(tmpdir(), 'csv-'));
    places.folder = join(places.workspace, 'drop');
    await mkdir(places.folder);
  });
  afterEach(async () => await rm(places.workspace, { recursive: true }));
  return places;
}

export type CsvConfig = Partial<FileConfig<CsvStream>>;

export interface TestConnector extends Omit<Connector, 'pull'> {
  readonly events: readonly string[];
  pull(request?: Partial<PullRequest>): AsyncIterable<PullBatch>;
}

export function csvAt(workspace: string, config: CsvConfig = {}, now = new Date()): TestConnector {
  const events: string[] = [];
  const context = {
    name: 'market/files',
    now: () => now,
    workspaceFolder: workspace,
    log: (event: string) => void events.push(event),
  };
  const made = csvConnector.create({ folder: 'drop', readyWhen: 'rename', ...config }, context);
  const pull = (request: Partial<PullRequest> = {}): AsyncIterable<PullBatch> => {
    if (!made.pull) throw new Error('csv pulls');
    return made.pull(
      { stream: 'files', key: [], mode: 'incremental', cursorColumns: [], cursor: null, ...request },
      signal,
    );
  };
  return { ...made, events, pull };
}

export async function all(batches: AsyncIterable<PullBatch>): Promise<PullBatch[]> {
  const seen: PullBatch[] = [];
  for await (const batch of batches) seen.push(batch);
  return seen;
}

export function changesOf(batches: readonly PullBatch[]): Change[] {
  return batches.flatMap((batch) => [...batch.changes]);
}

export function lines(from: number, to: number): string {
  let text = '';
  for (let id = from; id < to; id++) text += `${id},州市监许〔2026〕${id}号\n`;
  return text;
}
