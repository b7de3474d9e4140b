import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caseServices, type CaseServices } from '../../../gateway/duties/cases.js';
import { latenessServices, type LatenessServices } from '../../../gateway/duties/lateness.js';
import { ensureNames } from '../../../gateway/exchanges/names.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const now = new Date('2026-09-15T04:00:00Z');
const rule = 'double-publicity-7wd';
const page = { limit: 50 };

interface Duty {
  readonly state: string;
  readonly due_on: string;
}

/** What people ask and decide about obligations; run on both stores. The database's clock is the real one. */
export function casesSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    let cases: CaseServices;
    let lateness: LatenessServices;
    let record: string;
    beforeAll(async () => {
      opened = await withTables(open(), now);
      const { store } = opened;
      await ensureNames(store, { departments: ['housing', 'market'], datasets: ['inspection'], connectors: [], streams: [], rules: [rule] });
      const tools = { store, makeId: createIdMaker(() => now), now: () => now };
      cases = caseServices(tools, 'all');
      lateness = latenessServices(tools, 'all');
    });
    afterAll(async () => {
      await opened.drop();
    });
    beforeEach(async () => {
      await opened.store.query('DELETE FROM obligation');
      record = await duty('2090-09-30');
    });

    async function duty(dueOn: string, metAt: string | null = null): Promise<string> {
      const id = randomUUID();
      await opened.store.query(
        `INSERT INTO obligation (subject_id, rule_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at,
           provisional, met_by, operation, met_at, state)
         SELECT $1, r.id, d.id, s.id, 1, '2026-09-01', $2, $3, false, 'accepted', 'upsert', $4,
           CASE WHEN $4::timestamptz IS NULL THEN 'open' ELSE 'met-late' END::obligation_state
         FROM deadline_rule r, department d, dataset s WHERE d.name = 'housing'`,
        [id, dueOn, `${dueOn}T16:00:00Z`, metAt],
      );
      return id;
    }

    const stands = async (id = record): Promise<Duty | undefined> =>
      (await opened.store.query<Duty>('SELECT state, due_on FROM obligation WHERE subject_id = $1', [id]))[0];

    it('an extension holds from its approval on, and the former date stays in the history', async () => {
      const asked = await cases.ask({ record, rule, dueOn: '2090-10-20', reason: '当事人申请复议', person: '示例甲' });
      expect(asked).toMatchObject({ kind: 'extension', state: 'open', firstDueOn: '2090-09-30', wantedDueOn: '2090-10-20', askedBy: '示例甲' });
      expect(await stands()).toEqual({ state: 'open', due_on: '2090-09-30' });
      const decided = await cases.decide(asked.id, { outcome: 'approved', reason: '同意', person: '示例乙' });
      expect(decided).toMatchObject({ state: 'approved', decidedBy: '示例乙', decisionReason: '同意' });
      expect(await stands()).toEqual({ state: 'open', due_on: '2090-10-20' });
      const history = await opened.store.query<{ before: Duty; reason: string }>(
        'SELECT before, reason FROM obligation_history WHERE subject_id = $1',
        [record],
      );
      expect(history).toMatchObject([{ before: { due_on: '2090-09-30' }, reason: '同意' }]);
    });

    it('a refusal leaves everything as it was', async () => {
      const { id } = await cases.ask({ record, rule, reason: '不必报送', person: '示例甲' });
      expect(await cases.decide(id, { outcome: 'refused', reason: '应当报送', person: '示例乙' })).toMatchObject({ kind: 'waiver', state: 'refused' });
      expect(await stands()).toEqual({ state: 'open', due_on: '2090-09-30' });
    });

    it('a waiver that is approved closes the obligation', async () => {
      const { id } = await cases.ask({ record, rule, reason: '不属于公示范围', person: '示例甲' });
      await cases.decide(id, { outcome: 'approved', reason: '属实', person: '示例乙' });
      expect(await stands()).toMatchObject({ state: 'waived' });
    });

    it('what was met after its first date and before the approved one was in time', async () => {
      const late = await duty('2026-09-10', '2026-09-12T02:00:00Z');
      await opened.store.query(
        `INSERT INTO deadline_case (subject_id, rule_id, target_id, department_id, dataset_id, kind, first_due_on, first_due_at,
           wanted_trigger_date, wanted_due_on, wanted_due_at, wanted_provisional)
         SELECT subject_id, rule_id, target_id, department_id, dataset_id, 'later', due_on, due_at, '2026-09-03', '2026-09-14',
           '2026-09-14T16:00:00Z', false FROM obligation WHERE subject_id = $1`,
        [late],
      );
      const [found] = (await cases.list({ state: 'open' }, page)).items;
      expect(found).toMatchObject({ record: late, kind: 'later', askedBy: null });
      await cases.decide(found?.id ?? 0, { outcome: 'approved', reason: '决定日期属实', person: '示例乙' });
      expect(await stands(late)).toEqual({ state: 'met', due_on: '2026-09-14' });
    });

    it('nobody decides what they asked for, and nothing is decided twice', async () => {
      const { id } = await cases.ask({ record, rule, reason: '不必报送', person: '示例甲' });
      await expect(cases.decide(id, { outcome: 'approved', reason: '同意', person: '示例甲' })).rejects.toMatchObject({ code: 'DEADLINE_CASE_OWN' });
      await expect(cases.ask({ record, rule, reason: '再次申请', person: '示例甲' })).rejects.toMatchObject({ code: 'DEADLINE_CASE_OPEN' });
      const twice = await Promise.allSettled(
        ['示例乙', '示例丙'].map((person) => cases.decide(id, { outcome: 'refused', reason: '不同意', person })),
      );
      expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(twice.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'DEADLINE_CASE_DECIDED' } });
    });

    it('more time is later, for what is open, and of what is there to be seen', async () => {
      const asked = { record, rule, reason: '申请', person: '示例甲' };
      await expect(cases.ask({ ...asked, dueOn: '2090-09-30' })).rejects.toMatchObject({ code: 'DEADLINE_EXTENSION_NOT_LATER' });
      await expect(cases.ask({ ...asked, dueOn: '2090-02-30' })).rejects.toMatchObject({ code: 'DEADLINE_DATE_NOT_COVERED' });
      await expect(cases.ask({ ...asked, record: randomUUID() })).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
      const closed = await duty('2026-09-10', '2026-09-12T02:00:00Z');
      await expect(cases.ask({ ...asked, record: closed })).rejects.toMatchObject({ code: 'DEADLINE_NOT_OPEN' });
      const { store } = opened;
      const others = caseServices({ store, makeId: createIdMaker(() => now), now: () => now }, ['market']);
      await expect(others.ask(asked)).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
      expect((await others.list({}, page)).items).toEqual([]);
    });

    it('what is late stays unexplained until a reason is stated; the newest counts', async () => {
      const late = await duty('2026-09-10', '2026-09-12T02:00:00Z');
      const overdue = await duty('2026-09-11');
      const unexplained = async (): Promise<string[]> =>
        (await lateness.list({ standing: 'unexplained' }, page)).items.map((one) => one.record);
      expect(await unexplained()).toEqual([late, overdue]);
      await lateness.explain({ record: late, rule, reason: '系统停机', person: '示例甲' });
      const explained = await lateness.explain({ record: late, rule, reason: '办案系统停机', person: '示例乙' });
      expect(explained).toMatchObject({ reason: '办案系统停机', person: '示例乙', metAt: '2026-09-12T02:00:00.000Z' });
      expect(await unexplained()).toEqual([overdue]);
      await expect(lateness.explain({ record, rule, reason: '没有', person: '示例甲' })).rejects.toMatchObject({ code: 'DEADLINE_NOT_LATE' });
    });
  });
}
