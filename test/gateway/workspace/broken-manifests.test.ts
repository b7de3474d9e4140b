import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { assetPath } from '../../../schemas/assets.js';
import { readingOf, sampleText, sampleWith } from './sample.js';

interface BrokenCase {
  readonly title: string;
  readonly changes: readonly { readonly replace: string; readonly by: string }[];
  readonly reads: readonly string[];
}

const cases = parse(readFileSync(assetPath('test/gateway/workspace/broken-manifests.yaml'), 'utf8')) as readonly BrokenCase[];

describe('mistakes in manifests', () => {
  it('finds none in a sound workspace', () => {
    expect(readingOf(sampleText)).toEqual([]);
  });

  it.each(cases)('tells of $title', ({ changes, reads }) => {
    expect(readingOf(sampleWith(...changes.map(({ replace, by }) => [replace, by] as const)))).toEqual(reads);
  });

  it('tells every mistake of every document at once, in the order of their lines', () => {
    const text = sampleWith(['divisionCode: "623000", isDataOffice', 'divisionCode: 623000, isDataOffice'], ['type: table', 'typ: table'], ['repeat: ask', 'repeat: often']);
    const lines = readingOf(text).map((line) => line.split(' ', 2).join(' '));
    expect(lines).toEqual([
      'city.yaml:4 /spec/divisionCode',
      'city.yaml:14 /spec/type',
      'city.yaml:15 /spec/typ',
      'city.yaml:29 /spec/delivery/repeat',
    ]);
  });

  it('shows no secret that stands in a manifest', () => {
    const text = sampleWith(['password: { env: HOUSING_PASSWORD }', 'password: Spring-2026\n    pasword: Summer-2026\n    token: [Autumn-2026]']);
    expect(readingOf(text).join('\n')).not.toMatch(/Spring|Summer|Autumn/u);
  });
});
