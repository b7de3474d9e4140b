import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../schemas/json.js';
import { mistakesOf, specOf } from './sample.js';

describe('a mapping that is not right', () => {
  // Mistakes one by one, and what a user reads of each, stand in broken-mappings.yaml.
  it('is refused for a table by a column that has gaps', () => {
    const mistakes = mistakesOf(specOf({ x: { from: 'a', codes: { table: 'penalty-type', by: 'en' } } }));
    expect(mistakes.map(({ code, path }) => [code, path])).toEqual([['MAPPING_SPEC_TABLE_UNKNOWN', '/fields/x/codes']]);
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
