import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caseServices, type CaseServices, type CaseTools } from '../../../gateway/duties/cases.js';
import { latenessServices, type LatenessServices } from '../../../gateway/duties/lateness.js';
import { ensureNames } from '../../../gateway/exchanges/names.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { loadShipped } from '../../../gateway/workspace/shipped.js';
import { createWorkspace } from '../../../gateway/workspace/workspace.js';
import { reportObligations } from '../../../gateway/reading/obligation-report.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const now = new Date('2026-09-15T04:00:00Z');
const rule = 'double-publicity-7wd';
const page = { limit: 50 };
const workspace = createWorkspace({ manifests: [], shipped: loadShipped(), folder: '/' });

interface Duty {
  readonly state: string;
  readonly due_on: string;
}

/** What people ask and decide about obligations; run on both stores. The database's clock is the real one. */
export function casesSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    let tools: CaseTools;
    let cases: CaseServices;
    let lateness: LatenessServices;
    let record: string;
    beforeAll(async () => {
      opened = await withTables(open(), now);
      const { store } = opened;
      await ensureNames(store, { departments: ['housing', 'market'], datasets: ['inspection'], connectors: [], streams: [], rules: [rule, 'news-monthly'] });
      tools = { store, makeId: createIdMaker(() => now), now: () => now, workspace: () => Promise.resolve(workspace) };
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

    async function duty(dueOn: string, metAt: string | null = null, triggerDate = '2026-09-01'): Promise<string> {
      const id = randomUUID();
      await opened.store.query(
        `INSERT INTO obligation (subject_id, rule_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at,
           provisional, met_by, operation, met_at, state)
         SELECT $1, r.id, d.id, s.id, 1, $5, $2, $3, false, 'accepted', 'upsert', $4,
           CASE WHEN $4::timestamptz IS NULL THEN 'open' ELSE 'met-late' END::obligation_state
         FROM deadline_rule r, department d, dataset s WHERE d.name = 'housing' AND r.name = $6`,
        [id, dueOn, `${dueOn}T16:00:00Z`, metAt, triggerDate, rule],
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

    it('a suspension leaves its days out, shows how, and adds to one that was approved before', async () => {
      const counted = await duty('2026-09-10');
      const suspend = (from: string, to: string) =>
        cases.ask({ record: counted, rule, suspension: { from, to }, reason: '案件送鉴定', person: '示例甲' });
      const first = await suspend('2026-09-03', '2026-09-07');
      expect(first).toMatchObject({ kind: 'suspension', wantedDueOn: '2026-09-15', suspendedFrom: '2026-09-03', suspendedTo: '2026-09-07' });
      expect(first.steps?.filter(({ zh }) => zh === '期限中止').map(({ date }) => date)).toEqual(
        ['03', '04', '05', '06', '07'].map((day) => `2026-09-${day}`),
      );
      expect(await stands(counted)).toEqual({ state: 'open', due_on: '2026-09-10' });
      await cases.decide(first.id, { outcome: 'approved', reason: '鉴定属实', person: '示例乙' });
      expect(await stands(counted)).toEqual({ state: 'open', due_on: '2026-09-15' });
      const second = await suspend('2026-09-14', '2026-09-14');
      expect(second).toMatchObject({ firstDueOn: '2026-09-15', wantedDueOn: '2026-09-16' });
      expect((await cases.get(second.id)).steps?.filter(({ counts }) => counts)).toHaveLength(7);
      await cases.decide(second.id, { outcome: 'refused', reason: '理由不足', person: '示例乙' });
      expect(await stands(counted)).toEqual({ state: 'open', due_on: '2026-09-15' });
    });

    it('figures of the day before a suspension was approved still speak of the first due day', async () => {
      await opened.store.query('DELETE FROM obligation');
      const counted = await duty('2026-09-10');
      await opened.store.query(`UPDATE obligation SET first_seen_at = '2026-09-01' WHERE subject_id = $1`, [counted]);
      const { id } = await cases.ask({ record: counted, rule, suspension: { from: '2026-09-03', to: '2026-09-07' }, reason: '鉴定', person: '示例甲' });
      await cases.decide(id, { outcome: 'approved', reason: '同意', person: '示例乙' });
      const overdueOn = async (asOf: string): Promise<number> =>
        (await reportObligations({ store: opened.store, scope: 'all' }, { to: '2026-09-10', asOf })).total.overdue;
      expect(await overdueOn('2026-09-12')).toBe(1);
      const [history] = await opened.store.query<{ reason: string }>('SELECT reason FROM obligation_history WHERE subject_id = $1', [counted]);
      expect(history).toEqual({ reason: '同意' });
    });

    it.each([
      ['a span that ends before it begins', rule, '2026-09-07', '2026-09-03', 'DEADLINE_SUSPENSION_WRONG'],
      ['a day that does not exist', rule, '2026-09-31', '2026-10-03', 'DEADLINE_SUSPENSION_WRONG'],
      ['a span of years', rule, '2026-09-03', '2036-09-03', 'DEADLINE_SUSPENSION_WRONG'],
      ['a span that holds no day of the period', rule, '2026-09-05', '2026-09-06', 'DEADLINE_EXTENSION_NOT_LATER'],
      ['an obligation whose day is fixed', 'news-monthly', '2026-09-03', '2026-09-07', 'DEADLINE_SUSPENSION_NOT_COUNTED'],
    ])('a suspension is refused for %s', async (_, of, from, to, code) => {
      await opened.store.query('DELETE FROM obligation');
      const counted = await duty('2026-09-10');
      await opened.store.query('UPDATE obligation SET rule_id = (SELECT id FROM deadline_rule WHERE name = $1)', [of]);
      const asked = cases.ask({ record: counted, rule: of, suspension: { from, to }, reason: '鉴定', person: '示例甲' });
      await expect(asked).rejects.toMatchObject({ code });
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
      const others = caseServices(tools, ['market']);
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
