import { expect, it } from '@jest/globals';
import { openServerStore } from '../../../gateway/store/server-store.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { gate } from '../queue/gate.js';
import { storeSuite } from './store-suite.js';
import { openOnServer } from './test-stores.js';

describeOnPostgres('on a PostgreSQL server', () => {
  storeSuite('the server store', openOnServer);

  it('a transaction that looked before another process stored the same key finds it on its second attempt', async () => {
    const { store, another, drop } = await openOnServer();
    await store.execute('CREATE TABLE thing (name text PRIMARY KEY, made_by text NOT NULL)');
    let attempts = 0;
    const made = await store.transaction(async (transaction) => {
      attempts += 1;
      const [found] = await transaction.query<{ made_by: string }>(`SELECT made_by FROM thing WHERE name = 'x'`);
      if (found) return found.made_by;
      await another.query(`INSERT INTO thing VALUES ('x', 'another')`);
      await transaction.insert('thing', { columns: ['name', 'made_by'], rows: [['x', 'mine']] });
      return 'mine';
    });
    expect({ made, attempts }).toEqual({ made: 'another', attempts: 2 });
    await drop();
  });

  it('two transactions that wait for each other are untangled: one of them begins again', async () => {
    const { store, another, drop } = await openOnServer();
    await store.execute('CREATE TABLE thing (name text PRIMARY KEY, count int); INSERT INTO thing VALUES (\'a\', 0), (\'b\', 0)');
    const met = [gate<void>(), gate<void>()] as const;
    const touch = async (through: typeof store, names: readonly [string, string], mine: 0 | 1): Promise<void> =>
      through.transaction(async (transaction) => {
        await transaction.query('UPDATE thing SET count = count + 1 WHERE name = $1', [names[0]]);
        met[mine].open();
        await met[mine === 0 ? 1 : 0].opened;
        await transaction.query('UPDATE thing SET count = count + 1 WHERE name = $1', [names[1]]);
      });
    await Promise.all([touch(store, ['a', 'b'], 0), touch(another, ['b', 'a'], 1)]);
    expect(await store.query('SELECT name, count FROM thing ORDER BY name')).toEqual([
      { name: 'a', count: 2 },
      { name: 'b', count: 2 },
    ]);
    await drop();
  });

  it('a server that nobody answers at is told as such', async () => {
    const opening = openServerStore({ url: 'postgres://postgres@127.0.0.1:1/none', connectionsMax: 1 });
    await expect(opening).rejects.toMatchObject({ code: 'STORE_NOT_REACHABLE' });
  });
});
