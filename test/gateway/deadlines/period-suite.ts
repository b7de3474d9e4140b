import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PeriodDuties, type PeriodDepartment } from '../../../gateway/deadlines/period-duties.js';
import type { PeriodRuleSpec } from '../../../gateway/deadlines/rule.js';
import { ensureNames, type NameIds } from '../../../gateway/exchanges/names.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { compileCondition } from '../../../mappings/conditions.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const now = new Date('2026-11-23T04:00:00Z');
const receiver = 'data-office/events';

const news: PeriodRuleSpec = {
  title: { zh: '测试规则', en: 'test rule' },
  basis: { document: '测试文件', article: '第一条', issuer: '测试机关' },
  setLocally: false,
  effectiveFrom: '2020-01-01',
  appliesTo: { datasets: ['supervision-news'] },
  trigger: { each: 'month' },
  quota: { records: 2 },
  metBy: 'accepted',
  warnAt: [3],
};

interface StoredNews {
  readonly code: string;
  readonly on: string;
  readonly storedAt: string;
  readonly acceptedAt?: string;
  readonly dataset?: string;
  readonly withdrawn?: boolean;
  readonly kind?: string;
}

interface Duty {
  readonly department: string;
  readonly trigger_date: string;
  readonly due_on: string;
  readonly state: string;
  readonly met_at: Date | null;
}

/** Duties of months, quarters and years; run on both stores. */
export function periodSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    beforeAll(async () => {
      opened = await withTables(open(), now);
    });
    afterAll(async () => {
      await opened.drop();
    });

    /** A department and a rule of a test's own. */
    async function world(changes: Partial<PeriodRuleSpec> = {}, also: Partial<PeriodDepartment> = {}) {
      const { store } = opened;
      const mark = randomBytes(5).toString('hex');
      const [department, rule] = [`department-${mark}`, `rule-${mark}`];
      const ids: NameIds = await ensureNames(store, {
        departments: [department],
        datasets: ['supervision-news', 'supervision-item'],
        connectors: [{ reference: receiver, system: 'events' }],
        streams: [],
        rules: [rule],
      });
      const duties = new PeriodDuties({
        store,
        makeId: createIdMaker(() => now),
        rules: [{ name: rule, version: 1, spec: { ...news, ...changes } }],
        departments: [{ name: department, divisionCode: '623000', datasets: new Set(['supervision-news']), ...also }],
        targets: [{ reference: receiver, system: 'events' }],
        ids,
        compileCondition,
      });
      const keep = (at: Date = now): Promise<void> => duties.keep(at);
      const all = (): Promise<Duty[]> =>
        store.query<Duty>(
          `SELECT d.name AS department, trigger_date, due_on, state, met_at FROM obligation o
           JOIN department d ON d.id = o.department_id WHERE d.name = $1 ORDER BY due_on`,
          [department],
        );
      const add = async ({ code, on, storedAt, acceptedAt, dataset = 'supervision-news', withdrawn = false, kind = '02' }: StoredNews) => {
        const id = createIdMaker(() => now)();
        const facts = [id, ids.dataset(dataset), ids.department(department)];
        await store.query(
          `INSERT INTO record (id, dataset_id, department_id, key_hash, current_version, current_month, content_hash, origin_stream, withdrawn)
           VALUES ($1, $2, $3, $4, 1, '2026-11-01', '\\x00', 1, $5)`,
          [...facts, Buffer.from(id), withdrawn],
        );
        await store.query(
          `INSERT INTO record_version (month, record_id, version, department_id, dataset_id, operation, content, content_hash,
             event_date, origin_stream, run_id, mapping_version, schema_version, made_at)
           VALUES ('2026-11-01', $1, 1, $3, $2, 'upsert', $4, '\\x00', $5, 1, 1, 1, '1.0.0', $6)`,
          [...facts, JSON.stringify({ code, kind, item: { code } }), on, storedAt],
        );
        if (acceptedAt === undefined) return;
        await store.query(
          `INSERT INTO delivery (month, record_id, target_id, version, department_id, run_id, exchange_version, mapping_version,
             agreement_version, operation, state, handed_over_at)
           VALUES ('2026-11-01', $1, $2, 1, $3, 1, 1, 1, 1, 'upsert', 'accepted', $4)`,
          [id, ids.connector(receiver), facts[2], acceptedAt],
        );
      };
      return { keep, all, add, rule };
    }

    it('opens a duty for the present period once, due on its last day, however often it is looked after', async () => {
      const { keep, all, rule } = await world();
      await keep();
      await Promise.all([keep(), keep()]);
      expect(await all()).toMatchObject([{ trigger_date: '2026-11-01', due_on: '2026-11-30', state: 'open' }]);
      await keep(new Date('2026-11-30T16:00:00Z'));
      expect((await all()).map(({ trigger_date }) => trigger_date)).toEqual(['2026-11-01', '2026-12-01']);
      expect(rule).not.toBe('');
    });

    it('is met when the record that fills the quota was stored, whenever that is noticed', async () => {
      const { keep, all, add } = await world();
      await keep();
      await add({ code: 'a', on: '2026-11-02', storedAt: '2026-11-03T01:00:00Z' });
      await keep();
      expect(await all()).toMatchObject([{ state: 'open' }]);
      await add({ code: 'b', on: '2026-11-20', storedAt: '2026-11-29T01:00:00Z' });
      await add({ code: 'c', on: '2026-11-20', storedAt: '2026-12-02T01:00:00Z' });
      await keep(new Date('2026-12-20T00:00:00Z'));
      expect((await all())[0]).toMatchObject({ state: 'met', met_at: new Date('2026-11-29T01:00:00Z') });
    });

    it('is met late when the quota was filled after the due day, and counts no record of another period or a withdrawn one', async () => {
      const { keep, all, add } = await world();
      await keep();
      await add({ code: 'a', on: '2026-11-02', storedAt: '2026-11-03T01:00:00Z' });
      await add({ code: 'b', on: '2026-10-31', storedAt: '2026-11-03T01:00:00Z' });
      await add({ code: 'c', on: '2026-11-03', storedAt: '2026-11-04T01:00:00Z', withdrawn: true });
      await keep();
      expect(await all()).toMatchObject([{ state: 'open' }]);
      await add({ code: 'd', on: '2026-11-30', storedAt: '2026-12-01T01:00:00Z' });
      await keep(new Date('2026-11-30T17:00:00Z'));
      expect((await all())[0]).toMatchObject({ state: 'met-late' });
    });

    it('asks for acceptance where the rule names a receiver', async () => {
      const { keep, all, add } = await world({ target: { systems: ['events', 'elsewhere'] }, quota: { records: 1 } });
      await keep();
      await add({ code: 'a', on: '2026-11-02', storedAt: '2026-11-03T01:00:00Z' });
      await keep();
      expect(await all()).toMatchObject([{ state: 'open' }]);
      await add({ code: 'b', on: '2026-11-02', storedAt: '2026-11-03T01:00:00Z', acceptedAt: '2026-11-05T01:00:00Z' });
      await keep();
      expect(await all()).toMatchObject([{ state: 'met', met_at: new Date('2026-11-05T01:00:00Z') }]);
    });

    it('counts only the records that the rule’s condition is about', async () => {
      const { keep, all, add } = await world({ appliesTo: { datasets: ['supervision-news'], when: { kind: '02' } }, quota: { records: 1 } });
      await keep();
      await add({ code: 'a', on: '2026-11-02', storedAt: '2026-11-03T01:00:00Z', kind: '03' });
      await keep();
      expect(await all()).toMatchObject([{ state: 'open' }]);
      await add({ code: 'b', on: '2026-11-02', storedAt: '2026-11-03T01:00:00Z' });
      await keep();
      expect(await all()).toMatchObject([{ state: 'met' }]);
    });

    it('measures a share against what another dataset lists, each thing once, and stays open while nothing is listed', async () => {
      const of = { dataset: 'supervision-item', field: 'code' };
      const { keep, all, add } = await world({ trigger: { each: 'year' }, quota: { percent: 50, field: 'item.code', of } });
      await add({ code: 'item-1', on: '2026-11-02', storedAt: '2026-11-03T01:00:00Z' });
      await keep();
      expect(await all()).toMatchObject([{ state: 'open', due_on: '2026-12-31' }]);
      for (const code of ['item-1', 'item-2', 'item-3']) {
        await add({ code, on: '2026-11-01', storedAt: '2026-11-02T01:00:00Z', dataset: 'supervision-item' });
      }
      await add({ code: 'item-1', on: '2026-11-03', storedAt: '2026-11-04T01:00:00Z' });
      await add({ code: 'unlisted', on: '2026-11-03', storedAt: '2026-11-04T01:00:00Z' });
      await keep();
      expect(await all()).toMatchObject([{ state: 'open' }]);
      await add({ code: 'item-3', on: '2026-11-03', storedAt: '2026-11-06T01:00:00Z' });
      await keep();
      expect(await all()).toMatchObject([{ state: 'met', met_at: new Date('2026-11-06T01:00:00Z') }]);
    });

    it('is nobody’s whom the rule does not hold for, and not asked outside its period of force', async () => {
      const elsewhere = await world({ appliesTo: { datasets: ['supervision-news'], divisions: ['370000'] } });
      const otherData = await world({}, { datasets: new Set(['inspection']) });
      const ended = await world({ trigger: { each: 'year' }, effectiveTo: '2025-12-31' });
      for (const { keep } of [elsewhere, otherData, ended]) await keep();
      for (const { all } of [elsewhere, otherData, ended]) expect(await all()).toEqual([]);
    });

    it('writes what it closed into the exchange log', async () => {
      const { keep, add, rule } = await world({ quota: { records: 1 } });
      await add({ code: 'a', on: '2026-11-02', storedAt: '2026-11-03T01:00:00Z' });
      await keep();
      const segments = await opened.store.query<{ entries: string }>('SELECT entries FROM log_segment WHERE entries LIKE $1', [`%${rule}%`]);
      expect(segments).toHaveLength(1);
      expect(segments[0]?.entries).toContain('"station":"obligation-met"');
    });
  });
}
