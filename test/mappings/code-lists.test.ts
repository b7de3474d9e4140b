import { describe, expect, it } from '@jest/globals';
import { deskForms } from '../../gateway/sandbox/receivers/forms/index.js';
import { judgeForm } from '../../gateway/sandbox/receivers/forms/form.js';
import type { Mapping } from '../../mappings/compile.js';
import { readRuleFiles } from '../../mappings/overview/rule-files.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import { describeDataset } from '../../schemas/dataset-schema.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';

const codeTables = loadCodeTables();
const { datasets, parts } = loadRecordSchemas();
const outgoing = readRuleFiles(codeTables).flatMap(({ mapping }) => ('dataset' in mapping.from ? [[mapping.name, mapping, mapping.from.dataset] as const] : []));

/** What a receiver does not take on purpose: such records are not owed to it (see the exchange's `when`). */
const notTaken: Readonly<Record<string, readonly string[]>> = {
  'credit-china-credit-commitment': ['party.category=natural-person'],
  'credit-china-spot-check-result': ['party.category=natural-person'],
  // 企业信息公示暂行条例 knows four grounds, and no other.
  'gsxt-abnormal-operation-listing': ['cause=99'],
  'internet-plus-enterprise-risk-classification': ['party.category=natural-person'],
  // The receiver gives these two kinds itself.
  'judiciary-case-transfer': ['kind=02', 'kind=03'],
};

/** The coded fields of a dataset with their codes; divisions are too many to try, and alike. */
function codedFields(dataset: string): (readonly [path: string, codes: readonly string[]])[] {
  const schema = datasets.get(dataset);
  if (schema === undefined) throw new Error(`There is no dataset ${dataset}`);
  return [...describeDataset(dataset, schema, parts).fields].flatMap(([path, { codeTable }]) =>
    codeTable === undefined || codeTable === 'division' ? [] : [[path, codeTables.table(codeTable)?.items.map(({ code }) => code) ?? []] as const],
  );
}

/** The record with another code in this field; undefined where it has none there. Lists get the code as their only item. */
function withCode(value: JsonValue | undefined, [name, ...rest]: readonly string[], code: string): JsonValue | undefined {
  if (value === undefined || name === undefined) return value === undefined ? undefined : code;
  if (name === '*') return Array.isArray(value) ? value.slice(0, 1).map((item) => withCode(item, rest, code) ?? item) : undefined;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const inner = withCode(value[name], rest, code);
  return inner === undefined ? undefined : { ...value, [name]: inner };
}

/** What the mapping or the receiver says against a code as such; that other fields have to go with it is not asked here. */
function refusals(mapping: Mapping, record: JsonObject): string[] {
  const { to } = mapping;
  const form = 'system' in to ? deskForms[to.system]?.[to.stream] : undefined;
  const result = mapping.run(record);
  if (!result.ok) return result.problems.filter(({ code }) => code === 'MAPPING_CODE_UNKNOWN').map(({ code }) => code);
  if (form === undefined) return [];
  return judgeForm(form, result.record, { today: '2026-11-23' }).flatMap(({ code, text }) => (['D04', 'D05'].includes(code) ? [text] : []));
}

describe('the codes of a dataset', () => {
  it.each(outgoing)('are all taken, but for those that are not owed: %s', (name, mapping, dataset) => {
    const records = mapping.examples.filter(({ errors }) => errors === undefined).map(({ input }) => input);
    const refused = codedFields(dataset).flatMap(([path, codes]) =>
      codes.filter((code) =>
        records.some((record) => {
          const changed = withCode(record, path.split('.'), code);
          return changed !== undefined && refusals(mapping, changed as JsonObject).length > 0;
        }),
      ).map((code) => `${path}=${code}`),
    );
    expect(refused).toEqual(notTaken[name] ?? []);
  });
});
