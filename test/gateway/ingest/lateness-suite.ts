import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../../gateway/store/store.js';
import { deliveriesOf, logOf, obligationsOf } from '../exchanges/read-world.js';
import { change } from '../exchanges/test-source.js';
import { penaltyRow, World } from '../exchanges/world.js';

interface CaseRow {
  readonly kind: string;
  readonly state: string;
  readonly matched_by: string | null;
  readonly first: string;
  readonly wanted: string | null;
}

async function casesOf(world: World): Promise<CaseRow[]> {
  return world.query(
    `SELECT kind, state, matched_by, first_due_on AS first, wanted_due_on AS wanted FROM deadline_case c
     JOIN department p ON p.id = c.department_id WHERE p.name = $1 ORDER BY c.id`,
    world.department,
  );
}

/** That no correction erases lateness; run on both stores. All penalties of the sample are of one subject. */
export function latenessSuite(opened: () => Store): void {
  describe('a correction', () => {
    it('that makes the due date earlier counts at once, and hurries the delivery', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { decided: '2024-03-04' })]);
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      expect(await obligationsOf(world)).toMatchObject([{ due_on: '2024-03-12', state: 'open' }]);
      expect(await casesOf(world)).toEqual([]);
      expect(await logOf(world)).toContain('deadline-moved double-publicity-7wd');
      const history = await world.query<{ before: { due_on: string } }>(
        'SELECT before FROM obligation_history h JOIN department p ON p.id = h.department_id WHERE p.name = $1',
        world.department,
      );
      expect(history.map(({ before }) => before.due_on)).toEqual(['2024-03-13']);
      const [open] = await world.query<{ due_at: Date }>('SELECT due_at FROM outbox WHERE exchange = $1', world.plan().exchange);
      expect(open?.due_at.toISOString()).toBe('2024-03-12T16:00:00.000Z');
    });

    it('that makes it later is a case, once, and gone when it is taken back', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.ingest([penaltyRow('1', { decided: '2024-03-05' })]);
      await world.ingest([penaltyRow('1', { decided: '2024-03-06' })]);
      expect(await obligationsOf(world)).toMatchObject([{ due_on: '2024-03-13', state: 'open' }]);
      expect(await casesOf(world)).toEqual([
        { kind: 'later', state: 'open', matched_by: null, first: '2024-03-13', wanted: '2024-03-15' },
      ]);
      expect((await logOf(world)).filter((line) => line.startsWith('deadline-case'))).toHaveLength(1);
      await world.ingest([penaltyRow('1', { decided: '2024-03-04', fine: '1.00' })]);
      expect(await casesOf(world)).toMatchObject([{ state: 'fallen-away' }]);
    });

    it('that owes the record to nobody any more leaves the duty open until the data office says otherwise', async () => {
      const world = await World.make(opened(), { when: { fineYuan: '2.00' } });
      await world.ingest([penaltyRow('1', { fine: '2' })]);
      await world.ingest([penaltyRow('1', { fine: '3' })]);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open' }]);
      expect(await casesOf(world)).toMatchObject([{ kind: 'not-owed', state: 'open', wanted: null }]);
    });

    it('that shows an accepted record to have been due earlier makes it late', async () => {
      const world = await World.make(opened());
      // The database's clock is the real one: only a date in the future can be met in time.
      await world.ingest([penaltyRow('1', { decided: '2024-03-04' })]);
      await world.query(
        `UPDATE obligation SET state = 'met', met_at = '2024-03-13T02:00:00Z' WHERE department_id = $1`,
        world.plan().departmentId,
      );
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      expect(await obligationsOf(world)).toMatchObject([{ due_on: '2024-03-12', state: 'met-late' }]);
    });
  });

  describe('a first load', () => {
    it('puts no deadline on records from before the day that it names, and delivers them all', async () => {
      const world = await World.make(opened(), { obligationsFrom: '2024-03-04' });
      await world.ingest([penaltyRow('1', { decided: '2024-03-03' }), penaltyRow('2', { decided: '2024-03-04' })]);
      expect(await obligationsOf(world)).toMatchObject([{ due_on: '2024-03-13' }]);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted', '2 v1: accepted']);
    });

    it('lets no correction turn a record that has a deadline into history', async () => {
      const world = await World.make(opened(), { obligationsFrom: '2024-03-04' });
      await world.ingest([penaltyRow('1', { decided: '2024-03-04' })]);
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      expect(await obligationsOf(world)).toMatchObject([{ due_on: '2024-03-13', state: 'open' }]);
      expect(await casesOf(world)).toMatchObject([{ kind: 'not-owed', state: 'open' }]);
    });
  });

  describe('a record that is withdrawn unreported and entered again', () => {
    it('has its duty again, with its first due date', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.sources.penalties.delete('1');
      await world.run();
      expect(await obligationsOf(world)).toMatchObject([{ state: 'withdrawn' }]);
      await world.ingest([penaltyRow('1', { decided: '2024-03-06' })]);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open', due_on: '2024-03-13' }]);
      expect(await casesOf(world)).toMatchObject([{ kind: 're-entered', matched_by: 'key', wanted: '2024-03-15' }]);
      expect(await logOf(world)).toContain('obligation-reopened double-publicity-7wd');
    });

    it('under another name of the party is known by its document number', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { number: '合市监处罚〔2024〕3号' })]);
      world.sources.penalties.add(
        change('delete', '1', {}),
        change('upsert', '2', penaltyRow('2', { number: '合市监处罚〔2024〕3号', party: '甘南另例乳业有限公司', decided: '2024-03-06' })),
      );
      const { failure } = await world.run();
      expect(failure).toBeNull();
      expect((await obligationsOf(world)).filter(({ state }) => state === 'open')).toMatchObject([{ due_on: '2024-03-13' }]);
      expect(await casesOf(world)).toMatchObject([{ kind: 're-entered', matched_by: 'document', wanted: '2024-03-15' }]);
    });

    it('under another number is known by its subject, and the next of the same subject is not', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.sources.penalties.delete('1');
      await world.run();
      await world.ingest([penaltyRow('2', { decided: '2024-03-06' })]);
      expect(await casesOf(world)).toMatchObject([{ kind: 're-entered', matched_by: 'subject', first: '2024-03-13' }]);
      await world.ingest([penaltyRow('3', { decided: '2024-03-06' })]);
      expect((await obligationsOf(world)).filter(({ state }) => state === 'open')).toMatchObject([
        { due_on: '2024-03-13' },
        { due_on: '2024-03-15' },
      ]);
      expect(await casesOf(world)).toHaveLength(1);
    });

    it('leaves nothing behind where it had been reported', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.deliver();
      world.sources.penalties.delete('1');
      await world.run();
      await world.ingest([penaltyRow('2', { number: '1', party: '甘南另例乳业有限公司', decided: '2024-03-06' })]);
      expect(await casesOf(world)).toEqual([]);
    });
  });
}
