import { describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { mistakesOf, specOf } from './sample.js';

type Row = [name: string, rule: JsonValue, code: string, path: string];

/** Each is the rule of the field `x`; the path is the one below `/fields/x`. */
const brokenRules: Row[] = [
  ['a rule that is a text', 'wsh', 'MAPPING_SPEC_SHAPE_WRONG', ''],
  ['a rule without a source', { apply: ['trim'] }, 'MAPPING_SPEC_SOURCE_UNCLEAR', ''],
  ['a rule with two sources', { from: 'a', const: 'b' }, 'MAPPING_SPEC_SOURCE_UNCLEAR', ''],
  ['a misspelt word', { from: 'a', aply: ['trim'] }, 'MAPPING_SPEC_WORD_UNKNOWN', '/aply'],
  ['an empty column', { from: '' }, 'MAPPING_SPEC_SHAPE_WRONG', '/from'],
  ['a path with an empty part', { from: 'a..b' }, 'MAPPING_SPEC_PATH_WRONG', '/from'],
  ['a fixed value that is an object', { const: { a: 1 } }, 'MAPPING_SPEC_SHAPE_WRONG', '/const'],
  ['an unknown transform', { from: 'a', apply: ['trim', 'tirm'] }, 'MAPPING_SPEC_WORD_UNKNOWN', '/apply/1'],
  ['apply without a list', { from: 'a', apply: 'trim' }, 'MAPPING_SPEC_SHAPE_WRONG', '/apply'],
  ['an unknown code table', { from: 'a', codes: { table: 'colour' } }, 'MAPPING_SPEC_TABLE_UNKNOWN', '/codes/table'],
  ['a table by a column that has gaps', { from: 'a', codes: { table: 'penalty-type', by: 'en' } }, 'MAPPING_SPEC_TABLE_UNKNOWN', '/codes'],
  ['a table by an unknown column', { from: 'a', codes: { table: 'penalty-type', by: 'name' } }, 'MAPPING_SPEC_WORD_UNKNOWN', '/codes/by'],
  ['a table with a stray word', { from: 'a', codes: { table: 'penalty-type', strict: true } }, 'MAPPING_SPEC_WORD_UNKNOWN', '/codes/strict'],
  ['codes without codes', { from: 'a', codes: { default: 'x' } }, 'MAPPING_SPEC_SHAPE_WRONG', '/codes'],
  ['a code that is a list', { from: 'a', codes: { 1: ['x'] } }, 'MAPPING_SPEC_SHAPE_WRONG', '/codes/1'],
  ['a date without forms', { from: 'a', date: [] }, 'MAPPING_SPEC_SHAPE_WRONG', '/date'],
  ['a date form without a day', { from: 'a', date: ['YYYY-MM'] }, 'MAPPING_SPEC_DATE_FORM_WRONG', '/date/0'],
  ['date forms that contradict each other', { from: 'a', date: ['YYYY-MM-DD', 'YYYY-DD-MM'] }, 'MAPPING_SPEC_DATE_FORM_WRONG', '/date/1'],
  ['a date form that cannot be written', { from: 'a', date: { from: ['YYYYMMDD'], to: 'excel-serial' } }, 'MAPPING_SPEC_DATE_FORM_WRONG', '/date/to'],
  ['an unknown unit', { from: 'a', number: { unitFrom: '块', unitTo: '元' } }, 'MAPPING_SPEC_WORD_UNKNOWN', '/number/unitFrom'],
  ['one unit without the other', { from: 'a', number: { unitFrom: '元' } }, 'MAPPING_SPEC_WORD_UNKNOWN', '/number/unitTo'],
  ['a negative scale', { from: 'a', number: { scale: -1 } }, 'MAPPING_SPEC_SHAPE_WRONG', '/number/scale'],
  ['a split without separators', { from: 'a', split: { each: { apply: ['trim'] } } }, 'MAPPING_SPEC_SHAPE_WRONG', '/split/by'],
  ['an each without steps', { from: 'a', each: {} }, 'MAPPING_SPEC_SHAPE_WRONG', '/each'],
  ['a source within each', { from: 'a', each: { from: 'b' } }, 'MAPPING_SPEC_WORD_UNKNOWN', '/each/from'],
  ['codes over a list', { from: 'a', split: { by: ';' }, codes: { 1: 'x' } }, 'MAPPING_SPEC_STEPS_CLASH', '/codes'],
  ['two converters', { from: 'a', date: ['YYYYMMDD'], number: {} }, 'MAPPING_SPEC_STEPS_CLASH', '/number'],
  ['join of a single value', { const: 'a', join: ';' }, 'MAPPING_SPEC_STEPS_CLASH', '/join'],
  ['a separator that is a number', { from: 'a', join: 3 }, 'MAPPING_SPEC_SHAPE_WRONG', '/join'],
  ['a list of nothing', { list: [] }, 'MAPPING_SPEC_SHAPE_WRONG', '/list'],
  ['a broken alternative', { first: [{ from: 'a' }, { form: 'b' }] }, 'MAPPING_SPEC_WORD_UNKNOWN', '/first/1/form'],
  ['a dotted name in zip', { zip: { 'a.b': { from: 'a' } } }, 'MAPPING_SPEC_PATH_WRONG', '/zip/a.b'],
  ['a broken rule of an item', { from: 'a', each: { fields: { b: { from: 1 } } } }, 'MAPPING_SPEC_SHAPE_WRONG', '/each/fields/b/from'],
  ['a condition with an unknown test', { from: 'a', when: { b: { like: 'x' } } }, 'MAPPING_SPEC_CONDITION_WRONG', '/when/b/like'],
  ['required in words', { from: 'a', required: 'yes' }, 'MAPPING_SPEC_SHAPE_WRONG', '/required'],
  ['an expression with a syntax error', { expr: 'a +' }, 'MAPPING_SPEC_EXPRESSION_WRONG', '/expr'],
  ['an expression that evaluates data', { expr: '$eval(a)' }, 'MAPPING_SPEC_EXPRESSION_WRONG', '/expr'],
  ['an expression with the time of day', { expr: 'a & $now()' }, 'MAPPING_SPEC_EXPRESSION_WRONG', '/expr'],
  ['an expression with a pattern', { expr: '$match(a, /(x+x+)+y/).match' }, 'MAPPING_SPEC_EXPRESSION_WRONG', '/expr'],
  ['an expression of another kind', { expr: { text: 'a', gives: 'date' } }, 'MAPPING_SPEC_WORD_UNKNOWN', '/expr/gives'],
];

describe('a mapping that is not right', () => {
  it.each(brokenRules)('is refused for %s', (_name, rule, code, path) => {
    const mistakes = mistakesOf(specOf({ x: rule }));
    expect(mistakes.map((mistake) => [mistake.code, mistake.path])).toEqual([[code, `/fields/x${path}`]]);
  });

  it.each<[string, JsonValue, string, string]>([
    ['text', 'rules', 'MAPPING_SPEC_SHAPE_WRONG', ''],
    ['an unknown part', specOf({ x: { from: 'a' } }, { feilds: {} }), 'MAPPING_SPEC_WORD_UNKNOWN', '/feilds'],
    ['no fields', specOf({}), 'MAPPING_SPEC_SHAPE_WRONG', '/fields'],
    ['a version in words', specOf({ x: { from: 'a' } }, { version: 'one' }), 'MAPPING_SPEC_SHAPE_WRONG', '/version'],
    ['a side without a stream', specOf({ x: { from: 'a' } }, { from: { system: 's' } }), 'MAPPING_SPEC_SHAPE_WRONG', '/from/stream'],
    ['a target inside another', specOf({ party: { from: 'a' }, 'party.name': { from: 'b' } }), 'MAPPING_SPEC_TARGETS_CLASH', '/fields/party.name'],
    ['a target that every object has', specOf({ 'a.constructor': { from: 'a' } }), 'MAPPING_SPEC_PATH_WRONG', '/fields/a.constructor'],
    ['a used column that is ignored', specOf({ x: { from: 'a' } }, { ignore: ['b', 'a'] }), 'MAPPING_SPEC_COLUMN_CLASH', '/ignore/1'],
    ['an example without outcome', specOf({ x: { from: 'a' } }, { examples: [{ name: 'n', input: {} }] }), 'MAPPING_SPEC_SHAPE_WRONG', '/examples/0'],
  ])('is refused for %s', (_name, spec, code, path) => {
    expect(mistakesOf(spec).map((mistake) => [mistake.code, mistake.path])).toEqual([[code, path]]);
  });

  it('is told of all its mistakes at once', () => {
    const fields: JsonObject = { a: { form: 'x' }, b: { from: 'y', date: ['YY'] }, c: { from: 'z', codes: { table: 'none' } } };
    const paths = mistakesOf(specOf(fields, { version: 0, ignore: 'q' })).map(({ path }) => path);
    expect(paths.toSorted()).toEqual(['/fields/a/form', '/fields/b/date/0', '/fields/c/codes/table', '/ignore', '/version']);
  });

  it('reads what was given, what was expected, and how to mend it', () => {
    const [mistake] = mistakesOf(specOf({ x: { from: 'a', codes: { table: 'penalty-type', by: 'name' } } }));
    expect(mistake).toEqual({
      code: 'MAPPING_SPEC_WORD_UNKNOWN',
      path: '/fields/x/codes/by',
      given: 'name',
      expected: 'code, zh, en 之一 one of code, zh, en',
      zh: '映射规则中有不认识的词：应为code, zh, en 之一。',
      en: 'The mapping uses a word that is not in the language: expected one of code, zh, en.',
      fixZh: '请检查拼写；可用的词见“应为”。',
      fixEn: 'Check the spelling; the words that may stand here are listed.',
    });
  });

  it('is told when a condition names a target as if it were a column', () => {
    const fields = { 'party.category': { from: 'lb' }, 'party.idNumber': { from: 'sfz', when: { 'party.category': '2' } } };
    const [mistake] = mistakesOf(specOf(fields));
    expect(mistake).toMatchObject({ code: 'MAPPING_SPEC_CONDITION_WRONG', expected: expect.stringContaining('target: { party.category: … }') });
    const explicit = { ...fields, 'party.idNumber': { from: 'sfz', when: { source: { 'party.category': '2' } } } };
    expect(mistakesOf(specOf(explicit))).toEqual([]);
  });

  it('may run in a circle without harm', () => {
    const circle: JsonObject = { from: 'a' };
    circle['first'] = [circle];
    expect(mistakesOf(specOf({ x: circle }))).toHaveLength(1);
  });
});
