import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { noteMove } from '../../../gateway/deadlines/carry-out-moves.js';
import { deadlinesInForce } from '../../../gateway/deadlines/in-force.js';
import { previewMoves } from '../../../gateway/deadlines/move-preview.js';
import { moveReadings } from '../../../gateway/reading/deadline-moves.js';
import { applyWorkspace } from '../../../gateway/exchanges/apply.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { readManifests } from '../../../gateway/workspace/load.js';
import { applyManifests } from '../../../gateway/workspace/versions.js';
import { loadShipped } from '../../../gateway/workspace/shipped.js';
import { createWorkspace, type Workspace } from '../../../gateway/workspace/workspace.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const now = new Date('2026-12-28T02:00:00Z');
const shipped = loadShipped();

const department = `apiVersion: jiantong/v1
kind: Department
metadata: { name: data-office }
spec: { title: 甘南州数据局, creditCode: 11623000000000019E, divisionCode: "623000", isDataOffice: true }
---
`;
const ruleText = (workingDays: number, effectiveFrom = '2020-01-01'): string => `apiVersion: jiantong/v1
kind: DeadlineRule
metadata: { name: example-rule, department: data-office }
spec:
  title: { zh: 示例, en: Example }
  basis: { document: 示例, article: 一, issuer: 示例 }
  effectiveFrom: ${effectiveFrom}
  appliesTo: { datasets: [inspection] }
  trigger: { field: date }
  duration: { workingDays: ${String(workingDays)} }
  metBy: accepted
---
`;
/** A chain in place of the rule of one step. */
const chainText = (workingDays: number): string => `apiVersion: jiantong/v1
kind: DeadlineRule
metadata: { name: example-chain, department: data-office }
spec:
  title: { zh: 示例, en: Example }
  basis: { document: 示例, article: 一, issuer: 示例 }
  effectiveFrom: 2020-01-01
  appliesTo: { datasets: [complaint-lead] }
  trigger: { event: received }
  steps:
    - name: verified
      title: { zh: 核实, en: Verified }
      duration: { workingDays: ${String(workingDays)} }
      evidence: [{ dataset: lead-disposal-feedback }]
---
`;
/** An invented schedule: three days off at New Year, one Sunday worked. */
const notice = `apiVersion: jiantong/v1
kind: Calendar
metadata: { name: national-2027, department: data-office }
spec:
  title: { zh: 示例通知, en: Example schedule }
  level: national
  year: 2027
  status: published
  notices: [{ number: 示例〔2026〕1号, issuer: 示例 }]
  holidays:
    - { zh: 元旦, en: New Year, from: 2027-01-01, to: 2027-01-05, workedOn: [2027-01-10] }
`;

interface Duty {
  readonly rule?: string;
  readonly triggerDate?: string;
  readonly dueOn: string;
  readonly provisional?: boolean;
  readonly state?: string;
  readonly isExtended?: boolean;
}

/** Open obligations follow rules and calendars that are applied; run on both stores. */
export function movesSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    const makeId = createIdMaker(() => now);
    const workspaceOf = (...texts: readonly string[]): Workspace => {
      const { manifests, problems } = readManifests([{ file: 'test.yaml', text: department + texts.join('') }]);
      if (problems.length > 0) throw new Error(JSON.stringify(problems));
      return createWorkspace({ manifests, shipped, folder: '/' });
    };
    const apply = async (...texts: readonly string[]): Promise<number> =>
      (await applyWorkspace(opened.store, workspaceOf(...texts), '示例甲', makeId, now)).movedObligations;
    const query = async <Row>(sql: string, ...parameters: readonly unknown[]): Promise<Row[]> =>
      opened.store.query<Row>(sql, parameters);

    beforeAll(async () => {
      opened = await withTables(open(), now);
    });
    afterAll(async () => {
      await opened.drop();
    });
    beforeEach(async () => {
      for (const table of ['obligation', 'obligation_history', 'deadline_case', 'deadline_move_count', 'deadline_move', 'outbox', 'log_segment', 'log_unsequenced', 'resource_version'])
        await query(`DELETE FROM ${table}`);
      await apply(ruleText(5));
    });

    async function add({ rule = 'example-rule', triggerDate = '2026-12-25', dueOn, provisional = true, state = 'open', isExtended = false }: Duty, count = 1): Promise<string> {
      const ids = Array.from({ length: count }, () => randomUUID());
      await query(
        `INSERT INTO obligation (subject_id, rule_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at,
           provisional, met_by, operation, state, extended_from, warned_to)
         SELECT unnest($1::uuid[]), r.id, d.id, s.id, v.id, $2, $3, ($3 || 'T16:00:00Z')::timestamptz, $4, 'accepted', 'upsert', $5,
           CASE WHEN $6 THEN now() END, 1
         FROM deadline_rule r, department d, dataset s,
           (SELECT max(id) AS id FROM resource_version WHERE kind = 'DeadlineRule' AND name = split_part($7, '/', 1)) v
         WHERE r.name = $7 AND d.name = 'data-office' AND s.name = 'inspection'`,
        ids, triggerDate, dueOn, provisional, state, isExtended, rule,
      );
      return ids[0] ?? '';
    }
    const stands = async (id: string): Promise<unknown> =>
      (await query('SELECT due_on, provisional, warned_to FROM obligation WHERE subject_id = $1', id))[0];
    const logged = async (): Promise<string[]> =>
      (await query<{ entries: string }>('SELECT entries FROM log_segment'))
        .flatMap(({ entries }) => entries.trimEnd().split('\n'))
        .map((line) => JSON.parse(line) as { station: string; actor: string; code: string })
        .filter(({ station }) => station.startsWith('deadline-'))
        .map(({ station, actor, code }) => `${station} ${actor} ${code}`);

    it('a published schedule gives provisional obligations their day, with history, log and urgency of their deliveries', async () => {
      // 28, 29, 30, 31 December and, while only 1 January is known to be off, 4 January.
      const moved = await add({ dueOn: '2027-01-04' });
      const confirmed = await add({ triggerDate: '2026-12-31', dueOn: '2027-01-11' });
      await query(
        `INSERT INTO outbox (target_id, record_id, version, month, version_month, department_id, run_id, exchange_version, mapping_version,
           agreement_version, exchange, operation, due_at, next_at)
         VALUES (7, $1, 1, '2026-12-01', '2026-12-01', 1, 1, 1, 1, 1, 'a/b', 'upsert', '2027-01-04T16:00:00Z', now())`,
        moved,
      );
      expect(await apply(ruleText(5), notice)).toBe(2);
      expect(await stands(moved)).toEqual({ due_on: '2027-01-06', provisional: false, warned_to: null });
      expect(await stands(confirmed)).toEqual({ due_on: '2027-01-11', provisional: false, warned_to: 1 });
      expect((await logged()).toSorted()).toEqual(['deadline-confirmed 示例甲 example-rule', 'deadline-moved 示例甲 example-rule']);
      expect(await query('SELECT due_at FROM outbox')).toEqual([{ due_at: new Date('2027-01-06T16:00:00Z') }]);
      expect(await query(`SELECT before->>'due_on' AS due_on FROM obligation_history WHERE subject_id = $1`, moved)).toEqual([{ due_on: '2027-01-04' }]);
      const { items } = await moveReadings({ store: opened.store, scope: 'all' }).list({ limit: 9 });
      expect(items).toMatchObject([{ appliedBy: '示例甲', rule: 'example-rule', later: 1, confirmed: 1, earlier: 0 }]);
      expect(await moveReadings({ store: opened.store, scope: ['other'] }).list({ limit: 9 })).toMatchObject({ items: [] });
    });

    it('a changed rule moves what is open and nothing else, and a second apply moves nothing', async () => {
      const isOpen = await add({ triggerDate: '2026-12-24', dueOn: '2026-12-31', provisional: false });
      const met = await add({ triggerDate: '2026-12-24', dueOn: '2026-12-31', provisional: false, state: 'met' });
      expect(await apply(ruleText(3))).toBe(1);
      expect(await stands(isOpen)).toMatchObject({ due_on: '2026-12-29', warned_to: 1 });
      expect(await stands(met)).toMatchObject({ due_on: '2026-12-31' });
      expect(await apply(ruleText(3))).toBe(0);
      expect(await apply(ruleText(3), notice)).toBe(0);
    });

    it('the version of a rule is chosen by the trigger date: what began before it is in force keeps the former one', async () => {
      const before = await add({ triggerDate: '2026-12-24', dueOn: '2026-12-31', provisional: false });
      const after = await add({ triggerDate: '2026-12-25', dueOn: '2027-01-04' });
      expect(await apply(ruleText(3, '2026-12-25'))).toBe(1);
      expect(await stands(before)).toMatchObject({ due_on: '2026-12-31' });
      expect(await stands(after)).toMatchObject({ due_on: '2026-12-30', provisional: false });
    });

    it('the steps of a chain move like rules of one step', async () => {
      await apply(ruleText(5), chainText(5));
      const step = await add({ rule: 'example-chain/verified', triggerDate: '2026-12-24', dueOn: '2026-12-31', provisional: false });
      expect(await apply(ruleText(5), chainText(4))).toBe(1);
      expect(await stands(step)).toMatchObject({ due_on: '2026-12-30' });
    });

    it('what is overdue becomes later by a decision only, but for a day that was provisional', async () => {
      const overdue = await add({ triggerDate: '2026-12-18', dueOn: '2026-12-25', provisional: false });
      const provisional = await add({ triggerDate: '2026-12-18', dueOn: '2026-12-25' });
      expect(await apply(ruleText(8))).toBe(2);
      expect(await stands(overdue)).toMatchObject({ due_on: '2026-12-25' });
      expect(await stands(provisional)).toMatchObject({ due_on: '2026-12-30', provisional: false });
      const cases = await query('SELECT subject_id, kind, state, wanted_due_on FROM deadline_case');
      expect(cases).toEqual([{ subject_id: overdue, kind: 'later', state: 'open', wanted_due_on: '2026-12-30' }]);
      // What was asked once is not asked again, and a refusal stands.
      expect(await apply(ruleText(8), notice)).toBe(0);
      await query(`UPDATE deadline_case SET state = 'refused'`);
      expect(await apply(ruleText(8), ruleText(8).replace('example-rule', 'other-rule'), notice)).toBe(0);
      expect(await logged()).toContain('deadline-case-opened 示例甲 example-rule');
    });

    it('what the data office gave more time stays as it was decided', async () => {
      const extended = await add({ triggerDate: '2026-12-24', dueOn: '2027-01-20', provisional: false, isExtended: true });
      expect(await apply(ruleText(3))).toBe(0);
      expect(await stands(extended)).toMatchObject({ due_on: '2027-01-20' });
      expect(await query('SELECT kept FROM deadline_move_count')).toEqual([{ kept: 1 }]);
    });

    it('a preview says the same with the arithmetic, and moves nothing', async () => {
      const one = await add({ dueOn: '2027-01-04' });
      await add({ triggerDate: '2026-12-18', dueOn: '2026-12-25', provisional: false });
      const preview = await previewMoves(opened.store, deadlinesInForce(workspaceOf(ruleText(8), notice), () => 0), now);
      expect(preview.counts).toEqual([
        { rule: 'example-rule', department: 'data-office', earlier: 0, later: 1, confirmed: 0, unconfirmed: 0, awaitingDecision: 1, kept: 0, overdueAtOnce: 0 },
      ]);
      const example = preview.examples.find(({ kind }) => kind === 'later');
      expect(example).toMatchObject({
        before: { dueOn: '2027-01-04', provisional: true, length: { zh: '5个工作日' } },
        after: { dueOn: '2027-01-10', provisional: false, length: { zh: '8个工作日' } },
      });
      // 28–31 December, 6–8 January, and the Sunday that is worked.
      expect(example?.notable.map(({ date, counts, count }) => `${date} ${String(counts)} ${String(count)}`)).toEqual([
        '2027-01-01 false 4',
        '2027-01-04 false 4',
        '2027-01-05 false 4',
        '2027-01-10 true 8',
      ]);
      expect(await stands(one)).toMatchObject({ due_on: '2027-01-04' });
      expect(await query('SELECT FROM deadline_move')).toHaveLength(0);
    });

    it('a shorter period may be overdue at once: the preview says how many', async () => {
      await add({ triggerDate: '2026-12-22', dueOn: '2026-12-29', provisional: false }, 3);
      const preview = await previewMoves(opened.store, deadlinesInForce(workspaceOf(ruleText(2)), () => 0), now);
      expect(preview.counts).toMatchObject([{ earlier: 3, overdueAtOnce: 3 }]);
    });

    it('an apply that was cut off is carried out by the next one, in batches', async () => {
      await add({ dueOn: '2027-01-04' }, 1201);
      const changed = workspaceOf(ruleText(4));
      // The change is stored and noted, and the process dies before any obligation follows.
      await applyManifests(opened.store, changed.manifests, '示例甲', now);
      await noteMove(opened.store, '示例甲', now);
      expect((await applyWorkspace(opened.store, changed, '示例乙', makeId, now)).movedObligations).toBe(1201);
      expect(await query('SELECT DISTINCT due_on FROM obligation')).toEqual([{ due_on: '2026-12-31' }]);
      expect(await query('SELECT FROM deadline_move WHERE ended_at IS NULL')).toHaveLength(0);
      expect(await logged()).toHaveLength(1201);
    });
  });
}
