import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { compileMapping } from '../../mappings/compile.js';
import { runExamples } from '../../mappings/examples.js';
import { sourceOperators, stepOperators } from '../../mappings/operators.js';
import { transforms } from '../../mappings/transforms.js';
import { assetPath } from '../../schemas/assets.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import type { JsonObject } from '../../schemas/json.js';
import { specOf } from './sample.js';

const text = readFileSync(assetPath('mappings/README.md'), 'utf8');
const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => parse(block) as JsonObject);
const codeTables = loadCodeTables();

/** A whole manifest stands as it is; the short examples are fields with one row and its outcome. */
function specOfBlock({ kind, spec, fields, columns, ignore = [], withhold = [], ...example }: JsonObject) {
  if (kind === 'Mapping') return spec ?? null;
  return specOf(fields ?? null, { ...(columns === undefined ? {} : { columns }), ignore, withhold, examples: [{ name: 'README', ...example }] });
}

describe('the description of the mapping language', () => {
  it.each(blocks.map((block, index) => [index + 1, block] as const))('gives in example %i what it says', (_number, block) => {
    const { mapping, problems } = compileMapping(specOfBlock(block), { name: 'readme', codeTables });
    expect(problems).toBeUndefined();
    const results = mapping === undefined ? [] : runExamples(mapping);
    expect(results.length).toBeGreaterThan(0);
    expect(results.flatMap(({ differences }) => differences)).toEqual([]);
  });

  it('shows every operator and names every transform', () => {
    const examples = JSON.stringify(blocks);
    const missing = [...sourceOperators, ...stepOperators].filter(({ name }) => !examples.includes(`"${name}":`) || !text.includes(`**${name}**`));
    expect(missing.map(({ name }) => name)).toEqual([]);
    expect(transforms.filter(({ name }) => !text.includes(`\`${name}\``)).map(({ name }) => name)).toEqual([]);
  });
});
