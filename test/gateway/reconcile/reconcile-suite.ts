import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findingServices } from '../../../gateway/reconcile/services.js';
import { reconcile, startReconciliation } from '../../../gateway/reconcile/reconcile.js';
import { logOf } from '../exchanges/read-world.js';
import { change } from '../exchanges/test-source.js';
import { penaltyRow, World, worldNow } from '../exchanges/world.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const numbered = (number: number): string => `合市监处罚〔2024〕${String(number)}号`;
/** Met in time by the database's clock, which is later than the world's. */
const far = { decided: '2024-03-04' };

/** What a reconciliation finds between source, store and receivers; run on both stores. */
export function reconcileSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let test: TestStore;
    beforeAll(async () => {
      test = await withTables(open(), worldNow);
    });
    afterAll(async () => {
      await test.drop();
    });

    async function made(): Promise<World> {
      const world = await World.make(test.store);
      await world.ingest([1, 2, 3, 4, 5, 6].map((number) => penaltyRow(String(number), { number: numbered(number), ...far })));
      await world.deliver();
      await world.query(`UPDATE obligation SET state = 'met' WHERE department_id = $1`, world.plan().departmentId);
      return world;
    }

    async function look(world: World): Promise<string[]> {
      const { signal } = new AbortController();
      const id = await startReconciliation(world.context, world.plan());
      await reconcile({ context: world.context, run: () => world.run(), signal }, world.plan(), id);
      return findings(world);
    }

    async function findings(world: World): Promise<string[]> {
      const page = await servicesOf(world).findings({ state: 'open' }, { limit: 100 });
      return page.items.map(({ kind, ground, place }) => [kind, ground, place ?? ''].join(' ').trim()).toSorted();
    }

    const servicesOf = (world: World) => findingServices(world.context, [world.department]);

    it('finds nothing where source, store and receiver agree, and counts by day', async () => {
      const world = await made();
      expect(await look(world)).toEqual([]);
      const [last] = (await servicesOf(world).list({}, { limit: 1 })).items;
      expect(last).toMatchObject({ state: 'done', sourceRows: 6, quarantined: 0 });
      expect((await servicesOf(world).get(last?.id ?? 0)).days).toEqual([{ day: '2024-03-04', source: 6, same: 6, accepted: 6, late: 0 }]);
      expect((await logOf(world)).at(-1)).toContain('reconciled');
    });

    it('is done once at a time over all processes, and gone on with where a process died', async () => {
      const world = await made();
      const id = await startReconciliation(world.context, world.plan());
      await expect(startReconciliation({ store: test.another }, world.plan())).rejects.toMatchObject({ code: 'RECONCILE_RUNNING' });
      await world.query(`UPDATE reconciliation SET lease_until = now() - interval '1 second' WHERE id = $1`, id);
      expect(await startReconciliation({ store: test.another }, world.plan())).not.toBe(id);
      expect(await servicesOf(world).get(id)).toMatchObject({ state: 'failed', errorCode: 'RECONCILE_BROKEN_OFF' });
    });

    it('tells people of what it found, once a finding; of what is late they are warned otherwise', async () => {
      const world = await made();
      world.sources.penalties.behind(penaltyRow('7', { number: numbered(7) }));
      await look(world);
      const notices = (): Promise<unknown[]> =>
        world.query(
          `SELECT r.name AS rule, n.threshold, n.obligations, n.unsent, n.mail_unsent, n.due_on FROM deadline_notice n
           JOIN deadline_rule r ON r.id = n.rule_id WHERE n.department_id = $1`,
          world.plan().departmentId,
        );
      const notice = { rule: 'reconciliation', threshold: -2, obligations: 1, unsent: 1, mail_unsent: 1, due_on: '2024-03-06' };
      expect(await notices()).toEqual([notice]);
      await look(world);
      expect(await notices()).toEqual([notice]);
    });

    it('finds what the cursor passed over: rows that nobody reported, and changes', async () => {
      const world = await made();
      // Behind the cursor that the last run left: it will never be pulled by itself.
      world.sources.penalties.behind(penaltyRow('7', { number: numbered(7) }), penaltyRow('2', { number: numbered(2), fine: '1.00' }));
      expect(await look(world)).toEqual(['changed-unreported content-differs row 2', 'missed not-stored row 7']);
      world.sources.penalties.give(penaltyRow('7', { number: numbered(7) }), penaltyRow('2', { number: numbered(2), fine: '1.00' }));
      await world.run();
      await world.query(`UPDATE obligation SET state = 'met' WHERE department_id = $1`, world.plan().departmentId);
      expect(await look(world)).toEqual([]);
    });

    it('finds what is absent at the source, and gaps in a series of numbers', async () => {
      const world = await made();
      world.sources.penalties.forget('3');
      world.sources.penalties.add(change('upsert', '8', penaltyRow('8', { number: numbered(8) })));
      await look(world);
      await world.query(`UPDATE obligation SET state = 'met' WHERE department_id = $1`, world.plan().departmentId);
      expect(await look(world)).toEqual([
        `suspected-concealment absent-at-source ${numbered(3)}`,
        `suspected-concealment series-gap ${numbered(7)}`,
      ]);
    });

    it('finds what a receiver holds though it was withdrawn, once the time to withdraw it is over, and what is late', async () => {
      const world = await made();
      world.sources.penalties.delete('4');
      await world.run();
      expect(await look(world)).toEqual(['late overdue withdrawal-3wd', 'withdrawn-still-present accepted-and-not-withdrawn']);
      await world.deliver();
      expect(await look(world)).toEqual(['late met-late withdrawal-3wd']);
    });

    it('takes no number for missing whose row is in quarantine', async () => {
      const world = await made();
      world.sources.penalties.give(penaltyRow('7', { number: numbered(7), facts: null }), penaltyRow('8', { number: numbered(8) }));
      await world.run();
      await world.query(`UPDATE obligation SET state = 'met' WHERE department_id = $1`, world.plan().departmentId);
      expect(await look(world)).toEqual([]);
    });

    it('leaves the judgement to a person, whose decision outlasts the next reconciliation', async () => {
      const world = await made();
      world.sources.penalties.forget('3');
      await look(world);
      const services = servicesOf(world);
      const [found] = (await services.findings({ kind: 'suspected-concealment' }, { limit: 10 })).items;
      const decision = { outcome: 'dismissed', reason: '来源系统迁移', person: '示例甲' } as const;
      expect(await services.decide(found?.id ?? 0, decision)).toMatchObject({ state: 'dismissed', decidedBy: '示例甲' });
      await expect(services.decide(found?.id ?? 0, decision)).rejects.toMatchObject({ code: 'RECONCILE_FINDING_DECIDED' });
      expect(await look(world)).toEqual([]);
      expect(await logOf(world)).toContain('finding-decided dismissed 来源系统迁移');
    });

    it('says that it failed when the source cannot be read, and clears nothing', async () => {
      const world = await made();
      world.sources.penalties.forget('3');
      await look(world);
      world.sources.penalties.afterBatch = () => {
        throw new Error('the line was cut');
      };
      world.sources.penalties.add(change('upsert', '1', penaltyRow('1', { number: numbered(1), fine: '9.00' })));
      await expect(look(world)).rejects.toMatchObject({ code: 'RECONCILE_SOURCE_FAILED' });
      expect(await findings(world)).toHaveLength(1);
      expect((await servicesOf(world).list({}, { limit: 1 })).items).toMatchObject([{ state: 'failed', errorCode: 'RECONCILE_SOURCE_FAILED' }]);
    });
  });
}
