import { describe, expect, it } from '@jest/globals';
import { compileMapping } from '../../mappings/compile.js';
import { describeDataset } from '../../schemas/dataset-schema.js';
import { fieldPrivacy } from '../../schemas/field-privacy.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import { mappingsIn } from './shipped-mappings.js';

const { datasets, parts } = loadRecordSchemas();
const codeTables = loadCodeTables();

function personalTargets(folder: string, name: string, dataset: string): readonly string[] {
  const manifest = mappingsIn(folder).find(({ metadata }) => metadata.name === name);
  const schema = datasets.get(dataset);
  if (!manifest || !schema) throw new Error(`${name} or ${dataset} is not there`);
  const { mapping } = compileMapping(manifest.spec, { name, codeTables, ...fieldPrivacy(describeDataset(dataset, schema, parts)) });
  return [...(mapping?.personalTargets ?? [])];
}

describe('the targets that hold what is personal', () => {
  it('are known on the way out by the fields that they come of', () => {
    const targets = personalTargets('mappings/credit-china', 'credit-china-penalty', 'administrative-penalty');
    expect(targets).toEqual(expect.arrayContaining(['CF_XDR_ZJHM', 'CF_FR_ZJHM']));
    expect(targets).not.toContain('CF_WSH');
  });

  it('are known on the way in by the fields that they are', () => {
    const targets = personalTargets('mappings/double-publicity-2018', 'double-publicity-2018-penalty', 'administrative-penalty');
    expect(targets).toContain('party.idNumber');
    expect(targets).not.toContain('documentNumber');
  });
});
