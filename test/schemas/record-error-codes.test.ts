import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../../schemas/assets.js';
import { recordErrors } from '../../schemas/error-codes/record.js';

const source = ['schemas', 'schemas/rules', 'schemas/identifiers']
  .flatMap((folder) => readdirSync(assetPath(folder)).map((file) => `${folder}/${file}`))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(assetPath(file), 'utf8'))
  .join('\n');

describe('error codes of records', () => {
  it('are all used', () => {
    expect(Object.keys(recordErrors).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  });

  it('all say what is wrong and how to mend it, in both languages', () => {
    for (const entry of Object.values(recordErrors)) {
      expect(entry.zh + entry.fixZh).toMatch(/\p{Script=Han}/u);
      expect(
        Math.min(entry.zh.length, entry.en.length, entry.fixZh.length, entry.fixEn.length),
      ).toBeGreaterThan(0);
    }
  });
});
