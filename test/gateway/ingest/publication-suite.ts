import { describe, expect, it } from '@jest/globals';
import { publicationServices } from '../../../gateway/duties/publications.js';
import { endPublications } from '../../../gateway/ingest/end-publications.js';
import { ensurePartitions } from '../../../gateway/store/partitions.js';
import type { Store } from '../../../gateway/store/store.js';
import type { JsonObject } from '../../../schemas/json.js';
import { deliveriesOf, logOf, obligationsOf } from '../exchanges/read-world.js';
import { inspectionRow, penaltyRow, World } from '../exchanges/world.js';

const basis = { document: '信用修复管理办法', article: '公示期限', issuer: '国家发展和改革委员会' };

const rule: JsonObject = {
  title: { zh: '示例公示期限', en: 'Example of publication periods' },
  basis,
  effectiveFrom: '2024-01-01',
  dataset: 'administrative-penalty',
  startsAt: 'decisionDate',
  publicSystems: ['credit-china'],
  classes: [
    { class: 'ordinary', when: { fineYuan: '2000.00' }, leastMonths: 3, mostMonths: 12 },
    { class: 'minor', when: { fineYuan: '100.00' }, publish: false, mostMonths: 3 },
  ],
};

async function sweep(world: World, at: string): Promise<number> {
  world.now = new Date(at);
  await ensurePartitions(world.context.store, world.now);
  const plan = world.plan();
  return endPublications(world.context, new Map([[plan.exchange, plan]]));
}

/** How long records stay published; run on both stores. */
export function publicationSuite(opened: () => Store): void {
  describe('a record under a publication rule', () => {
    it('is published while its period lasts, and then withdrawn by itself, with a deadline for it', async () => {
      const world = await World.make(opened(), { publication: rule });
      await world.ingest([penaltyRow('1', { decided: '2024-03-04' })]);
      await world.deliver();
      expect(await sweep(world, '2025-03-04T15:59:00Z')).toBe(0);
      expect(await sweep(world, '2025-03-04T16:00:00Z')).toBe(1);
      expect(await sweep(world, '2025-03-04T16:00:00Z')).toBe(0);
      expect(await deliveriesOf(world)).toEqual(['1 v1 again 1 withdrawal: pending', '1 v1: accepted']);
      expect(await obligationsOf(world)).toContainEqual({ rule: 'withdrawal-3wd', state: 'open', due_on: '2025-03-10', operation: 'withdraw' });
      expect(await logOf(world)).toContain('publication-ended v1 period-over');
      await world.deliver();
      expect(world.receiver.named()).toEqual([['1 v1'], ['-1 v1 again 1']]);
      // What is corrected afterwards stays unpublished.
      await world.ingest([penaltyRow('1', { decided: '2024-03-04', facts: '更正后的事实。' })]);
      expect(await deliveriesOf(world)).toHaveLength(2);
    });

    it('is cancelled where it was never handed over', async () => {
      const world = await World.make(opened(), { publication: rule });
      await world.ingest([penaltyRow('1')]);
      await sweep(world, '2026-01-01T00:00:00Z');
      expect(await deliveriesOf(world)).toEqual(['1 v1: cancelled']);
    });

    it('is not published at all where its class is not, and owes nothing there', async () => {
      const world = await World.make(opened(), { publication: rule });
      await world.ingest([penaltyRow('1', { fine: '100' })]);
      expect(await deliveriesOf(world)).toEqual([]);
      expect(await obligationsOf(world)).toEqual([]);
    });

    it('goes to receivers that do not publish whatever its class', async () => {
      const world = await World.make(opened(), { publication: rule, receiverSystem: 'internet-plus' });
      await world.ingest([penaltyRow('1', { fine: '100' }), penaltyRow('2', { fine: '5' })]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending', '2 v1: pending']);
      await world.deliver();
      await sweep(world, '2026-01-01T00:00:00Z');
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted', '2 v1: accepted']);
    });

    it('waits for a person where no class fits, while its deadline runs', async () => {
      const world = await World.make(opened(), { publication: rule });
      await world.ingest([penaltyRow('1', { fine: '5' })]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: held, PUBLICATION_CLASS_UNDETERMINED']);
      expect(await obligationsOf(world)).toMatchObject([{ rule: 'double-publicity-7wd', state: 'open' }]);
      expect(await logOf(world)).toContain('held v1 PUBLICATION_CLASS_UNDETERMINED');
      // A correction that settles the class lets it go.
      await world.ingest([penaltyRow('1', { fine: '2000' })]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: superseded', '1 v2: pending']);
    });

    it('is withdrawn when it is repaired, not before its least period has passed', async () => {
      const repair = { dataset: 'inspection', document: 'code', when: { name: '日常检查' }, stopsAt: 'inspectionDate' };
      const world = await World.make(opened(), { publication: { ...rule, repair } });
      await world.ingest([penaltyRow('A1'), penaltyRow('A2')]);
      await world.deliver();
      await world.ingest([inspectionRow('A1', { on: '2024-03-05' })], 'inspections');
      expect(await logOf(world)).toContain('publication-repaired');
      expect(await sweep(world, '2024-06-03T04:00:00Z')).toBe(0);
      expect(await sweep(world, '2024-06-04T04:00:00Z')).toBe(1);
      await world.deliver();
      expect(world.receiver.named()).toContainEqual(['-A1 v1 again 1']);
      expect(await logOf(world)).toContain('publication-ended v1 repaired');
    });

    it('is published or kept back as a person decides, its later versions too', async () => {
      const world = await World.make(opened(), { publication: rule });
      await world.ingest([penaltyRow('1', { fine: '5' }), penaltyRow('2', { fine: '5' })]);
      const plans = new Map([[world.plan().exchange, world.plan()]]);
      const publications = publicationServices({ ...world.context, plans: () => plans }, [world.department]);
      const waiting = (await publications.list({ standing: 'undetermined' }, { limit: 10 })).items.map(({ record }) => record);
      const [first = '', second = ''] = waiting;
      expect(waiting).toHaveLength(2);
      const decision = { reason: '首次且及时改正', person: '示例甲' };
      expect(await publications.classify(first, { ...decision, class: 'ordinary' })).toMatchObject({
        class: 'ordinary',
        isPublic: true,
        endsOn: '2025-03-05',
        chosenBy: '示例甲',
      });
      await publications.classify(second, { ...decision, class: 'minor' });
      await expect(publications.classify(second, { ...decision, class: 'severe' })).rejects.toMatchObject({ code: 'PUBLICATION_CLASS_NOT_IN_RULE' });
      expect((await deliveriesOf(world)).map((line) => line.slice(2)).toSorted()).toEqual(['v1: cancelled', 'v1: pending']);
      await world.deliver();
      await world.ingest([penaltyRow('1', { fine: '6' }), penaltyRow('2', { fine: '6' })]);
      expect((await deliveriesOf(world)).filter((line) => line.includes('v2'))).toHaveLength(1);
      expect(await logOf(world)).toContain('publication-class-decided minor 首次且及时改正');
    });

    it('is named with the targets that hold it still, until they have confirmed its withdrawal', async () => {
      const world = await World.make(opened(), { publication: rule });
      await world.ingest([penaltyRow('1')]);
      await world.deliver();
      await sweep(world, '2026-01-01T00:00:00Z');
      const publications = publicationServices({ ...world.context, plans: () => new Map() }, [world.department]);
      const stillHeld = async () => (await publications.list({ standing: 'still-held' }, { limit: 10 })).items;
      expect(await stillHeld()).toMatchObject([{ stillHeldBy: [`${world.department}/receiver`], endsOn: '2025-03-05' }]);
      await world.deliver();
      expect(await stillHeld()).toEqual([]);
      expect((await publications.list({ standing: 'ended' }, { limit: 10 })).items).toHaveLength(1);
    });

    it('is taken back by a correction that makes its class unpublished', async () => {
      const world = await World.make(opened(), { publication: rule });
      await world.ingest([penaltyRow('1')]);
      await world.deliver();
      await world.ingest([penaltyRow('1', { fine: '100' })]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted', '1 v2 withdrawal: pending']);
    });
  });
}
