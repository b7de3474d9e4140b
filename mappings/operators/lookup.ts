import { readText, readWords } from '../config-reading.js';
import { textOf } from '../value-text.js';
import type { StepOperator } from './operator.js';

/**
 * `lookup: { dataset: supervision-item, by: name, gives: code }`: of the stored records of that dataset, the one whose
 * field `by` has this value gives its field `gives`. Records that agree are one; none, or several that differ, are a
 * problem: nothing is guessed.
 */
export const lookupOperator: StepOperator = {
  name: 'lookup',
  role: 'step',
  takes: 'single',
  gives: 'single',
  schema: {
    title: '查基础记录',
    description: 'A dataset of stored records, the field that has the value, and the field to give.',
    type: 'object',
    required: ['dataset', 'by', 'gives'],
    additionalProperties: false,
    properties: {
      dataset: { type: 'string', minLength: 1 },
      by: { type: 'string', minLength: 1 },
      gives: { type: 'string', minLength: 1 },
    },
    examples: [{ dataset: 'supervision-item', by: 'name', gives: 'code' }],
  },
  codes: ['MAPPING_VALUE_NOT_SINGLE', 'MAPPING_REFERENCE_MISSING', 'MAPPING_REFERENCE_AMBIGUOUS'],
  compile(config, context) {
    const words = readWords(config, ['dataset', 'by', 'gives'], context);
    const dataset = words && readText(words['dataset'], context.at('dataset'));
    const by = words && readText(words['by'], context.at('by'));
    const gives = words && readText(words['gives'], context.at('gives'));
    if (dataset === undefined || by === undefined || gives === undefined) return undefined;
    const { compilation } = context;
    if (compilation.sourceIsDataset) {
      return context.mistake('MAPPING_SPEC_LOOKUP_OUTGOING', dataset, { zh: '只在填写数据集的规则中使用', en: 'only in mappings that fill a dataset' });
    }
    const lookup = { dataset, by, gives };
    compilation.lookups.push(lookup);
    const fail = context.failure('lookup', 'MAPPING_VALUE_NOT_SINGLE');
    const where = { zh: `${dataset}.${by}`, en: `${dataset}.${by}` };
    const failMissing = context.failure('lookup', 'MAPPING_REFERENCE_MISSING', where);
    const failSeveral = context.failure('lookup', 'MAPPING_REFERENCE_AMBIGUOUS', where);
    return (value, run) => {
      const text = textOf(value);
      if (text === undefined) return fail(run, value);
      const found = run.references.find(lookup, text);
      if (found === 'none') return failMissing(run, value);
      return found === 'several' ? failSeveral(run, value) : found.value;
    };
  },
};
