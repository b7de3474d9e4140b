import { createHash, hash } from 'node:crypto';
import { Pool } from 'pg';
import { createValidator } from '../../../schemas/validator.js';
import type { JsonObject } from '../../../schemas/json.js';
import { toReceiver, toRecord } from './hand-mapping.js';
import { createPost } from './post.js';
import type { ProgramRun } from './programs.js';
import { batchesOf, Slots } from './scripts.js';

interface Item {
  readonly key: string;
  readonly digest: string;
  readonly uuid: string;
  readonly data: JsonObject;
}

/**
 * What a good engineer writes by hand for this one exchange with our guarantees in the small: one durable row per
 * record with its content's hash and the receiver's answer, so that nothing unchanged is sent again and nothing is
 * lost by a crash. One statement a batch before the post and one after it.
 */
export async function runHandWritten({ folder, url, databaseUrl, concurrency }: ProgramRun): Promise<number> {
  const pool = new Pool({ connectionString: databaseUrl, max: concurrency + 1 });
  await pool.query(`CREATE TABLE IF NOT EXISTS sent_penalty (
    key text PRIMARY KEY, digest text NOT NULL, uuid text NOT NULL, content json NOT NULL, state text NOT NULL,
    code text, first_seen timestamptz NOT NULL DEFAULT now(), settled timestamptz)`);
  const validator = createValidator();
  const post = createPost(url, concurrency);
  const slots = new Slots(concurrency);
  let accepted = 0;
  for await (const batch of batchesOf(folder)) {
    const items: Item[] = [];
    for (const { row } of batch.changes) {
      const record = toRecord(row);
      if (validator.validate('administrative-penalty', record, { today: '2026-11-23' }).length > 0) continue;
      const text = JSON.stringify(record);
      const key = JSON.stringify([record['documentNumber'], (record['party'] as JsonObject)['name']]);
      const digest = createHash('sha256').update(text).digest('hex');
      items.push({ key, digest, uuid: hash('md5', key + digest), data: toReceiver(record) });
    }
    await slots.run(async () => {
      const count = await sendChanged(pool, post, items);
      accepted += count;
    });
  }
  await slots.idle();
  await pool.end();
  return accepted;
}

async function sendChanged(pool: Pool, post: ReturnType<typeof createPost>, items: readonly Item[]): Promise<number> {
  const changed = await pool.query<{ key: string }>(
    `INSERT INTO sent_penalty (key, digest, uuid, content, state)
     SELECT * , 'sending' FROM unnest($1::text[], $2::text[], $3::text[], $4::json[])
     ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, uuid = excluded.uuid, content = excluded.content, state = 'sending'
     WHERE sent_penalty.digest <> excluded.digest OR sent_penalty.state <> 'accepted' RETURNING key`,
    [items.map((one) => one.key), items.map((one) => one.digest), items.map((one) => one.uuid), items.map((one) => JSON.stringify(one.data))],
  );
  const keys = new Set(changed.rows.map((row) => row.key));
  const rows = items.filter((one) => keys.has(one.key));
  if (rows.length === 0) return 0;
  const results = await post(rows);
  await pool.query(
    `UPDATE sent_penalty s SET state = CASE WHEN r.code = '0000' THEN 'accepted' ELSE 'rejected' END, code = r.code, settled = now()
     FROM unnest($1::text[], $2::text[]) AS r (key, code) WHERE s.key = r.key`,
    [rows.map((one) => one.key), results.map((one) => one.code)],
  );
  return results.filter((one) => one.code === '0000').length;
}
