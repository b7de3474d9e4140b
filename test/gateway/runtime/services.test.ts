import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.js';
import { createServices, type ServicesOptions } from '../../../gateway/runtime/services.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { exchange, fillBooks, ids, target } from '../api/books.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';
import { describeOnPostgres } from '../../servers/postgres.js';

describeOnPostgres('the services of a caller', () => {
  let books: TestDatabase;
  let began = 0;

  beforeAll(async () => {
    books = await makeDatabase(fillBooks);
  });
  afterAll(() => books.drop());

  const of = (scope: readonly string[] | 'all') => {
    const hashes = { content: () => Buffer.alloc(0), fingerprint: () => Buffer.alloc(0) };
    const context = { store: books.store, hashes, now: () => systemClock.now(), makeId: createIdMaker(() => systemClock.now()) };
    const nothing = (): Promise<void> => Promise.resolve();
    const options = {
      context,
      deliverer: { ring: nothing, ringAll: nothing },
      configuration: { store: books.store },
      agreements: { store: books.store },
      connections: { store: books.store },
      plans: () => new Map([[exchange, { exchange }]]),
      schedules: () => [],
      startRun: () => {
        began += 1;
        return Promise.resolve(1);
      },
    } as unknown as ServicesOptions; // what no test here reaches is left out
    return createServices(options)({ scope, actor: 'ma-jianguo' });
  };

  it('act on nothing that the caller may not see: it is not there', async () => {
    const others = of(['gannan-market']);
    const missing = { code: 'API_RESOURCE_MISSING' };
    await expect(others.exchanges.start(exchange)).rejects.toMatchObject(missing);
    await expect(others.quarantine.replay(ids.quarantine(1))).rejects.toMatchObject(missing);
    await expect(others.deliveries.release(ids.delivery(1), { outcome: 'again', reason: 'x', person: 'x' })).rejects.toMatchObject(missing);
    await expect(others.deliveries.confirm(ids.delivery(1), { person: 'x', proof: 'x' })).rejects.toMatchObject(missing);
    await expect(others.notices.acknowledge(1, 'x')).rejects.toMatchObject(missing);
    await expect(others.targets.pause(target, 'x')).rejects.toMatchObject(missing);
    expect(began).toBe(0);
    const [row] = await books.store.query('SELECT 1 AS n FROM target_state WHERE paused');
    expect(row).toBeUndefined();
    await of(['gannan-housing']).exchanges.start(exchange);
    expect(began).toBe(1);
  });

  it('act in the name of the caller', async () => {
    await of('all').targets.pause(target, '对方停机维护');
    const rows = await books.store.query<{ entries: string }>('SELECT entries FROM log_segment');
    expect(rows.map((row) => row.entries).join('')).toContain('"actor":"ma-jianguo"');
  });
});
