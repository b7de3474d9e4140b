import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { manifestSchemaPath, mappingManifestSchema } from '../../mappings/manifest-schema.js';
import { sourceOperators, stepOperators } from '../../mappings/operators.js';
import { assetPath } from '../../schemas/assets.js';
import { errorTable } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';
import { specOf } from './sample.js';

const stored = JSON.parse(readFileSync(assetPath(manifestSchemaPath), 'utf8')) as JsonValue;
const isValid = new Ajv2020({ strict: true, useDefaults: true }).compile(mappingManifestSchema());

describe('the schema of Mapping manifests', () => {
  it('is the one that the operators describe (run node dist/mappings/manifest-schema.js)', () => {
    expect(stored).toEqual(mappingManifestSchema());
  });

  it.each<[string, JsonValue]>([
    ['every operator', {
      a: { from: 'a', apply: ['trim'], required: true },
      b: { const: 'x', when: { target: { a: 'y' } } },
      c: { first: [{ from: 'a', codes: { table: 't', by: 'zh' } }, { expr: 'b' }] },
      d: { zip: { e: { from: 'x', split: { by: ';', each: { codes: { 1: 'y', default: null } } } } } },
      f: { from: 'x', each: { fields: { g: { from: 'h', date: ['YYYY-MM-DD'] } } } },
      i: { list: [{ from: 'x', number: { unitFrom: '万元', unitTo: '元', scale: 2 } }], join: { by: ';', inside: 'keep' } },
    }],
  ])('takes %s', (_name, fields) => {
    expect(isValid(specOf(fields)) ? [] : isValid.errors).toEqual([]);
  });

  it.each<[string, JsonValue]>([
    ['two sources', { a: { from: 'a', const: 'b' } }],
    ['an unknown word', { a: { form: 'a' } }],
    ['an unknown transform', { a: { from: 'a', apply: ['tirm'] } }],
    ['an unknown unit', { a: { from: 'a', number: { unitFrom: '块', unitTo: '元' } } }],
    ['no fields', {}],
  ])('refuses %s', (_name, fields) => {
    expect(isValid(specOf(fields))).toBe(false);
  });
});

describe('operators', () => {
  it('have names of their own, titles, and only codes of the error table', () => {
    const operators = [...sourceOperators, ...stepOperators];
    expect(new Set(operators.map(({ name }) => name)).size).toBe(operators.length);
    for (const { schema, codes } of operators) {
      expect(typeof schema['title']).toBe('string');
      for (const code of codes) expect(errorTable[code].recovery).toBe('skipRecord');
    }
  });
});
