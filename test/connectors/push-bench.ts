import { chmod, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PushBench } from '../../connectors/conformance/push-checks.js';
import type { Connector, PushRecord } from '../../connectors/connector.js';
import { cellText } from '../../connectors/shared/cell-text.js';

const record = (place: number, name: string): PushRecord => ({
  idempotencyKey: `k${place}`,
  recordKey: `r${place}`,
  version: 1,
  op: 'upsert',
  row: { 编号: `r${place}`, 名称: name },
});

/** Records as files in `<root>/收件`, counted by reading every file there with the type that wrote it. */
export function filePushBench(root: () => string, open: () => Connector): PushBench {
  const folder = (): string => join(root(), '收件');
  return {
    stream: 'files',
    taken: 'accepted',
    open,
    empty: async () => {
      await rm(folder(), { recursive: true, force: true });
      await mkdir(folder());
      // The server writes as another user than the test.
      await chmod(folder(), 0o777);
    },
    good: (place) => record(place, `第${place}号 㐂䶮𠮷 "=1+1"`),
    bad: (place) => record(place, '\uD800'),
    held: async () => {
      const reader = open();
      const held = new Map<string, number>();
      const request = { stream: 'files', key: [], mode: 'full', cursorColumns: [], cursor: null } as const;
      for await (const { changes } of reader.pull?.(request, AbortSignal.timeout(20_000)) ?? []) {
        for (const { row } of changes) {
          const key = cellText(row, '编号');
          held.set(key, (held.get(key) ?? 0) + 1);
        }
      }
      await reader.close();
      return held;
    },
  };
}

/** Names and texts of what a receiver sees in a folder. */
export async function received(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name).toSorted();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)));
}
