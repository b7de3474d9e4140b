import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../schemas/canonical-json.js';

/** The double with these 64 bits, written as 16 hexadecimal digits. */
function double(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE(0);
}

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const input = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as the example of RFC 8785, section 3.2.3, does', () => {
    const input = { '\u20ac': 5, '\r': 1, '\ufb33': 7, '1': 2, '\ud83d\ude00': 6, '\u0080': 3, '\u00f6': 4 };
    expect(Object.values(JSON.parse(canonicalJson(input)))).toHaveLength(7);
    expect(canonicalJson(input)).toBe(
      '{"\\r":1,"1":2,"\u0080":3,"\u00f6":4,"\u20ac":5,"\ud83d\ude00":6,"\ufb33":7}',
    );
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
  ])('writes the number with the bits %s as RFC 8785, appendix B, does: %s', (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text);
  });

  it('leaves out properties that are undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it.each([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a lone surrogate', 'a\ud800'],
    ['a lone surrogate in a key', { 'a\udc00': 1 }],
    ['a big integer', 1n],
    ['undefined in a list', [undefined]],
    ['a date', new Date(0)],
    ['a map', new Map()],
  ])('refuses %s, whatever it stands in', (_, value) => {
    expect(() => canonicalJson({ list: [value] })).toThrow('RECORD_CANONICAL_FORM_IMPOSSIBLE');
  });

  it('refuses a circle instead of running out of stack', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => canonicalJson(circle)).toThrow('RECORD_CANONICAL_FORM_IMPOSSIBLE');
  });

  it('keeps surrogate pairs as they are', () => {
    expect(canonicalJson('𠮷')).toBe('"𠮷"');
  });

  it('means the same data as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which properties were set', () => {
    const shuffled = fc
      .uniqueArray(fc.tuple(fc.string({ unit: 'binary' }), fc.jsonValue()), { selector: ([name]) => name })
      .chain((entries) =>
        fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
      );
    fc.assert(
      fc.property(shuffled, ([entries, others]) => {
        expect(canonicalJson(Object.fromEntries(others))).toBe(canonicalJson(Object.fromEntries(entries)));
      }),
    );
  });

  it('sorts many names as it sorts few', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 3 }), {
      minLength: 1,
      maxLength: 150,
    });
    fc.assert(
      fc.property(names, (all) => {
        const object = Object.fromEntries(all.map((name) => [name, 0]));
        const expected = all.toSorted().map((name) => `${JSON.stringify(name)}:0`);
        expect(canonicalJson(object)).toBe(`{${expected.join(',')}}`);
      }),
    );
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
