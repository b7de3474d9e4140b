import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../../gateway/store/store.js';
import type { JsonObject } from '../../../schemas/json.js';
import { logOf, obligationsOf } from '../exchanges/read-world.js';
import { inspectionRow, penaltyRow, World, worldNow } from '../exchanges/world.js';
import { neighbourOf, type WorldOptions } from '../exchanges/world-manifests.js';

const fined = '已罚款，当事人已缴纳。';
const dayMs = 24 * 60 * 60 * 1000;

/** An inspection of 1 March 2024 (a Friday) has to be decided within 5 working days, and fined within 2 more. */
function chain(more: JsonObject = {}): NonNullable<WorldOptions['chain']> {
  return () => ({
    name: `chain-${randomBytes(4).toString('hex')}`,
    spec: {
      title: { zh: '检查后处罚', en: 'Penalty after an inspection' },
      basis: { document: '测试文件', article: '第一条', issuer: '测试机关' },
      effectiveFrom: '2020-01-01',
      appliesTo: { datasets: ['inspection'] },
      trigger: { field: 'inspectionDate' },
      steps: [
        {
          name: 'decided',
          countFrom: 'trigger',
          title: { zh: '作出决定', en: 'Decided' },
          duration: { workingDays: 5 },
          evidence: [{ dataset: 'administrative-penalty', field: 'decisionDate' }],
        } satisfies JsonObject,
        {
          name: 'fined',
          title: { zh: '罚款', en: 'Fined' },
          duration: { workingDays: 2 },
          countFrom: 'previous',
          evidence: [{ dataset: 'administrative-penalty', when: { illegalFacts: fined } }],
        } satisfies JsonObject,
      ],
      ...more,
    },
  });
}

/** The steps of the world's chain: `step due: state`. */
async function stepsOf(world: World): Promise<string[]> {
  const all = await obligationsOf(world);
  return all.filter(({ rule }) => rule.includes('/')).map(({ rule, due_on, state }) => `${rule.split('/')[1] ?? ''} ${due_on}: ${state}`);
}

const penalty = (columns = {}): ReturnType<typeof penaltyRow> => penaltyRow('p1', { inspection: 'i1', decided: '2024-03-04', ...columns });

/** Duties of several steps; run on both stores. */
export function chainSuite(opened: () => Store): void {
  describe('a chain of duties', () => {
    it('opens its next step on the day that the record shows for the one before, and closes each with its record', async () => {
      const world = await World.make(opened(), { chain: chain() });
      await world.ingest([inspectionRow('i1')], 'inspections');
      expect(await stepsOf(world)).toEqual(['decided 2024-03-08: open']);
      await world.ingest([penalty()]);
      expect(await stepsOf(world)).toEqual(['fined 2024-03-06: open', 'decided 2024-03-08: met']);
      await world.ingest([penalty({ facts: fined })]);
      expect(await stepsOf(world)).toEqual(['fined 2024-03-06: met', 'decided 2024-03-08: met']);
      const met = (await logOf(world)).filter((line) => line.startsWith('obligation-met') && line.includes('/'));
      expect(met.map((line) => line.replace(/chain-\w+/, 'chain'))).toEqual(['obligation-met chain/decided', 'obligation-met chain/fined']);
    });

    it('counts a step without a date of its own on the day of storing, so that nobody dates it back', async () => {
      const world = await World.make(opened(), { chain: chain() });
      await world.ingest([inspectionRow('i1')], 'inspections');
      await world.ingest([penalty()]);
      world.now = new Date(worldNow.getTime() + 5 * dayMs);
      await world.ingest([penalty({ facts: fined })]);
      expect(await stepsOf(world)).toEqual(['fined 2024-03-06: met-late', 'decided 2024-03-08: met']);
    });

    it('is met also where the evidence came before the record that it refers to', async () => {
      const world = await World.make(opened(), { chain: chain() });
      await world.ingest([penalty({ facts: fined })]);
      expect(await stepsOf(world)).toEqual([]);
      await world.ingest([inspectionRow('i1')], 'inspections');
      expect(await stepsOf(world)).toEqual(['fined 2024-03-06: met', 'decided 2024-03-08: met']);
    });

    it('opens a step again when its evidence is withdrawn or refers to something else', async () => {
      const world = await World.make(opened(), { chain: chain() });
      await world.ingest([inspectionRow('i1'), inspectionRow('i2')], 'inspections');
      await world.ingest([penalty({ facts: fined })]);
      await world.ingest([penalty({ facts: fined, inspection: 'i2' })]);
      expect((await stepsOf(world)).toSorted()).toEqual([
        'decided 2024-03-08: met',
        'decided 2024-03-08: open',
        'fined 2024-03-06: met',
        'fined 2024-03-06: open',
      ]);
      world.sources.penalties.delete('p1');
      await world.run('penalties');
      expect(new Set(await stepsOf(world))).toEqual(new Set(['fined 2024-03-06: open', 'decided 2024-03-08: open']));
      expect((await logOf(world)).filter((line) => line.startsWith('obligation-reopened'))).toHaveLength(4);
    });

    it('is not met by the delivery of the record that began it, nor asked for a second time by a correction', async () => {
      const world = await World.make(opened(), { chain: chain() });
      await world.ingest([inspectionRow('i1')], 'inspections');
      await world.deliver();
      await world.ingest([inspectionRow('i1', { officers: '示例戊;示例己' })], 'inspections');
      expect(await stepsOf(world)).toEqual(['decided 2024-03-08: open']);
    });

    it('moves earlier with a correction of the first day, and asks the data office for a later one', async () => {
      const world = await World.make(opened(), { chain: chain() });
      await world.ingest([inspectionRow('i1')], 'inspections');
      await world.ingest([inspectionRow('i1', { on: '2024-02-29' })], 'inspections');
      expect(await stepsOf(world)).toEqual(['decided 2024-03-07: open']);
      await world.ingest([inspectionRow('i1', { on: '2024-03-05' })], 'inspections');
      expect(await stepsOf(world)).toEqual(['decided 2024-03-07: open']);
      expect(await logOf(world)).toContainEqual(expect.stringMatching(/^deadline-case-opened chain-\w+\/decided$/));
    });

    it('that begins when a record is received keeps that day, whatever is corrected later', async () => {
      const world = await World.make(opened(), { chain: chain({ trigger: { event: 'received' } }) });
      await world.ingest([inspectionRow('i1')], 'inspections');
      world.now = new Date(worldNow.getTime() + 2 * dayMs);
      await world.ingest([inspectionRow('i1', { on: '2024-03-05' })], 'inspections');
      expect(await stepsOf(world)).toEqual(['decided 2024-03-13: open']);
      expect((await logOf(world)).filter((line) => line.startsWith('deadline-'))).toEqual([]);
    });

    it('is the duty of the department that it names, which owes nothing for its own records', async () => {
      const world = await World.make(opened(), {
        hasNeighbour: true,
        chain: ({ neighbour }) => chain({ owedBy: { department: neighbour } })({ neighbour }),
      });
      await world.ingest([inspectionRow('i1')], 'inspections');
      await world.ingest([inspectionRow('i9')], 'neighbour-inspections');
      const rows = await world.query<{ department: string }>(
        `SELECT d.name AS department FROM obligation o JOIN department d ON d.id = o.department_id
         WHERE o.met_by = 'recorded' AND d.name LIKE $1`,
        `${world.department}%`,
      );
      expect(rows.map(({ department }) => department)).toEqual([neighbourOf(world.department)]);
    });

    it('ends with the record that began it', async () => {
      const world = await World.make(opened(), { chain: chain() });
      await world.ingest([inspectionRow('i1')], 'inspections');
      await world.ingest([penalty()]);
      world.sources.inspections.delete('i1');
      await world.run('inspections');
      expect(await stepsOf(world)).toEqual(['fined 2024-03-06: withdrawn', 'decided 2024-03-08: met']);
      await world.ingest([penalty({ facts: fined })]);
      expect(await stepsOf(world)).toEqual(['fined 2024-03-06: withdrawn', 'decided 2024-03-08: met']);
    });
  });
}
