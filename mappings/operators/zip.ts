import { isObject } from '../config-reading.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { Evaluate, RuleContext } from '../rule-context.js';
import { parseTarget } from '../target-path.js';
import type { SourceOperator } from './operator.js';

interface ZipColumn {
  readonly name: string;
  readonly evaluate: Evaluate;
}

/**
 * `zip: { name: { from: jcry, split: { by: "、" } }, certificateNumber: { from: zfzh, split: { by: "、" } } }`:
 * lists that stand side by side become a list of objects. Lists that are there have to be equally long.
 */
export const zipOperator: SourceOperator = {
  name: 'zip',
  role: 'source',
  schema: {
    title: '逐项配对',
    description: 'Names and the rules of their lists; the n-th items make the n-th object.',
    type: 'object',
    minProperties: 1,
    additionalProperties: { $ref: '#/$defs/rule' },
  },
  codes: ['MAPPING_LISTS_UNEQUAL', 'MAPPING_VALUE_NOT_A_LIST'],
  compile(config, context) {
    if (!isObject(config) || Object.keys(config).length === 0) {
      return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '名称与规则', en: 'names with their rules' });
    }
    const columns = Object.entries(config).map(([name, rule]) => compileColumn(name, rule, context));
    if (!columns.every((column) => column !== undefined)) return undefined;
    const failUnequal = context.failure('zip', 'MAPPING_LISTS_UNEQUAL');
    const failNoList = context.failure('zip', 'MAPPING_VALUE_NOT_A_LIST');
    return {
      shape: 'list',
      evaluate: (scope, run) => {
        const problemsBefore = run.problems.length;
        const found: { name: string; list: readonly JsonValue[] }[] = [];
        for (const { name, evaluate } of columns) {
          const list = evaluate(scope, run);
          if (list === undefined) continue;
          if (!Array.isArray(list)) return failNoList(run, list);
          found.push({ name, list });
        }
        if (found.length === 0 || run.problems.length > problemsBefore) return undefined;
        const length = found[0]?.list.length ?? 0;
        if (found.some(({ list }) => list.length !== length)) return failUnequal(run, undefined);
        return Array.from({ length }, (_, index) => objectAt(found, index));
      },
    };
  },
};

function compileColumn(name: string, rule: JsonValue, context: RuleContext): ZipColumn | undefined {
  if (parseTarget(name)?.length !== 1) {
    return context.at(name).mistake('MAPPING_SPEC_PATH_WRONG', name, { zh: '单个名称', en: 'a single name' });
  }
  const evaluate = context.compilation.compiler.rule(rule, context.listColumn(name));
  return evaluate === undefined ? undefined : { name, evaluate };
}

function objectAt(found: readonly { name: string; list: readonly JsonValue[] }[], index: number): JsonObject {
  const object: JsonObject = {};
  for (const { name, list } of found) {
    const value = list[index];
    if (value !== undefined) object[name] = value;
  }
  return object;
}
