import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { compileMapping, type Mapping } from '../../mappings/compile.js';
import { assetPath } from '../../schemas/assets.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { licences, penalties } from '../arbitraries/records.js';

const codeTables = loadCodeTables();

function mappingOf(file: string): Mapping {
  const { spec } = parse(readFileSync(assetPath(`mappings/${file}.yaml`), 'utf8')) as { spec: JsonValue };
  const { mapping, problems } = compileMapping(spec, { name: file, codeTables });
  if (mapping === undefined) throw new Error(JSON.stringify(problems));
  return mapping;
}

/** What 信用中国 is sent, read back by the mapping for rows of the form of 2018. */
function thereAndBack(out: Mapping, back: Mapping, record: object): JsonObject {
  const sent = out.run(record as JsonObject);
  const read = sent.ok ? back.run(sent.record) : sent;
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.record;
}

/** A record without what the form of 2018 has no place for. */
function inForm(record: object, absent: readonly string[]): JsonObject {
  const { party, ...fields } = structuredClone(record) as JsonObject & { party: JsonObject };
  delete party['registeredAddress'];
  delete party['businessAddress'];
  const kept = Object.entries(fields).filter(([name, value]) => !absent.includes(name) && value !== undefined);
  return Object.fromEntries([['party', party], ...kept]);
}

describe('the form of double publicity of 2018', () => {
  it('gives back every penalty that was written into it, to the last digit', () => {
    const [out, back] = [mappingOf('credit-china/penalty'), mappingOf('double-publicity-2018/penalty')];
    const absent = ['supervisionItemCode', 'inspectionCode', 'procedure', 'divisionCode', 'isHeard', 'filedDate'];
    fc.assert(fc.property(penalties(), (record) => expect(thereAndBack(out, back, record)).toEqual(inForm(record, absent))));
  });

  it('gives back every licence that was written into it, explained where its category is another', () => {
    const [out, back] = [mappingOf('credit-china/licence'), mappingOf('double-publicity-2018/licence')];
    fc.assert(
      fc.property(licences(), ({ licenceCategoryNote, ...licence }) => {
        const record = licence.licenceCategory === '06' ? { ...licence, licenceCategoryNote } : licence;
        expect(thereAndBack(out, back, record)).toEqual(inForm(record, ['divisionCode']));
      }),
    );
  });
});
