import { describe, expect, it } from '@jest/globals';
import { sourceOperators, stepOperators } from '../../mappings/operators.js';
import { errorTable } from '../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { compiled } from './sample.js';

type Row = readonly [operator: string, rule: JsonObject, given: JsonValue, code: string, shown: string];

/** A value that each operator has to refuse, in the column `a`, and what a person reads of it. */
const refusals: readonly Row[] = [
  ['from', { from: 'a.b' }, '甲', 'MAPPING_SOURCE_SHAPE_UNEXPECTED', '甲'],
  ['first', { first: [{ from: 'a', date: ['YYYY-MM-DD'] }, { const: '1' }] }, 'soon', 'MAPPING_DATE_NOT_READABLE', 'soon'],
  ['list', { list: [{ from: 'a', number: {} }] }, '约5', 'MAPPING_NUMBER_NOT_READABLE', '约5'],
  ['amount', { amount: { figure: 'a', unit: '万元' } }, '5元', 'MAPPING_NUMBER_UNIT_DOUBTFUL', '5元'],
  ['expr', { expr: { text: 'a', gives: 'number' } }, '五', 'MAPPING_EXPRESSION_RESULT_WRONG', '五'],
  ['apply', { from: 'a', apply: ['trim'] }, { b: 1 }, 'MAPPING_VALUE_NOT_SINGLE', '{…}'],
  ['split', { from: 'a', split: { by: ';' } }, ['x'], 'MAPPING_VALUE_NOT_SINGLE', '[1]'],
  ['each', { from: 'a', each: { apply: ['trim'] } }, '甲', 'MAPPING_VALUE_NOT_A_LIST', '甲'],
  ['codes', { from: 'a', codes: { 1: 'x' } }, '2', 'MAPPING_CODE_UNKNOWN', '2'],
  ['date', { from: 'a', date: ['YYYY-MM-DD'] }, '2026-02-30', 'MAPPING_DATE_NOT_READABLE', '2026-02-30'],
  ['number', { from: 'a', number: {} }, '1e5', 'MAPPING_NUMBER_NOT_READABLE', '1e5'],
  ['join', { from: 'a', join: ';' }, '甲', 'MAPPING_VALUE_NOT_A_LIST', '甲'],
  ['required', { from: 'a', required: true }, ' ', 'MAPPING_VALUE_MISSING', ''],
];

function problemsOf(rule: JsonObject, given: JsonValue, personal?: (path: string) => boolean) {
  const result = compiled({ x: rule }, {}, personal).run({ a: given });
  return result.ok ? [] : result.problems;
}

describe('what a person reads of a value that a rule refuses', () => {
  it.each(refusals)('names column, value, rule and mend: %s', (operator, rule, given, code, shown) => {
    const [problem, ...more] = problemsOf(rule, given);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code, column: expect.stringMatching(/^a(\.b)?$/u), path: expect.stringMatching(/^\/x/u), ...(shown === '' ? {} : { value: shown }) });
    expect(operator === 'first' || operator === 'list' || problem?.rule === operator).toBe(true);
    const words = [problem?.zh, problem?.fixZh].join('') + [problem?.en, problem?.fixEn].join('');
    expect(words).toMatch(/\p{Script=Han}.*[a-z]{3}/u);
  });

  it.each(refusals)('shows no more than the beginning of it where the field is personal: %s', (_operator, rule, given, _code, shown) => {
    const [problem] = problemsOf(rule, typeof given === 'string' ? `${given.trim()}9876` : given, (path) => path.startsWith('x'));
    if (typeof given === 'string' && shown !== '') expect(problem?.value).toMatch(/^.?\*\*\*$/su);
    expect(JSON.stringify(problem ?? {})).not.toContain('9876');
  });

  it('is tried for every operator that can refuse one', () => {
    const tried = new Set(refusals.map(([operator]) => operator));
    const untried = [...sourceOperators, ...stepOperators].filter(({ name, codes }) => codes.length > 0 && !tried.has(name));
    // They refuse what several columns hold together, what is no object, or what other records lack: shown where they are described.
    expect(untried.map(({ name }) => name)).toEqual(['zip', 'fields', 'lookup']);
    expect(refusals.filter(([, , , code]) => !Object.hasOwn(errorTable, code))).toEqual([]);
  });
});
