import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { systemClock } from '../../gateway/clock.js';
import { openStore } from '../../gateway/store/open.js';
import type { Store } from '../../gateway/store/store.js';
import { describeOnPostgres, postgresDatabase, postgresServer } from '../servers/postgres.js';
import { FaultWorld } from './fault-world.js';
import { liveOnce } from './gateway-process.js';
import type { GatewayLife } from './life.js';

describeOnPostgres('two gateways over one PostgreSQL store', () => {
  let world: FaultWorld;
  let store: Store;
  let database: string;
  let life: GatewayLife;

  beforeAll(async () => {
    world = await FaultWorld.open({ records: 100 });
    database = `jiantong_test_${randomUUID().replaceAll('-', '')}`;
    await onServer(`CREATE DATABASE ${database}`);
    const databaseUrl = postgresDatabase(database);
    // The master key lies in the data folder, which both of them use.
    const dataFolder = await world.freshStore('shared');
    store = await openStore({ dataFolder, databaseUrl, connectionsMax: 2 }, systemClock.now());
    life = { ...world.life(dataFolder), databaseUrl };
  });
  afterAll(async () => {
    await store.close();
    await onServer(`DROP DATABASE ${database} WITH (FORCE)`);
    await world.close();
  });

  it('store and deliver everything once between them, and never run an exchange at the same time', async () => {
    await Promise.all([liveOnce(life), liveOnce(life)]);
    await world.addRows();
    expect(await Promise.all([liveOnce(life), liveOnce(life)])).toEqual(['settled', 'settled']);
    expect((await world.reckon(store)).mistakes).toEqual([]);
    expect(await overlappingRuns(store)).toEqual([]);
  });

  it('take over what a third one held when it was killed', async () => {
    await world.addRows();
    expect(await liveOnce({ ...life, death: { station: 'deliver.claimed', passing: 1 } })).toBe('killed');
    await passLeases(store);
    expect(await Promise.all([liveOnce(life), liveOnce(life)])).toEqual(['settled', 'settled']);
    expect((await world.reckon(store)).mistakes).toEqual([]);
  });
});

async function overlappingRuns(store: Store): Promise<unknown[]> {
  return store.query(
    'SELECT a.exchange FROM run a JOIN run b ON b.exchange = a.exchange AND b.id > a.id AND b.started_at < a.ended_at',
  );
}

/** Makes the dead one's holds lapse: nobody waits minutes for a test. */
async function passLeases(store: Store): Promise<void> {
  await store.query('UPDATE exchange_state SET running_until = now() WHERE running_by IS NOT NULL');
  await store.query('UPDATE attempt_lease SET lease_until = now()');
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresServer });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
