import { afterAll, beforeAll, expect, it } from '@jest/globals';

import type { ForecastView } from '../../../gateway/reading/forecast.js';
import { createReadings } from '../../../gateway/reading/index.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';

describeOnPostgres('the forecast of deliveries', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await makeDatabase();
    const { store } = database;
    await store.query(`INSERT INTO department (name) VALUES ('gannan-housing')`);
    await store.query(
      `INSERT INTO connector (reference, system) VALUES ('office/measured', 'a'), ('office/limited', 'b'), ('office/unknown', 'c')`,
    );
    await store.query('INSERT INTO target_state (target_id) SELECT id FROM connector');
    await store.query(
      `INSERT INTO resource_version (kind, department, name, version, digest, manifest, applied_at, applied_by) VALUES
        ('Connector', 'office', 'limited', 1, 'x', '{"spec":{"delivery":{"recordsPerSecond":500}}}', now(), 'tester'),
        ('Connector', 'office', 'limited', 2, 'y', '{"spec":{"delivery":{"recordsPerSecond":1}}}', now(), 'tester')`,
    );
    // A hundred deliveries in ten seconds, to the first receiver only.
    await store.query(
      `INSERT INTO delivery_attempt (month, id, target_id, stream, deliveries, started_at, lease_until, ended_at, accepted)
       VALUES (date_trunc('month', now())::date, gen_random_uuid(), 1, 's', 100, now() - interval '20 seconds', now(), now() - interval '10 seconds', 100)`,
    );
    for (const target of [1, 2, 3]) {
      await store.query(
        `INSERT INTO outbox (target_id, record_id, version, month, version_month, department_id, run_id,
           exchange_version, mapping_version, agreement_version, exchange, operation, state, wait, due_at, next_at)
         SELECT $1, gen_random_uuid(), 1, '2026-11-01', '2026-11-01', 1, 1, 1, 1, 1, 'x/y', 'upsert',
           CASE WHEN n = 1 THEN 'held' ELSE 'pending' END::delivery_state, CASE WHEN n = 2 THEN 'reference' END::delivery_wait,
           CASE WHEN n <= 5 THEN now() - interval '1 hour' WHEN n <= 605 THEN now() + interval '30 seconds' ELSE 'infinity' END, now()
         FROM generate_series(1, 700) n`,
        [target],
      );
    }
  });
  afterAll(() => database.drop());

  it('reckons with the measured rate, with the limit where nothing was measured, and says when it knows neither', async () => {
    const all = await createReadings({ store: database.store, scope: 'all' }).obligations.forecast();
    const of = (name: string): ForecastView | undefined => all.find(({ target }) => target === `office/${name}`);
    expect(of('measured')).toMatchObject({ deliveries: 698, overdue: 3, blocked: 2, assumptions: { ratePerSecond: 10, rateFrom: 'measured', reserve: 0.05 } });
    expect(of('measured')?.late).toBeGreaterThan(310);
    expect(of('measured')?.late).toBeLessThan(325);
    expect(of('limited')).toMatchObject({ assumptions: { ratePerSecond: 1, rateFrom: 'limit' }, lateDays: [{ deliveries: of('limited')?.late }] });
    expect(of('limited')?.late).toBeGreaterThan(570);
    expect(of('unknown')).toMatchObject({ late: null, endsAt: null, lateDays: [], assumptions: { ratePerSecond: null, rateFrom: 'none' } });
  });
});
