import { describe, expect, it } from '@jest/globals';
import { apply, compiled } from './sample.js';

describe('expr', () => {
  it('computes where no operator serves, at once and not later', () => {
    expect(apply({ expr: "$uppercase(a) & '-' & b" }, { a: 'x', b: 7 })).toBe('X-7');
    expect(apply({ expr: { text: '$count(items[state = "open"])', gives: 'number' } }, { items: [{ state: 'open' }, { state: 'shut' }] })).toBe(1);
    expect(apply({ expr: { text: 'items.name', gives: 'list' }, join: '、' }, { items: [{ name: '甲' }, { name: '乙' }] })).toBe('甲、乙');
    expect(apply({ expr: 'missing' }, {})).toBeUndefined();
  });

  it('checks the kind of the result', () => {
    expect(apply({ expr: 'a' }, { a: 7 })).toEqual(['MAPPING_EXPRESSION_RESULT_WRONG']);
    expect(apply({ expr: { text: 'a', gives: 'boolean' } }, { a: true })).toBe(true);
  });

  it('reports a failure as a problem of the row', () => {
    expect(apply({ expr: '$number(a) & ""' }, { a: 'x' })).toEqual(['MAPPING_EXPRESSION_FAILED']);
  });

  it.each([
    ['a loop without end', '($f := function($n) { $f($n + 1) }; $f(0))'],
    ['a recursion without end', '($f := function($n) { 1 + $f($n) }; $f(0) & "")'],
    ['a sequence of millions', '$string($sum([1..9000000]))'],
    ['a text without end', '($f := function($t, $n) { $n = 0 ? $t : $f($t & $t, $n - 1) }; $f("x", 20))'],
  ])('ends %s', (_name, expr) => {
    expect(apply({ expr }, {})).toEqual(['MAPPING_EXPRESSION_TOO_COSTLY']);
  });

  it('goes on working after an expression was ended', () => {
    const mapping = compiled({ x: { expr: '($f := function($n) { $n = 0 ? "done" : $f($n - step) }; $f(3))' } });
    expect(mapping.run({ step: 0 }).ok).toBe(false);
    expect(mapping.run({ step: 1 })).toEqual({ ok: true, record: { x: 'done' } });
  });

  it('reaches nothing of the program, and changes nothing for the next row', () => {
    const mapping = compiled({ x: { expr: '$string($lookup($, "constructor"))' }, y: { expr: '($.a ~> | $ | {"polluted": "yes"} |).polluted' } });
    mapping.run({ a: { b: 1 } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(mapping.run({})).toEqual({ ok: true, record: {} });
  });

  it('is handed only the columns that it names, where it names them', () => {
    const mapping = compiled({ x: { expr: { text: '$join($keys($), ",")', uses: ['a', 'b'] } } });
    expect(mapping.run({ a: 1, b: 2, c: 3 })).toEqual({ ok: true, record: { x: 'a,b' } });
    expect(mapping.columns).toEqual(['a', 'b']);
    expect(compiled({ x: { expr: 'a.b & c' } }).columns.toSorted()).toEqual(['a', 'c']);
  });
});
