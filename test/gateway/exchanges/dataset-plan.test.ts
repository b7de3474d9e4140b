import { describe, expect, it } from '@jest/globals';
import { createDatasetPlan } from '../../../gateway/exchanges/dataset-plan.js';
import type { DatasetPlan } from '../../../gateway/exchanges/plan.js';
import { loadCodeTables } from '../../../schemas/code-tables.js';
import type { JsonObject } from '../../../schemas/json.js';
import { loadRecordSchemas } from '../../../schemas/record-schemas.js';
import { createValidator } from '../../../schemas/validator.js';

const schemas = loadRecordSchemas();
const housing = '1162300000TET1015P';

/** Penalties, their schemas changed as given. */
function penalties({ inspection = {}, reference = {} }: { inspection?: JsonObject; reference?: JsonObject }): DatasetPlan {
  const changed = (name: string, more: JsonObject): [string, JsonObject] => [name, { ...schemas.datasets.get(name), ...more }];
  const toInspection = { dataset: 'inspection', field: 'inspectionCode', key: 'code', ...reference };
  const datasets = new Map([
    ...schemas.datasets,
    changed('inspection', inspection),
    changed('administrative-penalty', { 'x-references': [toInspection] }),
  ]);
  const validator = createValidator({ schemas: { ...schemas, datasets }, codeTables: loadCodeTables() });
  const departmentOf = (text: string): number | undefined => (text === housing ? 7 : undefined);
  return createDatasetPlan(validator.dataset('administrative-penalty'), { id: 1, validator, departmentOf });
}

describe('what a record refers to', () => {
  const record = { inspectionCode: 'I1', sourceUnit: { creditCode: housing } };

  it('is its own department’s record, unless its schema says otherwise', () => {
    expect(penalties({}).references(record)).toEqual([{ dataset: 'inspection', key: ['I1'], department: 'own' }]);
  });

  it('is anybody’s record where the other dataset’s key is unique in the whole country', () => {
    const [reference] = penalties({ inspection: { 'x-key-scope': 'nation' } }).references(record);
    expect(reference?.department).toBe('any');
  });

  it('is the record of the department that it names, and nobody’s where that is not known', () => {
    const named = penalties({ inspection: { 'x-key-scope': 'nation' }, reference: { department: 'sourceUnit.creditCode' } });
    expect(named.references(record)[0]?.department).toBe(7);
    expect(named.references({ ...record, sourceUnit: { creditCode: '1162300000TET1031D' } })[0]?.department).toBe(0);
    expect(named.references({ inspectionCode: 'I1' })[0]?.department).toBe('any');
  });

  it('is nothing where it says nothing', () => {
    expect(penalties({}).references({ inspectionCode: '' })).toEqual([]);
    expect(penalties({}).references({})).toEqual([]);
  });
});
