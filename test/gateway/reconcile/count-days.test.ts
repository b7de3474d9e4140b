import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shanghaiDate } from '../../../gateway/clock.js';
import type { LogEntry } from '../../../gateway/exchange-log/entry.js';
import { countDays } from '../../../gateway/reconcile/count-days.js';
import { penaltyRow, World, worldNow } from '../exchanges/world.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';

const dayMs = 24 * 60 * 60 * 1000;

describe('what the log says of a stream’s day', () => {
  let test: TestStore;
  let world: World;
  beforeAll(async () => {
    test = await withTables(openEmbedded(), worldNow);
    world = await World.make(test.store);
    await world.ingest([1, 2, 45].map((number) => penaltyRow(String(number), { number: `合市监处罚〔2024〕${String(number)}号` })));
    // The database dates versions by its own clock; here that of the test's world counts.
    await test.store.execute(`UPDATE record_version SET made_at = '${worldNow.toISOString()}'`);
  });
  afterAll(() => test.drop());

  async function events(station: string): Promise<LogEntry[]> {
    const rows = await test.store.query<{ entries: string }>('SELECT entries FROM log_segment ORDER BY id');
    return rows.flatMap(({ entries }) => entries.trimEnd().split('\n')).map((line) => JSON.parse(line) as LogEntry).filter((entry) => entry.station === station);
  }

  const count = (daysLater: number): Promise<void> => countDays({ ...world.context, now: () => new Date(worldNow.getTime() + daysLater * dayMs) });

  it('is nothing before it is over, then how much it gave, which, and up to which document number; once', async () => {
    await count(0);
    expect(await events('stream-counted')).toEqual([]);
    await count(1);
    await count(1);
    const counted = await events('stream-counted');
    expect(counted.map(({ code }) => code)).toEqual([expect.stringMatching(new RegExp(`^${shanghaiDate(worldNow)} \\S+ \\S+: 3 合市监处罚〔2024〕45号$`, 'u'))]);
    await count(5);
    expect(await events('stream-counted')).toHaveLength(1);
    expect(await test.store.query('SELECT count(*) AS days FROM counted_day')).toEqual([{ days: 6 }]);
  });

  it('can be told from the events of the day: the same digest, and another once one of them is left out', async () => {
    const lines = (await events('received')).map(({ record = '', version = 0 }) => `${record} ${String(version)}\n`).toSorted();
    const digestOf = (of: readonly string[]): string => createHash('sha256').update(of.join('')).digest('hex');
    const [counted] = await events('stream-counted');
    expect(counted?.digests).toEqual({ keys: digestOf(lines) });
    expect(digestOf(lines.slice(1))).not.toBe(counted?.digests?.['keys']);
  });
});
