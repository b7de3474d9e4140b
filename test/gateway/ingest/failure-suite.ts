import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runExchange } from '../../../gateway/ingest/run.js';
import type { Store } from '../../../gateway/store/store.js';
import { deliveriesOf, logOf, quarantineOf, sizesOf } from '../exchanges/read-world.js';
import { penaltyRow, World } from '../exchanges/world.js';

/** What is left when something goes wrong in the middle; run on both stores. */
export function failureSuite(opened: () => Store): void {
  describe('when something goes wrong', () => {
    failures(opened);
  });
}

function failures(opened: () => Store): void {
  // The database itself refuses what says so: as damaged data, or for a reason that has nothing to do with the row.
  beforeAll(async () => {
    await opened().query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.content->>'illegalFacts' = 'refused as data' THEN RAISE EXCEPTION 'data' USING ERRCODE = '22023'; END IF;
        IF NEW.content->>'illegalFacts' = 'refused' THEN RAISE EXCEPTION 'no' USING ERRCODE = '57P03'; END IF;
        RETURN NEW;
      END $$`);
    await opened().query('CREATE TRIGGER refuse BEFORE INSERT ON record_version FOR EACH ROW EXECUTE FUNCTION refuse()');
  });
  afterAll(async () => {
    await opened().execute('DROP TRIGGER refuse ON record_version; DROP FUNCTION refuse');
  });

  describe('a batch that cannot be stored', () => {
    it('leaves cursor and tables as they were, and the next run goes on from there', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      const before = { sizes: await sizesOf(world), log: await logOf(world) };
      world.sources.penalties.give(penaltyRow('2'), penaltyRow('3', { facts: 'refused' }), penaltyRow('4', { facts: null }));
      const { state, failure, counts } = await world.run();
      expect({ state, code: failure?.code }).toEqual({ state: 'failed', code: 'INGEST_UNEXPECTED_FAILURE' });
      expect(counts).toMatchObject({ rows: 0, versions: 0 });
      expect({ sizes: await sizesOf(world), log: await logOf(world) }).toEqual(before);

      await world.query('ALTER TABLE record_version DISABLE TRIGGER refuse');
      expect((await world.run()).counts).toMatchObject({ rows: 3, mapped: 2, quarantined: 1 });
      await world.query('ALTER TABLE record_version ENABLE TRIGGER refuse');
      expect(world.sources.penalties.requests.map(({ cursor }) => cursor)).toEqual([null, '1', '1']);
    });

    it('for the data of some rows is halved until those stand alone; they are put aside and all others stored', async () => {
      const world = await World.make(opened());
      const bad = new Set(['2', '5', '6']);
      const rows = ['1', '2', '3', '4', '5', '6', '7'].map((id) => penaltyRow(id, bad.has(id) ? { facts: 'refused as data' } : {}));
      const { counts, state } = await world.ingest([...rows, penaltyRow('1')]);
      expect({ state, ...counts }).toEqual({
        state: 'done', rows: 8, unchanged: 0, folded: 1, skipped: 0, mapped: 4, quarantined: 3, versions: 4, overridden: 0,
      });
      expect(await quarantineOf(world)).toEqual(['2', '5', '6'].map((id) => `row ${id} open: INGEST_ROW_NOT_STORABLE`));
      expect(await deliveriesOf(world)).toEqual(['1', '3', '4', '7'].map((id) => `${id} v1: pending`));
      expect((await world.run()).counts.rows).toBe(0);
    });
  });

  describe('a source that breaks off', () => {
    it('fails the run with what came before it kept; the next one goes on behind it', async () => {
      const world = await World.make(opened());
      const source = world.sources.penalties;
      for (const id of ['1', '2', '3']) source.give(penaltyRow(id));
      source.afterBatch = (count) => {
        if (count === 2) throw new Error('the line was cut');
      };
      const { state, failure, counts } = await world.run();
      expect({ state, text: failure?.text }).toEqual({ state: 'failed', text: 'the line was cut' });
      expect(counts).toMatchObject({ rows: 2, versions: 2 });
      source.afterBatch = () => undefined;
      expect((await world.run()).counts).toMatchObject({ rows: 1, versions: 1 });
      expect(source.requests.map(({ cursor }) => cursor)).toEqual([null, '2']);
    });

    it('wherever it breaks and however often, loses and doubles nothing', async () => {
      const rows = fc.record({ id: fc.constantFrom('1', '2', '3'), number: fc.constantFrom('1', '2', '3', '4'), fine: fc.constantFrom('1', '2') });
      const batches = fc.array(fc.array(rows, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(batches, fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }), async (given, breaks) => {
          const [whole, broken] = [await World.make(opened()), await World.make(opened())];
          for (const one of given) {
            for (const world of [whole, broken]) world.sources.penalties.give(...one.map((columns) => penaltyRow(columns.id, columns)));
          }
          await whole.run();
          for (const after of breaks) {
            broken.sources.penalties.afterBatch = (count) => {
              if (count === after) throw new Error('the line was cut');
            };
            await broken.run();
          }
          broken.sources.penalties.afterBatch = () => undefined;
          expect(await broken.run()).toMatchObject({ state: 'done' });
          expect(await sizesOf(broken)).toEqual(await sizesOf(whole));
          expect(await deliveriesOf(broken)).toEqual(await deliveriesOf(whole));
          expect(await logOf(broken)).toEqual(await logOf(whole));
        }),
        { numRuns: 5 },
      );
    });
  });

  describe('one run at a time', () => {
    it('is refused while another has the exchange, and free when that one ends', async () => {
      const world = await World.make(opened());
      world.sources.penalties.give(penaltyRow('1'));
      const second: unknown[] = [];
      await world.run('penalties', {
        onStarted: () => second.push(world.run().catch((error: unknown) => error)),
      });
      expect(await Promise.all(second)).toMatchObject([{ code: 'INGEST_EXCHANGE_RUNNING' }]);
      expect((await world.run()).state).toBe('done');
    });

    it('stores nothing more once another process has taken the exchange over', async () => {
      const world = await World.make(opened());
      const source = world.sources.penalties;
      source.give(penaltyRow('1'));
      source.give(penaltyRow('2'));
      const plan = world.plan();
      const takeOver = world.query.bind(world, 'UPDATE exchange_state SET running_by = gen_random_uuid() WHERE exchange = $1', plan.exchange);
      const pulling = plan.source.open();
      const open = (): typeof pulling => ({
        ...pulling,
        async *pull(request, signal) {
          let isFirst = true;
          for await (const batch of pulling.pull?.(request, signal) ?? []) {
            if (!isFirst) await takeOver();
            isFirst = false;
            yield batch;
          }
        },
      });
      const { signal } = new AbortController();
      const result = await runExchange(world.context, { ...plan, source: { ...plan.source, open } }, signal);
      expect(result).toMatchObject({ state: 'failed', failure: { code: 'INGEST_LOCK_LOST' } });
      expect(await deliveriesOf(world)).not.toContain('2 v1: pending');
      const [state] = await world.query<{ taken: boolean }>('SELECT running_by IS NOT NULL AS taken FROM exchange_state WHERE exchange = $1', plan.exchange);
      expect(state?.taken).toBe(true);
    });

    it('tells its source of a batch once it is stored, and fails when that is not heard, for the rows come again', async () => {
      const world = await World.make(opened());
      for (const id of ['1', '2']) world.sources.penalties.give(penaltyRow(id));
      const plan = world.plan();
      const stored = async (): Promise<number> =>
        Number((await world.query<{ rows: number }>('SELECT count(*)::int AS rows FROM source_ref'))[0]?.rows);
      const before = await stored();
      const told: number[][] = [];
      const openTelling = (fails: boolean): typeof plan.source.open => () => ({
        ...plan.source.open(),
        taken: async ({ changes }) => {
          if (fails) throw new Error('not heard');
          told.push([changes.length, (await stored()) - before]);
        },
      });
      const { signal } = new AbortController();
      const run = async (fails: boolean) => await runExchange(world.context, { ...plan, source: { ...plan.source, open: openTelling(fails) } }, signal);
      expect(await run(false)).toMatchObject({ state: 'done' });
      expect(told).toEqual([[1, 1], [1, 2]]);
      world.sources.penalties.give(penaltyRow('3'));
      expect(await run(true)).toMatchObject({ state: 'failed' });
    });

    it('ends with the batch in hand when it is told to stop, and goes on from there', async () => {
      const world = await World.make(opened());
      const source = world.sources.penalties;
      for (const id of ['1', '2', '3']) source.give(penaltyRow(id));
      const stop = new AbortController();
      source.afterBatch = (count) => {
        if (count === 1) stop.abort();
      };
      const result = await runExchange(world.context, world.plan(), stop.signal);
      expect(result).toMatchObject({ state: 'stopped', failure: null, counts: { rows: 1 } });
      expect((await world.run()).counts).toMatchObject({ rows: 2, versions: 2 });
    });
  });
}
