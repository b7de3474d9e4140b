import type { CodeTableSource } from '../../mappings/code-tables.js';
import { compileMapping } from '../../mappings/compile.js';
import type { Mapping, MappingResult } from '../../mappings/compile.js';
import type { MappingMistake } from '../../mappings/mistake.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';

/** A small table as the tests need it. */
export const codeTables: CodeTableSource = {
  table: (name) =>
    name === 'penalty-type'
      ? { items: [{ code: '01', zh: '警告', en: 'Warning' }, { code: '02', zh: '罚款', en: 'Fine' }, { code: '03', zh: '没收' }] }
      : undefined,
};

/** The spec of a mapping from a made-up table with these fields. */
export function specOf(fields: JsonValue, more: JsonObject = {}): JsonObject {
  return {
    from: { system: 'demo-housing', stream: 't_penalty' },
    to: { dataset: 'administrative-penalty' },
    version: 1,
    fields,
    ...more,
  };
}

/** Compiles and expects no mistakes. */
export function compiled(fields: JsonValue, more: JsonObject = {}, personal?: (path: string) => boolean): Mapping {
  const { mapping, problems } = compileMapping(specOf(fields, more), { name: 'demo/penalty', codeTables, personal });
  if (mapping === undefined) throw new Error(JSON.stringify(problems, undefined, 2));
  return mapping;
}

/** Compiles and gives the mistakes. */
export function mistakesOf(spec: JsonValue): readonly MappingMistake[] {
  return compileMapping(spec, { name: 'demo/penalty', codeTables }).problems ?? [];
}

/** What one rule, filling the field `x`, makes of a row: its value, or the codes of its problems. */
export function apply(rule: JsonValue, row: JsonObject): JsonValue | undefined {
  const result = compiled({ x: rule }).run(row);
  return result.ok ? result.record['x'] : codesOf(result);
}

export function codesOf(result: MappingResult): string[] {
  return result.ok ? [] : result.problems.map(({ code }) => code);
}
