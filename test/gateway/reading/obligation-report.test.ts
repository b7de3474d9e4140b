import { afterAll, beforeAll, expect, it } from '@jest/globals';

import type { ObligationFilter } from '../../../gateway/services/obligations.js';
import { createReadings, type Readings } from '../../../gateway/reading/index.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';

const housing = 'gannan-housing';
const creditChina = 'data-office/credit-china';

/** Hours from the database's present, on which overdue and due soon hang. */
interface Case {
  readonly nth: number;
  readonly department?: 1 | 2;
  readonly target?: 0 | 1 | 2;
  readonly dueInHours: number;
  readonly state?: 'met' | 'met-late' | 'waived' | 'withdrawn';
  readonly metHoursAgo?: number;
}

const cases: readonly Case[] = [
  { nth: 1, dueInHours: 240 },
  { nth: 2, dueInHours: 24 },
  { nth: 3, dueInHours: -24 },
  { nth: 4, dueInHours: 48, state: 'met', metHoursAgo: 2 },
  { nth: 5, dueInHours: -48, state: 'met-late', metHoursAgo: 24 },
  { nth: 6, dueInHours: -48, state: 'waived' },
  { nth: 7, dueInHours: -48, state: 'withdrawn' },
  { nth: 8, department: 2, target: 0, dueInHours: 100 },
  { nth: 9, target: 2, dueInHours: 24 },
];

const id = (nth: number): string => `019ab000-0000-7000-8000-00000000000${String(nth)}`;

describeOnPostgres('the report of obligations', () => {
  let database: TestDatabase;
  let all: Readings;
  let beforeClosing: string;

  beforeAll(async () => {
    database = await makeDatabase();
    const { store } = database;
    all = createReadings({ store, scope: 'all' });
    await store.query(`INSERT INTO department (name) VALUES ('${housing}'), ('gannan-market')`);
    await store.query(`INSERT INTO dataset (name) VALUES ('administrative-penalty')`);
    await store.query(`INSERT INTO connector (reference, system) VALUES ('${creditChina}', 'credit-china'), ('data-office/gsxt', 'gsxt')`);
    await store.query(`INSERT INTO deadline_rule (name) VALUES ('double-publicity-7wd')`);
    for (const { nth, department = 1, target = 1, dueInHours } of cases) {
      await store.query(
        `INSERT INTO obligation (subject_id, rule_id, target_id, department_id, dataset_id, rule_version, trigger_date,
           due_on, due_at, provisional, met_by, operation, first_seen_at)
         VALUES ($1, 1, $2, $3, 1, 1, '2026-01-01', '2026-01-12', now() + make_interval(hours => $4), false, 'accepted', 'upsert',
           now() - interval '20 days')`,
        [id(nth), target, department, dueInHours],
      );
    }
    for (const { nth, state, metHoursAgo } of cases) {
      if (state === undefined) continue;
      await store.query(
        `UPDATE obligation SET state = $2::obligation_state, met_at = now() - make_interval(hours => $3) WHERE subject_id = $1`,
        [id(nth), state, metHoursAgo ?? null],
      );
    }
    // What the trigger wrote is now; a past day is made by moving it.
    const [closed] = await store.query<{ count: number }>('SELECT count(closed_at) AS count FROM obligation');
    expect(closed?.count).toBe(4);
    await store.query(`UPDATE obligation SET closed_at = now() - interval '5 days' WHERE subject_id = '${id(5)}'`);
    const [past] = await store.query<{ day: string }>(
      `SELECT to_char((now() - interval '3 days') AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day`,
    );
    beforeClosing = past?.day ?? '';
  });
  afterAll(() => database.drop());

  it('counts by department, dataset, target and rule, and sums them up', async () => {
    const { rows, total, soonDays } = await all.obligations.report({});
    expect(soonDays).toBe(3);
    expect(rows.map(({ department, target, open }) => [department, target, open])).toEqual([
      [housing, creditChina, 3],
      [housing, 'data-office/gsxt', 1],
      ['gannan-market', null, 1],
    ]);
    expect(rows[0]).toMatchObject({ overdue: 1, dueSoon: 1, met: 1, metLate: 1, waived: 1, onTimeRate: 0.3333 });
    expect(total).toMatchObject({ open: 5, overdue: 1, dueSoon: 2, met: 1, metLate: 1, waived: 1 });
  });

  it('says how long before the due instant obligations were met', async () => {
    // 50 hours early and 24 hours late.
    expect((await all.obligations.report({})).total.meanLeadHours).toBe(13);
  });

  it('gives the figures of a past day as they stood at its end', async () => {
    const { total, at } = await all.obligations.report({ asOf: beforeClosing });
    expect(at).toBe(`${beforeClosing}T16:00:00.000Z`);
    expect(total).toMatchObject({ open: 8, met: 0, metLate: 1, waived: 0 });
  });

  it('gives what an obligation said on a past day, though it was changed since', async () => {
    await database.store.query(
      `INSERT INTO obligation_history (month, id, subject_id, rule_id, target_id, department_id, before, reason)
       SELECT date_trunc('month', now())::date, gen_random_uuid(), subject_id, rule_id, target_id, department_id,
         jsonb_build_object('state', 'met', 'due_on', due_on, 'due_at', due_at, 'provisional', true, 'met_at', due_at,
           'closed_at', now() - interval '5 days'), 'test' FROM obligation WHERE subject_id = $1`,
      [id(5)],
    );
    const { total } = await all.obligations.report({ asOf: beforeClosing });
    expect(total).toMatchObject({ open: 8, met: 1, metLate: 0, onTimeRate: expect.any(Number) });
    await database.store.query('DELETE FROM obligation_history');
  });

  it('counts what was met late and never explained', async () => {
    expect((await all.obligations.report({})).total.unexplained).toBe(1);
    await database.store.query(
      `INSERT INTO lateness_reason (subject_id, rule_id, target_id, department_id, reason, person) VALUES ($1, 1, 1, 1, 'test', '示例甲')`,
      [id(5)],
    );
    expect((await all.obligations.report({})).total.unexplained).toBe(0);
    expect((await all.obligations.report({ asOf: beforeClosing })).total.unexplained).toBe(1);
  });

  it('is told as a bulletin with every late one, also as it would have read on a past day', async () => {
    const { late, report, isCut } = await all.obligations.bulletin({});
    expect(late.map(({ record, metAt }) => [record, metAt === null])).toEqual([[id(5), false], [id(3), true]]);
    expect(report.total).toEqual((await all.obligations.report({})).total);
    expect(isCut).toBe(false);
    const [metLate, overdue] = late;
    expect([metLate?.daysLate, overdue?.daysLate]).toEqual([1, 1]);
    const { department = 0, quarantine = 1, gateway = 0, outage = 1, receiver = 1 } = overdue?.days ?? {};
    expect(department).toBeGreaterThan(0);
    expect(gateway).toBeCloseTo(20, 0);
    expect([quarantine, outage, receiver]).toEqual([0, 0, 0]);
    const past = await all.obligations.bulletin({ asOf: beforeClosing });
    expect(past.late.map(({ record }) => record)).toEqual([id(5)]);
  });

  it('refuses a day that does not exist', async () => {
    await expect(all.obligations.report({ asOf: '2026-02-30' })).rejects.toMatchObject({ code: 'DEADLINE_DATE_NOT_COVERED' });
  });

  it('is empty, with a moment and no rate, where nothing fits', async () => {
    const { rows, total, at } = await all.obligations.report({ from: '2027-01-01' });
    expect(rows).toEqual([]);
    expect(total).toMatchObject({ open: 0, onTimeRate: null, meanLeadHours: null });
    expect(Number.isNaN(Date.parse(at))).toBe(false);
  });

  it.each<[ObligationFilter, number[]]>([
    [{ standing: 'overdue' }, [3]],
    [{ standing: 'due-soon' }, [2, 9]],
    [{ standing: 'due-soon', soonDays: 30 }, [2, 9, 8, 1]],
    [{ target: 'data-office/gsxt' }, [9]],
    [{ department: 'gannan-market' }, [8]],
    [{ rule: 'no-such-rule' }, []],
    [{ dataset: 'administrative-penalty', standing: 'overdue' }, [3]],
  ])('stands on the same obligations that a list narrowed by %j shows', async (filter, expected) => {
    const { items } = await all.obligations.list(filter, { limit: 50 });
    expect(items.map(({ record }) => record)).toEqual(expected.map(id));
  });

  it('counts nothing of departments outside its scope', async () => {
    const market = createReadings({ store: database.store, scope: ['gannan-market'] });
    expect((await market.obligations.report({})).total.open).toBe(1);
  });
});
