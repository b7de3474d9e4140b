import type { JsonValue } from '../../schemas/json.js';
import type { RuleContext, Step } from '../rule-context.js';
import type { StepOperator } from './operator.js';

/** Longest list that is walked. */
export const listItemsMax = 1000;

/** `each: { codes: … }`: the same steps for every item of a list; absent items are left out. */
export const eachOperator: StepOperator = {
  name: 'each',
  role: 'step',
  takes: 'list',
  gives: 'list',
  schema: { title: '逐项处理', description: 'Steps for every item of the list.', $ref: '#/$defs/steps' },
  codes: ['MAPPING_VALUE_NOT_A_LIST', 'MAPPING_LIST_TOO_LONG'],
  compile(config, context) {
    const walk = compileEach(config, context);
    if (walk === undefined) return undefined;
    const fail = context.failure('each', 'MAPPING_VALUE_NOT_A_LIST');
    return (value, run) => (Array.isArray(value) ? walk(value, run) : fail(run, value));
  },
};

/** Steps over the items of a value that is a list already. A list with a wrong item is no value. */
export function compileEach(config: JsonValue, context: RuleContext): Step | undefined {
  const step = context.compilation.compiler.steps(config, context.items());
  if (step === undefined) return undefined;
  const failLong = context.failure('each', 'MAPPING_LIST_TOO_LONG', {
    zh: `最多 ${listItemsMax} 项`,
    en: `at most ${listItemsMax}`,
  });
  return (value, run) => {
    if (!Array.isArray(value)) return undefined;
    if (value.length > listItemsMax) return failLong(run, value);
    const results: JsonValue[] = [];
    const problemsBefore = run.problems.length;
    for (let index = 0; index < value.length; index++) {
      const item = value[index];
      if (item === undefined || item === null) continue;
      run.items.push(index);
      const result = step(item, run);
      run.items.pop();
      if (result !== undefined) results.push(result);
    }
    return results.length === 0 || run.problems.length > problemsBefore ? undefined : results;
  };
}
