import { hash } from 'node:crypto';
import { createValidator } from '../../../schemas/validator.js';
import type { ProgramRun } from './programs.js';
import { batchesOf, Slots } from './scripts.js';
import { toReceiver, toRecord } from './hand-mapping.js';
import { createPost } from './post.js';

/** The bare script: parses, maps by hand, validates, posts. Keeps nothing: run it again and everything is sent again. */
export async function runBare({ folder, url, concurrency }: ProgramRun): Promise<number> {
  const validator = createValidator();
  const post = createPost(url, concurrency);
  const slots = new Slots(concurrency);
  let accepted = 0;
  for await (const batch of batchesOf(folder)) {
    const rows: { uuid: string; data: ReturnType<typeof toReceiver> }[] = [];
    for (const { row } of batch.changes) {
      const record = toRecord(row);
      if (validator.validate('administrative-penalty', record, { today: '2026-11-23' }).length > 0) continue;
      rows.push({ uuid: hash('md5', JSON.stringify(record['documentNumber'])), data: toReceiver(record) });
    }
    await slots.run(async () => {
      for (const result of await post(rows)) if (result.code === '0000') accepted += 1;
    });
  }
  await slots.idle();
  return accepted;
}
