import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseLosslessJson } from '../../../connectors/shared/lossless-json.js';

describe('lossless JSON', () => {
  it('reads what holds only short integers as JSON.parse does', () => {
    const integer = fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        fc.string({ unit: 'binary' }),
        integer,
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree')),
        fc.dictionary(fc.string(), tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseLosslessJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps every other number as the text that it was', () => {
    const digits = fc.stringMatching(/^-?[1-9]\d{15,30}$/u);
    const decimal = fc.stringMatching(/^-?(?:0|[1-9]\d{0,20})\.\d{1,20}$/u);
    const exponent = fc.stringMatching(/^-?[1-9]\d{0,3}(?:\.\d{1,3})?[eE][+-]?\d{1,2}$/u);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.oneof(digits, decimal, exponent))),
        (pairs) => {
          const text = `{"list":[${pairs.map(([name, number]) => `{${JSON.stringify(name)}:${number},"t":${JSON.stringify(number)}}`).join(' ,\n')}]}`;
          const list = pairs.map(([name, number]) =>
            Object.fromEntries([
              [name, number],
              ['t', number],
            ]),
          );
          expect(parseLosslessJson(text)).toEqual({ list });
        },
      ),
    );
  });

  it('reads a number that stands alone, and refuses what is no JSON', () => {
    expect(parseLosslessJson(' 12.50\n')).toBe('12.50');
    expect(parseLosslessJson('7')).toBe(7);
    for (const text of ['', '{', '{1.5:2}', '01.5', '[1.5 2.5]', '{"a":1.5.5}'])
      expect(() => parseLosslessJson(text)).toThrow();
  });
});
