import { describe, expect, it } from '@jest/globals';
import { adopt } from '../../../gateway/deliver/adopt.js';
import { makeBulletin } from '../../../gateway/reading/bulletin.js';
import type { AdoptionView, ListedRow } from '../../../gateway/services/adoptions.js';
import type { Store } from '../../../gateway/store/store.js';
import { deliveriesOf, logOf, obligationsOf } from '../exchanges/read-world.js';
import { penaltyRow, World } from '../exchanges/world.js';

/** What a receiver has already; run on both stores. Penalties of 4 March 2024 are due on the 13th; it is the 6th. */
export function adoptSuite(opened: () => Store): void {
  const claim = (world: World, rows: readonly ListedRow[], isDryRun = false): Promise<AdoptionView> =>
    adopt(
      { context: world.context, plans: () => world.plans.exchanges },
      { exchange: `${world.department}/penalties`, target: `${world.department}/receiver`, rows, person: '示例甲', isDryRun },
    );

  describe('what a receiver has already', () => {
    it('is taken as delivered by its document number, whatever its brackets, and nothing is pushed', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('甘市监罚〔2024〕1号'), penaltyRow('甘市监罚〔2024〕2号')]);
      const found = await claim(world, [{ key: '甘市监罚[2024] 1号', date: '2024-03-05' }, { key: '甘市监罚〔2023〕9号', date: '2023-03-05' }]);
      expect(found).toEqual({ adopted: 1, undated: 0, delivered: 0, ambiguous: [], unknown: ['甘市监罚〔2023〕9号'], wrongDates: [] });
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['甘市监罚〔2024〕1号 v1: accepted', '甘市监罚〔2024〕2号 v1: accepted']);
      expect(world.receiver.named()).toEqual([['甘市监罚〔2024〕2号 v1']]);
      expect(await logOf(world)).toEqual(expect.arrayContaining(['accepted v1 adopted', 'obligation-met v1 double-publicity-7wd']));
      expect(await claim(world, [{ key: '甘市监罚〔2024〕1号', date: '2024-03-05' }])).toMatchObject({ adopted: 0, delivered: 1 });
    });

    it.each([
      ['in time by the receiver’s own day', '2024-02-01', '2024-02-05', 'met'],
      ['in time on the last day', '2024-02-01', '2024-02-09', 'met'],
      ['late by the receiver’s own day', '2024-02-01', '2024-02-18', 'met-late'],
      ['late where it is overdue and the list gives no day', '2024-02-01', undefined, 'met-late'],
      ['neither where it is not due yet and the list gives no day', '2024-03-04', undefined, 'waived'],
    ])('counts as %s', async (_, decided, date, state) => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { decided })]);
      await world.query(`UPDATE obligation SET due_at = '2099-01-01' WHERE due_on > '2024-03-06' AND department_id = (SELECT id FROM department WHERE name = $1)`, world.department);
      const found = await claim(world, [{ key: '1', ...(date === undefined ? {} : { date }) }]);
      expect(found).toMatchObject({ adopted: 1, undated: date === undefined ? 1 : 0 });
      expect(await obligationsOf(world)).toMatchObject([{ state }]);
      const bulletin = await makeBulletin({ store: world.context.store, scope: 'all' }, { department: world.department });
      expect(bulletin.adopted).toBe(1);
      expect(bulletin.late.map(({ adopted }) => adopted)).toEqual(state === 'met-late' ? [true] : []);
    });

    it('is not guessed: a number of two records needs two rows', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1'), penaltyRow('2')]);
      await world.query(
        `UPDATE record_version SET content = replace(content::text, '"documentNumber":"2"', '"documentNumber":"1"')::json
         WHERE department_id = (SELECT id FROM department WHERE name = $1)`,
        world.department,
      );
      expect(await claim(world, [{ key: '1', date: '2024-03-05' }])).toMatchObject({ adopted: 0, ambiguous: ['1'] });
      const both = [{ key: '1', date: '2024-03-05' }, { key: '1', date: '2024-03-06' }];
      expect(await claim(world, both)).toMatchObject({ adopted: 2, ambiguous: [] });
    });

    it.each(['2024-03-07', '2024-02-31'])('is not taken by a day that lies ahead or does not exist: %s', async (date) => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('2')]);
      expect(await claim(world, [{ key: '2', date }])).toMatchObject({ adopted: 0, unknown: [], wrongDates: [{ key: '2', date }] });
      expect((await obligationsOf(world)).map(({ state }) => state)).toEqual(['open']);
    });

    it('is only told of by a dry run', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      expect(await claim(world, [{ key: '1', date: '2024-03-05' }], true)).toMatchObject({ adopted: 1 });
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending']);
    });

    it('leaves alone what is on its way', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = () => [];
      await world.deliver();
      const [before] = await deliveriesOf(world);
      expect(await claim(world, [{ key: '1', date: '2024-03-05' }])).toMatchObject({ adopted: 0, delivered: 1 });
      expect(await deliveriesOf(world)).toEqual([before]);
    });
  });
}
