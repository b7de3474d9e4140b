import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { sendLetters } from '../../../gateway/deadlines/letters.js';
import { createQuietSweep } from '../../../gateway/deadlines/quiet-sweep.js';
import type { NoticeDigest } from '../../../gateway/deadlines/send-notices.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';
import { quietServices } from '../../../gateway/duties/quiet-streams.js';
import { urgingServices } from '../../../gateway/duties/urgings.js';
import { ensureNames } from '../../../gateway/exchanges/names.js';
import { makeBulletin } from '../../../gateway/reading/bulletin.js';
import type { DutyTools } from '../../../gateway/duties/named-duty.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const storeNow = new Date('2026-09-15T04:00:00Z');
const calendar = createCalendar([...readShippedCalendars().values()]);
const page = { limit: 50 };
const demand = { reason: '请尽快报送', answerBy: '2026-09-18', person: '示例甲' };

/** What departments are asked by the data office and by the gateway; run on both stores. */
export function urgingsSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    let tools: DutyTools;
    let now = storeNow;
    beforeAll(async () => {
      opened = await withTables(open(), storeNow);
      const { store } = opened;
      await ensureNames(store, {
        departments: ['housing', 'market'],
        datasets: ['inspection'],
        connectors: [],
        streams: [],
        rules: ['publicity', 'other'],
      });
      await store.query(
        `INSERT INTO resource_version (kind, department, name, version, digest, manifest, applied_at, applied_by)
         VALUES ('Exchange', 'housing', 'penalties', 1, '', '{}', now(), 'tester')`,
      );
      tools = { store, makeId: createIdMaker(() => now), now: () => now };
    });
    afterAll(async () => {
      await opened.drop();
    });
    beforeEach(async () => {
      now = storeNow;
      for (const table of ['urged_duty', 'urging', 'letter', 'obligation', 'quiet_stream', 'run']) await opened.store.query(`DELETE FROM ${table}`);
    });

    async function owe(department: string, rule: string, dueOn: string): Promise<string> {
      const id = randomUUID();
      await opened.store.query(
        `INSERT INTO obligation (subject_id, rule_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at, provisional,
           met_by, operation)
         SELECT $1, r.id, d.id, s.id, 1, '2026-01-01', $2, $3, false, 'accepted', 'upsert'
         FROM deadline_rule r, department d, dataset s WHERE d.name = $4 AND r.name = $5`,
        [id, dueOn, `${dueOn}T16:00:00Z`, department, rule],
      );
      return id;
    }

    async function stationsOf(record: string): Promise<string[]> {
      const rows = await opened.store.query<{ entries: string }>('SELECT entries FROM log_segment ORDER BY id');
      const entries = rows.flatMap(({ entries }) => entries.trimEnd().split('\n').map((line) => JSON.parse(line) as { record?: string; station: string }));
      return entries.filter((entry) => entry.record === record).map(({ station }) => station);
    }

    async function told(way: 'mail' | 'webhook'): Promise<NoticeDigest['letters']> {
      const digests: NoticeDigest[] = [];
      await sendLetters(opened.store, { way, send: (digest) => Promise.resolve(void digests.push(digest)) });
      return digests.flatMap(({ letters }) => letters);
    }

    it('an urging is about what is open of the selection, is told once each way, and stands on the list until it is answered', async () => {
      const overdue = await owe('housing', 'publicity', '2026-01-10');
      await owe('housing', 'publicity', '2090-01-10');
      await owe('market', 'publicity', '2026-01-10');
      const urgings = urgingServices(tools, 'all');
      const made = await urgings.urge({ ...demand, department: 'housing', overdueOnly: true });
      expect(made).toMatchObject({ department: 'housing', level: 'urged', obligations: 1, open: 1, answeredAt: null });
      expect(await stationsOf(overdue)).toEqual(['deadline-urged']);
      for (const way of ['mail', 'webhook'] as const) {
        expect(await told(way)).toMatchObject([{ department: 'housing', kind: 'urged', text: expect.stringContaining('publicity  1 条') }]);
        expect(await told(way)).toEqual([]);
      }
      const unanswered = async (): Promise<number> => (await urgings.list({ standing: 'unanswered' }, page)).items.length;
      expect(await unanswered()).toBe(1);
      const answered = await urgingServices(tools, ['housing']).answer(made.id, { answer: '三日内补报', person: '示例乙' });
      expect(answered).toMatchObject({ answer: '三日内补报', answeredBy: '示例乙' });
      expect(await unanswered()).toBe(0);
      await expect(urgings.answer(made.id, { answer: '再答', person: '示例丙' })).rejects.toMatchObject({ code: 'DEADLINE_URGING_ANSWERED' });
    });

    it('what waits for an answer is not urged again, and what was answered may be', async () => {
      await owe('housing', 'publicity', '2026-01-10');
      const urgings = urgingServices(tools, 'all');
      const first = await urgings.urge({ ...demand, department: 'housing' });
      await expect(urgings.urge({ ...demand, department: 'housing' })).rejects.toMatchObject({ code: 'DEADLINE_NOTHING_TO_URGE' });
      await owe('housing', 'other', '2026-01-10');
      expect(await urgings.urge({ ...demand, department: 'housing' })).toMatchObject({ obligations: 1 });
      await urgings.answer(first.id, { answer: '在办', person: '示例乙' });
      expect(await urgings.urge({ ...demand, department: 'housing', rule: 'publicity' })).toMatchObject({ obligations: 1 });
    });

    it('is escalated once, over what is still open, and counted in the bulletin', async () => {
      const done = await owe('housing', 'publicity', '2026-01-10');
      const open = await owe('housing', 'publicity', '2026-01-11');
      const urgings = urgingServices(tools, 'all');
      const { id } = await urgings.urge({ ...demand, department: 'housing' });
      await opened.store.query(`UPDATE obligation SET state = 'met-late', met_at = now() WHERE subject_id = $1`, [done]);
      const both = await Promise.allSettled([urgings.supervise(id, demand), urgings.supervise(id, demand)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'DEADLINE_URGING_SUPERVISED' } });
      const [supervised] = (await urgings.list({}, page)).items;
      expect(supervised).toMatchObject({ level: 'supervised', follows: id, obligations: 1 });
      await expect(urgings.supervise(supervised?.id ?? 0, demand)).rejects.toMatchObject({ code: 'DEADLINE_URGING_SUPERVISED' });
      expect(await stationsOf(open)).toEqual(['deadline-urged', 'deadline-supervised']);
      expect((await told('mail')).map(({ kind }) => kind)).toEqual(['urged', 'supervised']);
      const reader = { store: opened.store, scope: 'all' } as const;
      const counts = [{ department: 'housing', urged: 1, supervised: 1, unanswered: 2 }];
      expect((await makeBulletin(reader, {})).urgings).toEqual(counts);
      expect((await makeBulletin(reader, { to: '2026-01-11', rule: 'publicity' })).urgings).toEqual(counts);
      expect((await makeBulletin(reader, { from: '2026-01-12' })).urgings).toEqual([]);
      expect((await makeBulletin(reader, { asOf: '2026-01-01' })).urgings).toEqual([]);
    });

    it('is there only for those who may see the department', async () => {
      await owe('housing', 'publicity', '2026-01-10');
      const { id } = await urgingServices(tools, 'all').urge({ ...demand, department: 'housing' });
      const others = urgingServices(tools, ['market']);
      expect((await others.list({}, page)).items).toEqual([]);
      await expect(others.answer(id, { answer: '不', person: '示例丁' })).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
      await expect(others.urge({ ...demand, department: 'housing' })).rejects.toMatchObject({ code: 'DEADLINE_NOTHING_TO_URGE' });
    });

    /** One run a day at noon, that many rows each, the last one on the day before `today`. */
    async function runs(rows: readonly number[], today: string): Promise<void> {
      const last = Date.parse(`${today}T04:00:00Z`) - dayMs;
      const started = rows.map((_, at) => new Date(last - (rows.length - 1 - at) * dayMs).toISOString());
      await opened.store.query(
        `INSERT INTO run (exchange, department_id, exchange_version, mapping_version, state, started_at, ended_at, mapped)
         SELECT 'housing/penalties', d.id, v.id, v.id, 'done', r.at, r.at, r.mapped
         FROM department d, resource_version v, unnest($1::timestamptz[], $2::bigint[]) AS r (at, mapped) WHERE d.name = 'housing'`,
        [started, rows],
      );
    }
    const sweeper = () =>
      createQuietSweep({ store: opened.store, makeId: tools.makeId, exchanges: ['housing/penalties'], calendarOf: () => calendar });
    const everyDay = Array.from({ length: 40 }, () => 10);

    it('a silent working day of a busy stream is found once, by whichever process, and told; a silent weekend is not', async () => {
      await runs([...everyDay, 10, 0, 0], '2026-09-14');
      now = new Date('2026-09-14T02:00:00Z');
      expect(await sweeper()(now)).toBe(0);
      await opened.store.query('DELETE FROM run');
      await runs([...everyDay, 0], '2026-09-16');
      now = new Date('2026-09-16T02:00:00Z');
      const [one, other] = [sweeper(), sweeper()];
      const found = await Promise.all([one(now), other(now)]);
      expect(found.reduce((sum, count) => sum + count, 0)).toBe(1);
      expect(await one(now)).toBe(0);
      const quiet = quietServices(tools, 'all');
      expect((await quiet.list({}, page)).items).toMatchObject([
        { exchange: 'housing/penalties', department: 'housing', firstDay: '2026-09-15', workingDays: 1, rows: 0, least: 10, state: 'open' },
      ]);
      expect(await told('mail')).toMatchObject([{ kind: 'quiet-stream', text: expect.stringContaining('housing/penalties') }]);
    });

    it('is closed by a zero report or a fault with a reason, which holds for its days and not for later ones', async () => {
      await runs([...everyDay, 0], '2026-09-16');
      now = new Date('2026-09-16T02:00:00Z');
      await sweeper()(now);
      const quiet = quietServices(tools, ['housing']);
      const [found] = (await quiet.list({ state: 'open' }, page)).items;
      const account = { outcome: 'zero-report', reason: '没有新的处罚决定', person: '示例乙' } as const;
      expect(await quiet.account(found?.id ?? 0, account)).toMatchObject({ state: 'zero-report', reason: '没有新的处罚决定', closedBy: '示例乙' });
      await expect(quiet.account(found?.id ?? 0, account)).rejects.toMatchObject({ code: 'DEADLINE_QUIET_CLOSED' });
      expect(await sweeper()(now)).toBe(0);
      expect((await quietServices(tools, ['market']).list({}, page)).items).toEqual([]);
    });

    it('is closed by rows that come', async () => {
      await runs([...everyDay, 0], '2026-09-16');
      now = new Date('2026-09-16T02:00:00Z');
      const sweep = sweeper();
      await sweep(now);
      now = new Date('2026-09-17T02:00:00Z');
      await runs([9], '2026-09-17');
      await sweep(now);
      expect((await quietServices(tools, 'all').list({}, page)).items).toMatchObject([{ state: 'rows-came', closedBy: null }]);
    });
  });
}

const dayMs = 24 * 60 * 60 * 1000;
