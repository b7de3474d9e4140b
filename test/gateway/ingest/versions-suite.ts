import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runExchange } from '../../../gateway/ingest/run.js';
import type { Store } from '../../../gateway/store/store.js';
import { deliveriesOf, logOf, obligationsOf, quarantineOf, sizesOf } from '../exchanges/read-world.js';
import { change } from '../exchanges/test-source.js';
import { penaltyRow, World } from '../exchanges/world.js';

/** What runs make of source rows: versions, deliveries, withdrawals; run on both stores. */
export function versionsSuite(opened: () => Store): void {
  describe('a run', () => {
    it('makes of each new row a version, a delivery, an obligation and an entry of the log', async () => {
      const world = await World.make(opened());
      const { counts, state } = await world.ingest([penaltyRow('1'), penaltyRow('2')]);
      expect({ state, ...counts }).toMatchObject({ state: 'done', rows: 2, mapped: 2, versions: 2, quarantined: 0 });
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending', '2 v1: pending']);
      const obligation = { rule: 'double-publicity-7wd', state: 'open', due_on: '2024-03-13', operation: 'upsert' };
      expect(await obligationsOf(world)).toEqual([obligation, obligation]);
      expect(await logOf(world)).toEqual(['received v1', 'received v1']);
    });

    it('that finds nothing new makes nothing, whether it goes on or reads everything again', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1'), penaltyRow('2')]);
      const before = await sizesOf(world);
      const goesOn = await world.run();
      expect(goesOn.counts).toMatchObject({ rows: 0, versions: 0 });
      expect(world.sources.penalties.requests.map(({ cursor }) => cursor)).toEqual([null, '1']);
      const readsAgain = await world.run('penalties', { full: true });
      expect(readsAgain.counts).toMatchObject({ rows: 2, unchanged: 2, versions: 0 });
      expect(await sizesOf(world)).toEqual(before);
    });

    it('makes of a changed row the next version and one delivery in place of the last, and leaves the first deadline', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.now = new Date('2024-03-08T02:00:00Z');
      await world.ingest([penaltyRow('1', { fine: '3000', decided: '2024-03-07' })]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: superseded', '1 v2: pending']);
      expect(await obligationsOf(world)).toMatchObject([{ due_on: '2024-03-13' }]);
      const asked = 'deadline-case-opened double-publicity-7wd';
      expect(await logOf(world)).toEqual(['received v1', 'received v2', 'superseded v1', asked]);
      await world.deliver();
      expect(world.receiver.named()).toEqual([['1 v2']]);
    });

    it('folds doubles: of one source key and of one record the last row counts', async () => {
      const world = await World.make(opened());
      const { counts } = await world.ingest([
        penaltyRow('1', { fine: '1' }),
        penaltyRow('1', { fine: '2' }),
        penaltyRow('9', { number: '1', fine: '3' }),
      ]);
      expect(counts).toMatchObject({ rows: 3, folded: 2, mapped: 1, versions: 1 });
      await world.deliver();
      expect(world.receiver.pushes[0]?.records.map(({ row }) => row['fine'])).toEqual(['3.00']);
    });

    it('re-keys a record whose number was mended: the receiver gets a new version of the same record', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { number: '合市监处罚2026-12' })]);
      await world.deliver();
      await world.ingest([penaltyRow('1', { number: '合市监处罚〔2026〕12号' })]);
      await world.deliver();
      const [first, second] = world.receiver.pushes.map(({ records }) => records[0]);
      expect(second).toMatchObject({ recordKey: first?.recordKey, version: 2, row: { number: '合市监处罚〔2026〕12号' } });
      expect(await sizesOf(world)).toMatchObject({ records: 1, versions: 2 });
      // The old number is free again.
      await world.ingest([penaltyRow('2', { number: '合市监处罚2026-12' })]);
      expect(await sizesOf(world)).toMatchObject({ records: 2 });
    });

    it('keeps the record of a row that its source deletes and enters anew under another key', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.deliver();
      world.sources.penalties.add(change('delete', '1', {}), change('upsert', '2', penaltyRow('2', { number: '1', fine: '5' })));
      const { counts, failure } = await world.run();
      expect(failure).toBeNull();
      expect(counts).toMatchObject({ rows: 2, skipped: 1, mapped: 1, versions: 1 });
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted', '1 v2: pending']);
    });

    it('lets the last of two rows of one source win, over batches too, and counts and logs every time', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { number: 'A', fine: '1' })]);
      const second = await world.ingest([penaltyRow('2', { number: 'A', fine: '2' })]);
      expect(second.counts).toMatchObject({ mapped: 1, versions: 1, overridden: 1 });
      const back = await world.ingest([penaltyRow('1', { number: 'A', fine: '3' })]);
      expect(back.counts).toMatchObject({ mapped: 1, versions: 1, overridden: 1 });
      expect((await logOf(world)).filter((entry) => entry.startsWith('received'))).toEqual([
        'received v1',
        'received v2 overrides-another-row',
        'received v3 overrides-another-row',
      ]);
      // Doubles of one batch, and one that says the same, count from the next change on.
      const { counts } = await world.ingest([penaltyRow('3', { number: 'B' }), penaltyRow('4', { number: 'B' }), penaltyRow('5', { number: 'C' })]);
      expect(counts).toMatchObject({ folded: 1, versions: 2, overridden: 0 });
      await world.ingest([penaltyRow('6', { number: 'C' })]);
      const changed = await world.ingest([penaltyRow('3', { number: 'B', fine: '4' }), penaltyRow('5', { number: 'C', fine: '5' })]);
      expect(changed.counts).toMatchObject({ versions: 2, overridden: 2 });
    });

    it('names the conflict of two sources that differ on one key, and lets one that agrees pass', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1'), penaltyRow('2')]);
      const { counts } = await world.ingest([penaltyRow('1', { fine: '1' }), penaltyRow('2')], 'other-penalties');
      expect(counts).toMatchObject({ rows: 2, unchanged: 1, quarantined: 1, versions: 0 });
      expect(await quarantineOf(world)).toEqual(['row 1 open: INGEST_SOURCES_DIFFER']);
      const [conflict] = await world.query<{ problems: { value: string }[] }>(
        'SELECT problems FROM quarantine WHERE exchange = $1',
        world.plan('other-penalties').exchange,
      );
      expect(conflict?.problems[0]?.value).toBe(`${world.department}/source penalties`);
      // What the second source deletes is the first one's still.
      world.sources['other-penalties'].delete('2');
      await world.run('other-penalties');
      expect(await sizesOf(world)).toMatchObject({ records: 2, versions: 2 });
    });

    it('reads the source again when the mapping has changed, and passes over records that stay the same', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      const plan = world.plan();
      const mapping = { ...plan.source.mapping, digest: 'another mapping' };
      const { signal } = new AbortController();
      const result = await runExchange(world.context, { ...plan, source: { ...plan.source, mapping } }, signal);
      expect(world.sources.penalties.requests.map(({ cursor }) => cursor)).toEqual([null, null]);
      expect(result.counts).toMatchObject({ rows: 1, unchanged: 1, versions: 0 });
    });

    it('owes nothing to the system that the record came from, nor what the condition leaves out, and counts it', async () => {
      const own = await World.make(opened(), { receiverSystem: 'own-system' });
      await own.ingest([penaltyRow('1')]);
      expect(await deliveriesOf(own)).toEqual([]);
      const world = await World.make(opened(), { when: { fineYuan: '2.00' } });
      const { runId } = await world.ingest([penaltyRow('1'), penaltyRow('2', { fine: '2' })]);
      expect(await deliveriesOf(world)).toEqual(['2 v1: pending']);
      expect(await world.query('SELECT owed, not_owed FROM run_target WHERE run_id = $1', runId)).toEqual([{ owed: 1, not_owed: 1 }]);
    });

    it('takes back from the receiver what falls out of its scope', async () => {
      const world = await World.make(opened(), { when: { fineYuan: '2.00' } });
      await world.ingest([penaltyRow('1', { fine: '2' }), penaltyRow('2', { fine: '2' })]);
      await world.deliver();
      await world.ingest([penaltyRow('1', { fine: '3' })]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted', '1 v2 withdrawal: pending', '2 v1: accepted']);
    });

    it('seals personal fields: nothing of them stands in the open, and the receiver gets them all the same', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { personal: '11010519491231002X' })]);
      const [version] = await world.query<{ content: string; sealed: Buffer }>(
        `SELECT content::text AS content, sealed FROM record_version v JOIN department p ON p.id = v.department_id WHERE p.name = $1`,
        world.department,
      );
      expect(version?.content).toContain('甘南示例乳业有限公司');
      expect(version?.content).not.toContain('11010519491231002X');
      expect(version?.sealed.includes('11010519491231002X')).toBe(false);
      await world.deliver();
      expect(world.receiver.pushes[0]?.records[0]?.row).toMatchObject({ personal: '11010519491231002X' });
    });
  });

  describe('a withdrawal', () => {
    it('cancels what was never handed over', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.sources.penalties.delete('1');
      const { counts } = await world.run();
      expect(counts).toMatchObject({ rows: 1, mapped: 1, versions: 1 });
      expect(await deliveriesOf(world)).toEqual(['1 v1: cancelled']);
      expect(await obligationsOf(world)).toMatchObject([{ rule: 'double-publicity-7wd', state: 'withdrawn' }]);
      expect(await logOf(world)).toEqual(['received v1', 'withdrawn-at-source v2', 'cancelled v1']);
    });

    it('follows what the receiver has, with a deadline of its own', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.deliver();
      world.sources.penalties.delete('1');
      await world.run();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted', '1 v2 withdrawal: pending']);
      expect(await obligationsOf(world)).toContainEqual({
        rule: 'withdrawal-3wd',
        state: 'open',
        due_on: '2024-03-11',
        operation: 'withdraw',
      });
      await world.deliver();
      expect(world.receiver.named()).toEqual([['1 v1'], ['-1 v2']]);
      // The row comes back as it was: a third version.
      await world.ingest([penaltyRow('1')]);
      expect(await deliveriesOf(world)).toContain('1 v3: pending');
    });

    it('follows from a complete snapshot that does not show the row any more', async () => {
      const world = await World.make(opened(), { source: { mode: 'snapshot', maxWithdrawals: 0.5 } });
      await world.ingest([penaltyRow('1'), penaltyRow('2'), penaltyRow('3')]);
      world.sources.penalties.delete('2');
      const { counts } = await world.run();
      expect(counts).toMatchObject({ rows: 3, unchanged: 2, mapped: 1, versions: 1 });
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending', '2 v1: cancelled', '3 v1: pending']);
      expect((await world.run()).counts).toMatchObject({ rows: 2, unchanged: 2, versions: 0 });
    });

    it('never follows from two halves of a snapshot: after an interruption it begins anew', async () => {
      const world = await World.make(opened(), { source: { mode: 'snapshot', maxWithdrawals: 1 } });
      const source = world.sources.penalties;
      await world.ingest([penaltyRow('1'), penaltyRow('2'), penaltyRow('3')]);
      source.snapshotRows = 1;
      source.afterBatch = (count) => {
        if (count === 2) throw new Error('the line was cut');
      };
      expect(await world.run()).toMatchObject({ state: 'failed', counts: { rows: 2 } });
      source.afterBatch = () => undefined;
      expect(await world.run()).toMatchObject({ state: 'done', counts: { rows: 3, unchanged: 3, versions: 0 } });
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending', '2 v1: pending', '3 v1: pending']);
    });

    it('is left to a person when a snapshot lacks more than may vanish, and nothing is withdrawn', async () => {
      const world = await World.make(opened(), { source: { mode: 'snapshot', maxWithdrawals: 0.5 } });
      await world.ingest([penaltyRow('1'), penaltyRow('2'), penaltyRow('3')]);
      world.sources.penalties.delete('1', '2');
      const { state, failure } = await world.run();
      expect({ state, code: failure?.code }).toEqual({ state: 'failed', code: 'INGEST_TOO_MANY_WITHDRAWALS' });
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending', '2 v1: pending', '3 v1: pending']);
      // Exactly the allowed share may go.
      const half = await World.make(opened(), { source: { mode: 'snapshot', maxWithdrawals: 0.5 } });
      await half.ingest([penaltyRow('1'), penaltyRow('2')]);
      half.sources.penalties.delete('1');
      expect(await half.run()).toMatchObject({ state: 'done', counts: { versions: 1 } });
    });
  });

  describe('whatever batches come', () => {
    const row = fc.record({
      id: fc.constantFrom('1', '2', '3', '4', '5'),
      number: fc.constantFrom('1', '2', '3', '4'),
      fine: fc.constantFrom('1', '2'),
      facts: fc.oneof({ weight: 5, arbitrary: fc.constant('事实') }, fc.constant(null)),
    });
    const step = fc.oneof(
      { weight: 4, arbitrary: row.map((columns) => change('upsert', columns.id, penaltyRow(columns.id, columns))) },
      fc.constantFrom('1', '2', '3').map((id) => change('delete', id, {})),
    );
    const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });

    it('the sums of the counts close, versions are counted as they are stored, and reading again changes nothing', async () => {
      await fc.assert(
        fc.asyncProperty(batches, async (given) => {
          const world = await World.make(opened());
          for (const one of given) world.sources.penalties.add(...one);
          const { runId, counts, failure } = await world.run();
          expect(failure).toBeNull();
          const { rows, unchanged, folded, skipped, mapped, quarantined, versions } = counts;
          expect(rows).toBe(given.flat().length);
          expect(unchanged + folded + skipped + mapped + quarantined).toBe(rows);
          const sizes = await sizesOf(world);
          expect(versions).toBe(sizes['versions']);
          expect(mapped).toBe(versions);
          const [stored] = await world.query(
            'SELECT rows, unchanged, folded, skipped, mapped, quarantined, versions, overridden FROM run WHERE id = $1',
            runId,
          );
          expect(stored).toEqual(counts);
          const [twice] = await world.query<{ doubled: number }>(
            `SELECT count(*) AS doubled FROM (SELECT key_hash FROM record r JOIN department p ON p.id = r.department_id
             WHERE p.name = $1 GROUP BY key_hash HAVING count(*) > 1) AS doubled`,
            world.department,
          );
          expect(twice?.doubled).toBe(0);
          expect((await world.run()).counts.rows).toBe(0);
          expect(await sizesOf(world)).toEqual(sizes);
        }),
        { numRuns: 10 },
      );
    });
  });
}
