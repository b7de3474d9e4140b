import { describe, expect, it } from '@jest/globals';
import type { Decision } from '../../../gateway/ingest/decide.js';
import { writeWarnings } from '../../../gateway/ingest/run-warnings.js';
import { createReadings } from '../../../gateway/reading/index.js';
import type { Store } from '../../../gateway/store/store.js';
import type { Problem } from '../../../schemas/problem.js';
import { penaltyRow, World } from '../exchanges/world.js';

/** What is odd about stored records without being wrong; run on both stores. */
export function warningsSuite(opened: () => Store): void {
  describe('what is odd about records', () => {
    const odd = (path: string): Problem => ({
      code: 'RECORD_CODE_RETIRED', path, zh: '代码已停用。', en: 'The code is retired.', fixZh: '请核对。', fixEn: 'Check it.',
    });
    const stored = (position: string, ...warnings: Problem[]): Decision =>
      ({ kind: 'version', prepared: { warnings, row: { position } } }) as unknown as Decision;

    it('is counted by code and field over the whole run, with the first row, and seen with the run', async () => {
      const store = opened();
      const world = await World.make(store);
      const { runId } = await world.ingest([penaltyRow('1')]);
      const run = { id: runId, owner: '' };
      await writeWarnings(store, run, [stored('row 1', odd('/divisionCode')), stored('row 2'), stored('row 3', odd('/divisionCode'), odd('/officers/0/code'))]);
      await writeWarnings(store, run, [stored('row 9', odd('/divisionCode'), odd('/officers/4/code'))]);
      const { warnings } = await createReadings({ store, scope: 'all' }).runs.get(runId);
      expect(warnings).toEqual([
        { records: 3, position: 'row 1', warning: odd('/divisionCode') },
        { records: 2, position: 'row 3', warning: odd('/officers/0/code') },
      ]);
    });

    it('is nothing for most runs, and then nothing is written', async () => {
      const statements: string[] = [];
      const queryable = { query: (sql: string) => (statements.push(sql), Promise.resolve([])), insert: () => Promise.resolve() };
      await writeWarnings(queryable as never, { id: 1, owner: '' }, [stored('row 1')]);
      expect(statements).toEqual([]);
    });
  });
}
