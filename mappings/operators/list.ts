import { readList } from '../config-reading.js';
import type { JsonValue } from '../../schemas/json.js';
import type { SourceOperator } from './operator.js';

/** `list: [{ from: a }, { const: '-' }, { from: b }]`: the values that are there, in this order. */
export const listOperator: SourceOperator = {
  name: 'list',
  role: 'source',
  schema: {
    title: '组成列表',
    description: 'Rules whose values make a list; absent ones are left out. With join it puts texts together.',
    type: 'array',
    minItems: 1,
    items: { $ref: '#/$defs/rule' },
  },
  codes: [],
  compile(config, context) {
    const list = readList(config, context);
    const items = context.ownItems();
    const rules = list?.map((rule, index) => context.compilation.compiler.rule(rule, items.at(index)));
    if (rules === undefined || !rules.every((rule) => rule !== undefined)) return undefined;
    return {
      shape: 'list',
      evaluate: (scope, run) => {
        const values: JsonValue[] = [];
        const problemsBefore = run.problems.length;
        for (let index = 0; index < rules.length; index++) {
          run.items.push(index);
          const value = rules[index]?.(scope, run);
          run.items.pop();
          if (value !== undefined) values.push(value);
        }
        // Half a list would look like a whole one.
        return values.length === 0 || run.problems.length > problemsBefore ? undefined : values;
      },
    };
  },
};
