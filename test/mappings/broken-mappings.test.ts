import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { assetPath } from '../../schemas/assets.js';
import { everyReadingOf, sampleText } from '../gateway/workspace/sample.js';

/** Text of YAML that takes the place of a sound mapping's: of one rule, of all fields, or of the whole spec. */
interface BrokenMapping {
  readonly title: string;
  readonly rule?: string;
  readonly fields?: string;
  readonly spec?: string;
  readonly head?: Readonly<Record<string, string | number>>;
  readonly more?: string;
  /** Each line that a user reads, beginning with the path below the mapping's manifest. */
  readonly reads: readonly string[];
}

const cases = parse(readFileSync(assetPath('test/mappings/broken-mappings.yaml'), 'utf8')) as readonly BrokenMapping[];

function manifestOf(name: string, { rule = '{ from: wsh }', fields = `{ documentNumber: ${rule} }`, spec, head = {}, more = '' }: Partial<BrokenMapping>): string[] {
  const sound = { from: '{ system: gannan-housing, stream: t_penalty }', to: '{ dataset: administrative-penalty }', version: 1 };
  const lines = Object.entries({ ...sound, ...head }).map(([name, value]) => `  ${name}: ${value}`);
  const whole = spec === undefined ? `\n${lines.join('\n')}\n  fields: ${fields}\n  ${more}` : ` ${spec}`;
  const metadata = `{ name: ${name}, department: gannan-housing }`;
  return `---\napiVersion: jiantong/v1\nkind: Mapping\nmetadata: ${metadata}\nspec:${whole}`.split('\n');
}

/** All mappings in one text, because a workspace is judged as a whole, and what is read of each by its lines. */
function readAll(mappings: readonly Partial<BrokenMapping>[]): string[][] {
  const manifests = mappings.map((mapping, index) => manifestOf(`broken-${String(index)}`, mapping));
  const lines = sampleText.trimEnd().split('\n');
  const lastLines = manifests.map((manifest) => lines.push(...manifest));
  const readings = mappings.map((): string[] => []);
  for (const reading of everyReadingOf(`${lines.join('\n')}\n`)) {
    const [, line = '', words = ''] = /^city\.yaml:(\d+) (.*)$/su.exec(reading) ?? [];
    readings[lastLines.findIndex((last) => Number(line) <= last)]?.push(words);
  }
  return readings;
}

const [sound, ...readings] = readAll([{}, ...cases]);

describe('mistakes in mappings', () => {
  it('are none in the sound mapping that the others are made of', () => {
    expect(sound).toEqual([]);
  });

  it('are at least sixty, each with a title of its own', () => {
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases.map((broken, index) => ({ ...broken, found: readings[index] })))('tells of $title', ({ reads, found }) => {
    expect(found).toEqual(reads);
  });
});
