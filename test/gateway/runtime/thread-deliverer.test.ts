import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../gateway/config.js';
import type { Logger } from '../../../gateway/logging/logger.js';
import { ThreadDeliverer } from '../../../gateway/runtime/thread-deliverer.js';

/** Nothing listens there. */
const nowhere = 'postgres://nobody:very-secret@127.0.0.1:1/nothing';

describe('a thread that cannot reach the store', () => {
  let folder: string;
  const lines: string[] = [];
  const note = (event: string, facts: unknown): void => void lines.push(`${event} ${String((facts as { error?: unknown }).error)}`);
  const logger: Logger = { error: note, warn: note, info: note, debug: note, child: () => logger };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-thread-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  function threadOver(databaseUrl: string): ThreadDeliverer {
    const settings = readConfig({
      env: { DATABASE_URL: databaseUrl },
      flags: { dataFolder: folder },
      stderrIsTerminal: false,
      workingFolder: folder,
    });
    return new ThreadDeliverer({ data: { settings, env: {}, folder }, logger, observe: () => undefined });
  }

  it('says so at once, names no secret, and ends when it is told to', async () => {
    const thread = threadOver(nowhere);
    await expect(thread.keep()).rejects.toThrow(/STORE_NOT_REACHABLE|PostgreSQL/u);
    thread.stop();
    await thread.close();
    expect(lines.some((line) => line.startsWith('deliver.thread-died'))).toBe(true);
    expect(lines.join('\n')).not.toContain('very-secret');
  });

  it('is tried again by itself', async () => {
    lines.length = 0;
    const thread = threadOver(nowhere);
    await expect(thread.keep()).rejects.toThrow();
    const deaths = (): number => lines.filter((line) => line.startsWith('deliver.thread-died')).length;
    while (deaths() < 2) await new Promise((done) => setTimeout(done, 100));
    thread.stop();
    await thread.close();
    expect(deaths()).toBeGreaterThanOrEqual(2);
  });
});
