import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { createReadings, type Readings } from '../../../gateway/reading/index.js';
import type { Page } from '../../../gateway/services/page.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';
import { digest, exchange, fillBooks, ids, otherExchange, target } from '../api/books.js';

describeOnPostgres('the readings of the store', () => {
  let database: TestDatabase;
  let all: Readings;
  let marketOnly: Readings;
  const firstPage = { limit: 50 };

  beforeAll(async () => {
    database = await makeDatabase(fillBooks);
    all = createReadings({ store: database.store, scope: 'all' });
    marketOnly = createReadings({ store: database.store, scope: ['gannan-market'] });
  });
  afterAll(() => database.drop());

  /** Everything that a list gives, page by page of one item. */
  async function everyItem<Item>(
    list: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>,
  ): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await list({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(1);
      items.push(...page.items);
      if (page.next === null) return items;
      cursor = page.next;
    }
    throw new Error('the pages do not end');
  }

  it('give the same items page by page as at once', async () => {
    const lists = [
      (page: { limit: number }) => all.runs.list({}, page),
      (page: { limit: number }) => all.deliveries.list({ state: 'pending' }, page),
      (page: { limit: number }) => all.deliveries.list({ state: 'accepted' }, page),
      (page: { limit: number }) => all.quarantine.list({}, page),
      (page: { limit: number }) => all.obligations.list({}, page),
      (page: { limit: number }) => all.resources.list({}, page),
    ];
    for (const list of lists) {
      const { items, next } = await list(firstPage);
      expect(next).toBeNull();
      expect(items.length).toBeGreaterThan(0);
      expect(await everyItem<unknown>(list)).toEqual(items);
    }
  });

  it('list runs newest first, of one exchange where asked', async () => {
    const { items } = await all.runs.list({ exchange }, firstPage);
    expect(items.map(({ id, state }) => [id, state])).toEqual([
      [3, 'running'],
      [1, 'done'],
    ]);
  });

  it('say how the versions of a run stand at each target, with sums that close', async () => {
    const { targets, failure } = await all.runs.get(1);
    expect(failure).toBeNull();
    expect(targets).toEqual([
      {
        connector: target,
        owed: 4,
        notOwed: 0,
        accepted: 1,
        rejected: 0,
        pending: 3,
        unknown: 0,
        held: 0,
        superseded: 0,
        cancelled: 0,
      },
      {
        connector: 'data-office/gsxt-gansu',
        owed: 0,
        notOwed: 4,
        accepted: 0,
        rejected: 0,
        pending: 0,
        unknown: 0,
        held: 0,
        superseded: 0,
        cancelled: 0,
      },
    ]);
  });

  it('count the deliveries of a run also where the writing process was still in the month before', async () => {
    const begin = async (at: string): Promise<unknown> => database.store.query('UPDATE run SET started_at = $1 WHERE id = 1', [at]);
    await begin('2026-12-01T00:00:01Z');
    expect((await all.runs.get(1)).targets[0]).toMatchObject({ accepted: 1, pending: 3 });
    await begin('2026-11-23T01:00:00Z');
  });

  it('say why a run failed', async () => {
    expect((await all.runs.get(2)).failure).toEqual({ code: 'CONNECTOR_TIMED_OUT', text: 'no answer' });
  });

  it('know the latest run of each exchange', async () => {
    const latest = await all.runs.latest();
    expect([...latest].map(([name, { id }]) => [name, id])).toEqual([
      [exchange, 3],
      [otherExchange, 2],
    ]);
  });

  it('list open deliveries earliest due first, those without a due date last', async () => {
    const { items } = await all.deliveries.list({ state: 'pending', target }, firstPage);
    expect(items.map(({ record, dueAt }) => [record, dueAt])).toEqual([
      [ids.record(1), '2026-11-25T15:59:59.999Z'],
      [ids.record(3), null],
    ]);
  });

  it('list settled deliveries with what the receiver said', async () => {
    const { items } = await all.deliveries.list({ state: 'accepted' }, firstPage);
    expect(items).toMatchObject([{ record: ids.record(4), target, receipt: { code: '0000', text: null } }]);
  });

  it('give one delivery by its idempotency key, open or settled, and none of another department', async () => {
    expect(await all.deliveries.get(ids.delivery(2))).toMatchObject({ id: ids.delivery(2), state: 'sent', target });
    expect(await all.deliveries.get(ids.delivery(4))).toMatchObject({ id: ids.delivery(4), state: 'accepted' });
    const missing = { code: 'API_RESOURCE_MISSING' };
    for (const id of [`${ids.record(1)}.1.9.0`, ids.record(1), 'nonsense', `${ids.delivery(1)}x`, `${ids.record(1)}.9999999999.1.0`]) {
      await expect(all.deliveries.get(id)).rejects.toMatchObject(missing);
    }
    await expect(marketOnly.deliveries.get(ids.delivery(1))).rejects.toMatchObject(missing);
    await expect(marketOnly.deliveries.get(ids.delivery(4))).rejects.toMatchObject(missing);
  });

  it('list open obligations nearest due first and say which are overdue', async () => {
    const { items } = await all.obligations.list({}, firstPage);
    expect(items).toMatchObject([
      { record: ids.record(2), isOverdue: true, provisional: true, target: null },
      { record: ids.record(1), isOverdue: false, target, dueOn: '2090-11-25' },
    ]);
  });

  it('count the open deliveries of each target', async () => {
    const [creditChina] = await all.targets.list();
    expect(creditChina).toMatchObject({
      name: target,
      pending: 2,
      sent: 1,
      nearestDueAt: '2026-11-24T15:59:59.999Z',
      paused: false,
    });
  });

  it('give the newest version of a resource', async () => {
    const resource = await all.resources.get('Exchange', exchange);
    expect(resource).toMatchObject({ version: 2, digest, manifest: { spec: { dataset: 'administrative-penalty' } } });
  });

  it('show nothing of departments outside their scope', async () => {
    expect((await marketOnly.runs.list({}, firstPage)).items.map(({ id }) => id)).toEqual([2]);
    expect((await marketOnly.quarantine.list({}, firstPage)).items.map(({ id }) => id)).toEqual([ids.quarantine(2)]);
    expect((await marketOnly.obligations.list({}, firstPage)).items).toHaveLength(1);
    expect((await marketOnly.deliveries.list({ state: 'pending' }, firstPage)).items).toEqual([]);
    expect((await marketOnly.targets.list())[0]).toMatchObject({ pending: 0, sent: 0 });
    expect((await marketOnly.resources.list({}, firstPage)).items.map(({ kind }) => kind)).toEqual(['Mapping']);
    await expect(marketOnly.runs.get(1)).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
    await expect(marketOnly.quarantine.get(ids.quarantine(1))).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
  });

  it.each([
    'nonsense',
    'v1.',
    'v1.W10',
    `v1.${Buffer.from('["x"]').toString('base64url')}`,
    `v1.${Buffer.from('[{}]').toString('base64url')}`,
  ])('refuse the cursor %s, which they never gave', async (cursor) => {
    await expect(all.runs.list({}, { limit: 1, cursor })).rejects.toMatchObject({ code: 'API_QUERY_WRONG' });
  });
});
