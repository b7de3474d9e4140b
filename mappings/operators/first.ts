import { readList } from '../config-reading.js';
import type { Evaluate } from '../rule-context.js';
import type { SourceOperator } from './operator.js';

/**
 * `first: [{ from: b }, { from: c }]`: the first alternative that has a value. An alternative whose value is
 * wrong ends the search with its problem: bad data is reported, not stepped over.
 */
export const firstOperator: SourceOperator = {
  name: 'first',
  role: 'source',
  schema: {
    title: '依次取值',
    description: 'Rules in order; the first that has a value gives it.',
    type: 'array',
    minItems: 1,
    items: { $ref: '#/$defs/rule' },
  },
  codes: [],
  compile(config, context) {
    const list = readList(config, context);
    const rules = list?.map((rule, index) => context.compilation.compiler.rule(rule, context.at(index)));
    if (rules === undefined || !rules.every((rule) => rule !== undefined)) return undefined;
    return { evaluate: firstOf(rules), shape: 'any' };
  },
};

function firstOf(rules: readonly Evaluate[]): Evaluate {
  return (scope, run) => {
    const problemsBefore = run.problems.length;
    for (const rule of rules) {
      const value = rule(scope, run);
      if (value !== undefined) return value;
      if (run.problems.length > problemsBefore) return undefined;
    }
    return undefined;
  };
}
