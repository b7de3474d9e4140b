import { describe, expect, it } from '@jest/globals';
import { mappingWithReferences } from '../../../gateway/ingest/lookup-records.js';
import type { ExchangePlan } from '../../../gateway/exchanges/plan.js';
import type { Store } from '../../../gateway/store/store.js';
import { compiled } from '../../mappings/sample.js';
import { World } from '../exchanges/world.js';

/** Looking stored reference records up while rows are mapped; run on both stores. */
export function lookupSuite(opened: () => Store): void {
  describe('a mapping that looks reference records up', () => {
    /** Stores a supervision item, as a department registered it. */
    async function register(store: Store, nth: number, department: number, name: string, isWithdrawn = false): Promise<void> {
      const id = `019ab0c0-0000-7000-8000-00000000000${String(nth)}`;
      await store.query(`INSERT INTO dataset (name) VALUES ('supervision-item') ON CONFLICT DO NOTHING`);
      const dataset = `(SELECT id FROM dataset WHERE name = 'supervision-item')`;
      await store.query(
        `INSERT INTO record (id, dataset_id, department_id, key_hash, current_version, current_month, content_hash, origin_stream, withdrawn)
         VALUES ($1, ${dataset}, $2, $3, 1, '2024-03-01', '\\x00', 1, $4)`,
        [id, department, Buffer.from(id), isWithdrawn],
      );
      await store.query(
        `INSERT INTO record_version (month, record_id, version, department_id, dataset_id, operation, content, content_hash, origin_stream,
           run_id, mapping_version, schema_version)
         VALUES ('2024-03-01', $1, 1, $2, ${dataset}, 'upsert', $3, '\\x00', 1, 1, 1, '1')`,
        [id, department, JSON.stringify({ name, code: `0117000101010${String(nth)}` })],
      );
    }

    const mapping = compiled({ code: { from: 'item', lookup: { dataset: 'supervision-item', by: 'name', gives: 'code' } } });

    it('sees the records in force: its own department, or everybody where a code is unique in the whole country', async () => {
      const store = opened();
      await World.make(store);
      await store.query('DELETE FROM record');
      await register(store, 1, 1, '建筑施工监管');
      await register(store, 2, 2, '食品生产监管');
      await register(store, 3, 1, '已取消的监管', true);
      const plan = (isOfNation: boolean): ExchangePlan =>
        ({ departmentId: 1, source: { mapping, lookupDatasets: [{ name: 'supervision-item', isOfNation }] } }) as unknown as ExchangePlan;
      const codeOf = async (isOfNation: boolean, item: string): Promise<unknown> => {
        const result = (await mappingWithReferences(store, plan(isOfNation))).run({ item });
        return result.ok ? result.record['code'] : result.problems.map(({ code }) => code);
      };
      expect(await codeOf(false, '建筑施工监管')).toBe('01170001010101');
      expect(await codeOf(false, '食品生产监管')).toEqual(['MAPPING_REFERENCE_MISSING']);
      expect(await codeOf(true, '食品生产监管')).toBe('01170001010102');
      expect(await codeOf(true, '已取消的监管')).toEqual(['MAPPING_REFERENCE_MISSING']);
    });

    it('costs a mapping without look-ups nothing', async () => {
      const plain = compiled({ code: { from: 'item' } });
      const plan = { departmentId: 1, source: { mapping: plain, lookupDatasets: [] } } as unknown as ExchangePlan;
      expect(await mappingWithReferences({ query: () => Promise.reject(new Error('asked')) }, plan)).toBe(plain);
    });
  });
}
