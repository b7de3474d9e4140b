import { describe, expect, it } from '@jest/globals';
import { storeSuite } from './store-suite.js';
import { openEmbedded } from './test-stores.js';

storeSuite('the embedded store', openEmbedded, (opened) => {
  describe('on its one connection', () => {
    it('transactions and statements that are asked for at once come one after the other', async () => {
      const store = opened();
      await store.execute('CREATE TABLE counter (value int NOT NULL); INSERT INTO counter VALUES (0)');
      const steps: string[] = [];
      const addOne = async (name: string): Promise<void> =>
        store.transaction(async (transaction) => {
          steps.push(`${name} begins`);
          const [row] = await transaction.query<{ value: number }>('SELECT value FROM counter');
          await transaction.query('UPDATE counter SET value = $1', [(row?.value ?? 0) + 1]);
          steps.push(`${name} ends`);
        });
      const plain = store.query('UPDATE counter SET value = value + 10');
      await Promise.all([addOne('first'), addOne('second'), plain, addOne('third')]);
      expect(steps).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]));
      expect(await store.query('SELECT value FROM counter')).toEqual([{ value: 13 }]);
    });
  });
});
