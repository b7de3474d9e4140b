import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../../schemas/assets.js';
import { errorDocument } from '../../schemas/error-document.js';
import { errorTable } from '../../schemas/errors.js';

const page = readFileSync(assetPath('docs/errors.md'), 'utf8');

describe('the page of error codes', () => {
  it('says what the table says; if not, run `npm run docs:errors`', () => {
    expect(page).toBe(errorDocument(errorTable));
  });

  it('gives every code a meaning and a way to mend it, in Chinese and in English', () => {
    const incomplete = Object.entries(errorTable).filter(
      ([, { zh, en, fixZh, fixEn }]) =>
        ![zh, fixZh].every((text) => /\p{Script=Han}/u.test(text)) || ![en, fixEn].every((text) => /[a-z]/u.test(text)),
    );
    expect(incomplete.map(([code]) => code)).toEqual([]);
  });

  it('begins every code with its area', () => {
    expect(Object.keys(errorTable).filter((code) => !/^[A-Z]+(?:_[A-Z0-9]+)+$/u.test(code))).toEqual([]);
  });
});
