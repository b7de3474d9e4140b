import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ensureNames, type Names } from '../../../gateway/exchanges/names.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { openOnServer, withTables, type TestStore } from '../store/test-stores.js';
import { penaltyRow, World, worldNow } from './world.js';

describeOnPostgres('applying a workspace', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await withTables(openOnServer(), worldNow);
  });
  afterAll(async () => {
    await test.drop();
  });

  const names = (system: string): Names => ({
    departments: ['names-a', 'names-b'],
    datasets: ['inspection'],
    connectors: [{ reference: 'names-a/db', system }, { reference: 'names-b/db', system }],
    streams: [{ connector: 'names-a/db', stream: 't' }, { connector: 'names-b/db', stream: 't' }],
    rules: ['names-rule'],
  });

  it('gives every name a number of its own, the same ones for ever, from any process', async () => {
    const numbers = async (store: TestStore['store'], system: string): Promise<number[]> =>
      store.transaction(async (transaction) => {
        const ids = await ensureNames(transaction, names(system));
        return [
          ids.department('names-a'),
          ids.department('names-b'),
          ids.connector('names-a/db'),
          ids.connector('names-b/db'),
          ids.stream('names-a/db', 't'),
          ids.stream('names-b/db', 't'),
        ];
      });
    const [first, second] = await Promise.all([numbers(test.store, 'one'), numbers(test.another, 'one')]);
    expect(second).toEqual(first);
    expect(first?.[0]).not.toBe(first?.[1]);
    expect(first?.[2]).not.toBe(first?.[3]);
    expect(first?.[4]).not.toBe(first?.[5]);
    expect(await numbers(test.store, 'another system')).toEqual(first);
    expect(await test.store.query(`SELECT system FROM connector WHERE reference = 'names-a/db'`)).toEqual([{ system: 'another system' }]);
  });

  it('logs every change of configuration once, with its digest, and names its version in what follows', async () => {
    const world = await World.make(test.store);
    const segments = await world.query<{ entries: string }>('SELECT entries FROM log_segment');
    const entries = segments
      .flatMap(({ entries }) => entries.trimEnd().split('\n'))
      .map((line) => JSON.parse(line) as { department: string; station: string; code: string; version: number; digests: { manifest: string } })
      .filter(({ department }) => department === world.department);
    expect(new Set(entries.map(({ station }) => station))).toEqual(new Set(['configuration-changed']));
    expect(entries.map(({ code }) => code)).toContain(`Exchange ${world.department}/penalties`);
    expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);

    const { runId } = await world.ingest([penaltyRow('1')]);
    const [used] = await world.query<{ digest: string; version: number }>(
      'SELECT digest, version FROM resource_version WHERE id = (SELECT exchange_version FROM run WHERE id = $1)',
      runId,
    );
    const logged = entries.find(({ code }) => code === `Exchange ${world.department}/penalties`);
    expect(used).toEqual({ digest: logged?.digests.manifest, version: logged?.version });
  });

  it('knows which exchanges name a receiver, and which of its records others may refer to', async () => {
    const world = await World.make(test.store);
    const [target] = world.plan('inspections').targets;
    expect(target).toMatchObject({ isReferredTo: true, receives: new Set(['inspection', 'administrative-penalty']) });
    expect(world.plan('penalties').targets[0]?.isReferredTo).toBe(false);
    expect([...(world.plans.targets[0]?.plans.keys() ?? [])].toSorted((a, b) => a.localeCompare(b))).toEqual(
      ['inspections', 'other-penalties', 'penalties'].map((name) => `${world.department}/${name}`),
    );
  });
});
