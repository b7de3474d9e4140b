import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileCondition, conditionProblems } from '../../mappings/conditions.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';

const record: JsonObject = {
  party: { category: 'natural-person', name: ' 甲 ' },
  divisionCode: '623000',
  level: 1,
  isMajor: true,
  penaltyTypes: ['01', '02'],
  officers: [{ name: '乙' }, { name: '丙' }],
  remark: '  ',
  none: null,
  empty: [],
};

describe('conditions', () => {
  it.each<[JsonObject, boolean]>([
    [{ divisionCode: '623000' }, true],
    [{ 'party.category': 'natural-person' }, true],
    [{ 'party.category': ['legal-person', 'natural-person'] }, true],
    [{ 'party.category': 'natural-person', divisionCode: '620000' }, false],
    [{ 'party.name': '甲' }, true],
    [{ level: '1' }, true],
    [{ level: { equals: 1 } }, true],
    [{ isMajor: true }, true],
    [{ isMajor: 'true' }, true],
    [{ divisionCode: { in: ['623000', '620000'] } }, true],
    [{ divisionCode: { not: '623000' } }, false],
    [{ missing: { not: 'x' } }, true],
    [{ missing: 'x' }, false],
    [{ missing: { exists: false } }, true],
    [{ remark: { exists: true } }, false],
    [{ none: { exists: true } }, false],
    [{ empty: { exists: true } }, false],
    [{ party: { exists: true } }, true],
    [{ penaltyTypes: { exists: true } }, true],
    [{ penaltyTypes: '02' }, true],
    [{ penaltyTypes: { not: '03' } }, true],
    [{ 'officers[].name': '丙' }, true],
    [{ 'officers[0].name': '丙' }, false],
    [{ 'divisionCode.deeper': 'x' }, false],
    [{ divisionCode: { exists: true, not: ['620000'] } }, true],
    [{ all: [{ level: 1 }, { isMajor: true }] }, true],
    [{ any: [{ level: 2 }, { isMajor: true }] }, true],
    [{ any: [{ level: 2 }, { isMajor: false }] }, false],
    [{ not: { level: 2 } }, true],
    [{ source: { level: 1 } }, true],
    [{ constructor: { exists: true } }, false],
    [{ '\\all': { exists: false } }, true],
  ])('%j is %s', (condition, expected) => {
    expect(conditionProblems(condition)).toEqual([]);
    expect(compileCondition(condition)(record)).toBe(expected);
  });

  it.each<[JsonValue, string]>([
    [{}, ''],
    ['x', ''],
    [{ a: null }, '/a'],
    [{ a: [] }, '/a'],
    [{ a: [{ b: 1 }] }, '/a'],
    [{ a: { is: 1 } }, '/a/is'],
    [{ a: { in: 'x' } }, '/a/in'],
    [{ a: { exists: 'yes' } }, '/a/exists'],
    [{ 'a..b': 1 }, '/a..b'],
    [{ all: { a: 1 } }, '/all'],
    [{ any: [] }, '/any'],
    [{ any: [{ a: 1 }, {}] }, '/any/1'],
    [{ not: 'x' }, '/not'],
    [{ target: { a: 1 } }, '/target'],
  ])('%j is refused at %s', (condition, path) => {
    const problems = conditionProblems(condition);
    expect(problems.map((problem) => [problem.code, problem.path])).toEqual([['MAPPING_SPEC_CONDITION_WRONG', path]]);
  });

  it('cannot be compiled where they are refused', () => {
    expect(() => compileCondition({ a: { is: 1 } })).toThrow(expect.objectContaining({ code: 'MAPPING_SPEC_CONDITION_WRONG' }));
  });

  it('never throw, whatever the record holds', () => {
    const condition = compileCondition({ any: [{ a: ['x', 1] }, { 'a[].b': { not: 'y' } }, { 'a.b': { exists: true } }] });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.jsonValue()), (value) => {
        expect(typeof condition(value as JsonObject)).toBe('boolean');
      }),
    );
  });

  it('end at a depth that no honest condition reaches, even when they run in a circle', () => {
    const circle: JsonObject = {};
    circle['not'] = circle;
    expect(conditionProblems(circle)).toHaveLength(1);
  });
});
