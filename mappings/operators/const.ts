import { copyJson } from '../json-copy.js';
import type { SourceOperator } from './operator.js';

const singleValues = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] as const;

/** `const: 个人`: the same value for every row. */
export const constOperator: SourceOperator = {
  name: 'const',
  role: 'source',
  schema: {
    title: '固定值',
    description: 'A fixed text, number, boolean, or a list of them.',
    anyOf: [...singleValues, { type: 'array', minItems: 1, items: { anyOf: [...singleValues] } }],
    examples: ['甘南州住房和城乡建设局'],
  },
  codes: [],
  compile(config, context) {
    const items = Array.isArray(config) ? config : [config];
    if (items.length === 0 || items.some((item) => item === null || typeof item === 'object')) {
      return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, {
        zh: '文本、数字、布尔值或它们的列表',
        en: 'a text, number or boolean, or a list of them',
      });
    }
    if (Array.isArray(config)) return { evaluate: () => copyJson(config), shape: 'list' };
    return { evaluate: () => config, shape: 'single' };
  },
};
