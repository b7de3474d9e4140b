import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';
import { overdueThreshold, sweepWarnings, type NoticeFacts } from '../../../gateway/deadlines/warnings.js';
import { ensureNames } from '../../../gateway/exchanges/names.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const calendar = createCalendar([...readShippedCalendars().values()]);
const storeNow = new Date('2026-09-15T04:00:00Z');
/** Due before the holiday of early October 2026; the 5th working day before it is the 22nd, the 1st the 29th of September. */
const due = '2026-09-30';
const hourMs = 60 * 60 * 1000;
const shanghai = (text: string): Date => new Date(`${text}:00+08:00`);

/** Warnings of what is due; run on both stores. */
export function warningsSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    beforeAll(async () => {
      opened = await withTables(open(), storeNow);
    });
    afterAll(async () => {
      await opened.drop();
    });

    async function world(count: number, thresholds: readonly number[] = [5, 1]) {
      const { store } = opened;
      await store.query(`UPDATE obligation SET state = 'met'`);
      const mark = randomBytes(5).toString('hex');
      const names = { departments: [`department-${mark}`], datasets: ['inspection'], connectors: [], streams: [], rules: [`rule-${mark}`] };
      const ids = await ensureNames(store, names);
      const [rule, department] = [ids.rule(`rule-${mark}`), ids.department(`department-${mark}`)];
      const makeId = createIdMaker(() => storeNow);
      const add = async (more: number, dueOn = due): Promise<void> => {
        await store.query(
          `INSERT INTO obligation (subject_id, rule_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at,
             provisional, met_by, operation)
           SELECT gen_random_uuid(), $1, $2, $3, 1, '2026-09-01', $4, $5, false, 'accepted', 'upsert' FROM generate_series(1, $6)`,
          [rule, department, ids.dataset('inspection'), dueOn, `${dueOn}T16:00:00Z`, more],
        );
      };
      await add(count);
      const told: NoticeFacts[] = [];
      const sweep = (at: string, by = store): Promise<number> =>
        sweepWarnings(
          { store: by, makeId, thresholds: new Map([[rule, thresholds]]), calendarOf: () => calendar, report: (facts) => told.push(facts) },
          shanghai(at),
        );
      const notices = (): Promise<{ threshold: number; obligations: number }[]> =>
        store.query('SELECT threshold, obligations FROM deadline_notice WHERE department_id = $1 ORDER BY id', [department]);
      const logged = async (): Promise<string[]> => {
        const rows = await store.query<{ entries: string }>('SELECT entries FROM log_segment');
        const lines = rows.flatMap(({ entries }) => entries.trimEnd().split('\n'));
        return lines.filter((line) => line.includes(mark)).map((line) => (JSON.parse(line) as { station: string }).station);
      };
      return { store, sweep, notices, logged, add, told };
    }

    it('come at each threshold from the start of its day, counted back in working days, and not before', async () => {
      const { sweep, notices } = await world(2);
      expect(await sweep('2026-09-21T23:59')).toBe(0);
      expect(await sweep('2026-09-22T00:00')).toBe(2);
      expect(await sweep('2026-09-28T23:59')).toBe(0);
      expect(await sweep('2026-09-29T00:00')).toBe(2);
      expect(await sweep('2026-09-30T23:59')).toBe(0);
      expect(await sweep('2026-10-01T00:00')).toBe(2);
      expect(await notices()).toEqual([5, 1, overdueThreshold].map((threshold) => ({ threshold, obligations: 2 })));
    });

    it('come once each, however often and from however many processes one looks', async () => {
      const { sweep, notices, logged } = await world(1200);
      const counts = await Promise.all([sweep('2026-09-29T08:00'), sweep('2026-09-29T08:00', opened.another)]);
      expect((counts[0] ?? 0) + (counts[1] ?? 0) + (await sweep('2026-09-29T08:01'))).toBe(1200);
      expect(await sweep('2026-09-29T08:02')).toBe(0);
      expect(await notices()).toEqual([{ threshold: 1, obligations: 1200 }]);
      expect(await logged()).toEqual(Array.from({ length: 1200 }, () => 'deadline-warned'));
    });

    it('come at the same instants in whatever zone the process is, also when that changes under way', async () => {
      const { sweep, notices } = await world(1);
      const zone = process.env['TZ'];
      try {
        for (const [other, at, count] of [
          ['America/Los_Angeles', '2026-09-21T23:59', 0],
          ['Pacific/Kiritimati', '2026-09-21T23:59', 0],
          ['America/Los_Angeles', '2026-09-22T00:00', 1],
          ['Pacific/Kiritimati', '2026-09-28T23:59', 0],
          ['Europe/Berlin', '2026-09-29T00:00', 1],
          ['Pacific/Kiritimati', '2026-09-30T23:59', 0],
          ['America/Los_Angeles', '2026-10-01T00:00', 1],
        ] as const) {
          process.env['TZ'] = other;
          expect([other, at, await sweep(at)]).toEqual([other, at, count]);
        }
      } finally {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
      }
      expect((await notices()).map(({ threshold }) => threshold)).toEqual([5, 1, overdueThreshold]);
    });

    it('lose none and repeat none however the clock jumps, in two processes', async () => {
      const hours = fc.integer({ min: -24 * 20, max: 24 * 10 });
      await fc.assert(
        fc.asyncProperty(fc.array(hours, { minLength: 1, maxLength: 6 }), async (jumps) => {
          const { sweep, logged } = await world(2);
          for (const [index, jump] of jumps.entries()) {
            const at = new Date(shanghai('2026-10-01T00:00').getTime() + jump * hourMs + 8 * hourMs).toISOString().slice(0, 16);
            await sweep(at, index % 2 === 0 ? opened.store : opened.another);
          }
          await sweep('2026-10-01T00:00');
          await sweep('2026-09-22T00:00', opened.another);
          const stations = await logged();
          expect(stations.filter((one) => one === 'deadline-overdue')).toHaveLength(2);
          expect(stations.filter((one) => one === 'deadline-warned').length).toBeLessThanOrEqual(4);
          expect(stations.length % 2).toBe(0);
        }),
        { numRuns: 8 },
      );
    });

    it('of a process that slept over thresholds are one, of the tightest; a clock set back repeats none', async () => {
      const { sweep, notices, logged } = await world(3);
      expect(await sweep('2026-10-05T12:00')).toBe(3);
      expect(await sweep('2026-09-29T12:00')).toBe(0);
      expect(await sweep('2026-10-06T12:00')).toBe(0);
      expect(await notices()).toEqual([{ threshold: overdueThreshold, obligations: 3 }]);
      expect(await logged()).toEqual(['deadline-overdue', 'deadline-overdue', 'deadline-overdue']);
    });

    it('reach obligations that come late under the same notice, with their own events', async () => {
      const { sweep, add, notices, told } = await world(1);
      await sweep('2026-09-29T12:00');
      await add(2);
      expect(await sweep('2026-09-29T13:00')).toBe(2);
      expect(await notices()).toEqual([{ threshold: 1, obligations: 3 }]);
      expect(told.map(({ obligations }) => obligations)).toEqual([1, 3]);
    });

    it('of a due day that is a rest day come on the last working day before it', async () => {
      const { sweep, add } = await world(0, [0]);
      await add(1, '2026-10-04');
      expect(await sweep('2026-09-29T23:59')).toBe(0);
      expect(await sweep('2026-09-30T00:00')).toBe(1);
    });

    it('are not of obligations that are met', async () => {
      const { store, sweep } = await world(2);
      await store.query(`UPDATE obligation SET state = 'met'`);
      expect(await sweep('2026-10-05T12:00')).toBe(0);
    });
  });
}
