import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../../schemas/assets.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import { generateTypes } from '../../schemas/generate-types.js';
import type { JsonObject } from '../../schemas/json.js';
import { isObject, loadRecordSchemas, objectAt, resolveField, textAt } from '../../schemas/record-schemas.js';
import { createValidator } from '../../schemas/validator.js';
import { authority, enterprise, penalty, person } from './sample-records.js';

const schemas = loadRecordSchemas();
const validator = createValidator();
const everySchema = [...schemas.datasets, ...schemas.parts];

/** The fields that stand in a file itself, not those of the parts that it refers to. */
function ownFields(schema: JsonObject): [string, JsonObject][] {
  return Object.entries(objectAt(schema, 'properties')).map(([name, field]) => [
    name,
    isObject(field) ? field : {},
  ]);
}

describe('record schemas', () => {
  it('hold the datasets of the gateway, in order of their names', () => {
    expect(validator.datasets).toEqual(
      expect.arrayContaining(['administrative-licence', 'complaint-lead', 'credit-repair', 'inspection']),
    );
    expect(validator.datasets).toEqual(validator.datasets.toSorted());
  });

  it.each(everySchema)(
    'state for every field of %s what it is, where it comes from and who may see it',
    (_, schema) => {
      for (const [name, field] of ownFields(schema)) {
        expect({ name, ...field }).toMatchObject({
          title: expect.stringMatching(/\p{Script=Han}/u),
          description: expect.stringMatching(/^[A-Z].*\.$/),
          'x-source': expect.arrayContaining([expect.any(String)]),
          'x-class': expect.stringMatching(/^(public|restricted|personal|reporter)$/),
        });
        expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      }
    },
  );

  it.each(everySchema)('close %s against fields that nobody knows', (_, schema) => {
    if (schema.type === 'object') expect(schema.additionalProperties).toBe(false);
  });

  it('limit every text and every list', () => {
    for (const [name, schema] of everySchema) {
      for (const [field, own] of ownFields(schema)) {
        const { type, format, pattern, maxLength, maxItems, ...rest } = resolveField(own, schemas.parts);
        const isLimited =
          type === 'array' ? maxItems : (maxLength ?? format ?? pattern ?? rest['x-code-table']);
        if (type === 'string' || type === 'array') expect([name, field, isLimited]).not.toContain(undefined);
      }
    }
  });

  it('say how every personal field is hidden', () => {
    for (const [, schema] of everySchema) {
      for (const [name, field] of ownFields(schema)) {
        const isPersonal = field['x-class'] === 'personal' || field['x-personal-when'] !== undefined;
        if (isPersonal) expect([name, field['x-mask']]).not.toContain(undefined);
      }
    }
  });

  it('use every shared part', () => {
    const text = everySchema.map(([, schema]) => JSON.stringify(schema)).join('');
    for (const path of schemas.parts.keys()) expect(text).toContain(path.slice('parts/'.length));
  });
});

describe('dataset schema', () => {
  const dataset = validator.dataset('administrative-penalty');

  it('tells key, date and references of a dataset as paths', () => {
    expect(dataset).toMatchObject({
      name: 'administrative-penalty',
      version: '1.0.0',
      titleZh: '行政处罚',
      titleEn: 'Administrative penalty',
      keyPaths: [['authority', 'creditCode'], ['documentNumber'], ['party', 'name'], ['party', 'idNumber']],
      datePath: ['decisionDate'],
      references: [{ dataset: 'inspection', path: ['inspectionCode'], key: 'code' }],
    });
    expect(validator.dataset('inspection')).toMatchObject({
      keyPaths: [['code']],
      references: [
        { dataset: 'supervision-item', path: ['supervisionItemCode'], key: 'code' },
        { dataset: 'spot-check-plan', path: ['planCode'], key: 'code' },
        { dataset: 'inspection-filing', path: ['filingCode'], key: 'code' },
      ],
    });
  });

  it('requires of a record its date and its key, but for what only some have', () => {
    for (const name of validator.datasets) {
      const { datePath, keyPaths } = validator.dataset(name);
      const required = schemas.datasets.get(name)?.required;
      const optional = new Set(['certificateNumber']);
      for (const [first = ''] of [datePath, ...keyPaths])
        if (!optional.has(first)) expect(required).toContain(first);
    }
  });

  it('makes the key of a record, with empty text for what a record may lack', () => {
    expect(dataset.keyOf(penalty)).toEqual([
      authority.creditCode,
      penalty.documentNumber,
      enterprise.name,
      '',
    ]);
    expect(dataset.keyOf({ ...penalty, party: person })?.at(-1)).toBe(person.idNumber);
  });

  it('makes the key of a record with faults elsewhere, and none where a part of the key is missing', () => {
    expect(dataset.keyOf({ ...penalty, fineYuan: 5, decisionDate: undefined })).toBeDefined();
    expect(dataset.keyOf({ ...penalty, documentNumber: '' })).toBeUndefined();
    expect(dataset.keyOf({ ...penalty, documentNumber: 12 })).toBeUndefined();
    expect(dataset.keyOf(null)).toBeUndefined();
  });

  it('finds the day of the event, whether or not it is right', () => {
    expect(dataset.eventDateOf(penalty)).toBe('2026-03-02');
    expect(dataset.eventDateOf({ decisionDate: 20260302 })).toBeUndefined();
  });

  it('identifies whom a record concerns by the strongest that it has', () => {
    expect(dataset.subjectOf(penalty)).toBe(enterprise.creditCode);
    expect(dataset.subjectOf({ party: person })).toBe(person.idNumber);
    expect(dataset.subjectOf({ party: { creditCode: '', taxNumber: '6230' } })).toBe('6230');
    expect(dataset.subjectOf({ party: { name: '示例面馆' } })).toBeUndefined();
  });

  it('lists the fields that are personal in a record of a person', () => {
    expect(dataset.personalPathsIn(penalty)).toEqual(dataset.personalFields);
    expect(dataset.personalPathsIn({ party: person })).toEqual([
      ...dataset.personalFields,
      ['party', 'name'],
      ['party', 'registeredAddress'],
      ['party', 'businessAddress'],
    ]);
  });

  it('lists fields that are personal in every record', () => {
    expect(dataset.personalFields).toEqual([
      ['party', 'legalRepresentative', 'idNumber'],
      ['party', 'idNumber'],
    ]);
    expect(validator.dataset('inspection').personalFields).toContainEqual(['officers', '*', 'name']);
  });

  it('knows the name of a party as personal only where the party is a person', () => {
    const name = dataset.fieldAt('/party/name');
    expect(name && dataset.isPersonal(name, { party: person })).toBe(true);
    expect(name && dataset.isPersonal(name, penalty)).toBe(false);
  });

  it('finds fields by their pointers, entries of lists too', () => {
    expect(validator.dataset('inspection').fieldAt('/officers/3/name')?.titleZh).toBe(
      '检查人员·执法人员姓名',
    );
    expect(dataset.fieldAt('/nothing')).toBeUndefined();
  });

  it('calls a field required only where all that it belongs to is required too', () => {
    expect(dataset.fieldAt('/party/name')?.isRequired).toBe(true);
    expect(dataset.fieldAt('/party/idNumber')?.isRequired).toBe(false);
    expect(dataset.fieldAt('/party/legalRepresentative/name')?.isRequired).toBe(false);
    expect(dataset.fieldAt('/penaltyTypes/0')?.isRequired).toBe(false);
  });

  it('gives title and class of every field', () => {
    expect(dataset.fieldTitles.get('authority.name')).toBe('处罚机关·机关名称');
    expect(dataset.fieldTitles.get('party.name')).toBe('行政相对人名称');
    expect(dataset.classes.get('remark')).toBe('restricted');
  });
});

describe('generated types', () => {
  it.each([...generateTypes(schemas)])('are current in %s; if not, run `npm run generate`', (file, text) => {
    expect(readFileSync(assetPath(`schemas/generated/${file}`), 'utf8')).toBe(text);
  });

  it('are there for every dataset and part, and for nothing else; if not, run `npm run generate`', () => {
    expect(readdirSync(assetPath('schemas/generated')).toSorted()).toEqual([...generateTypes(schemas).keys()].toSorted());
  });
});

describe('code tables', () => {
  const tables = loadCodeTables();

  it('hold every table that a schema names', () => {
    const text = everySchema.map(([, schema]) => JSON.stringify(schema)).join('');
    const named = new Set([...text.matchAll(/"x-code-table":"([^"]+)"/g)].map((match) => match[1] ?? ''));
    expect([...named].toSorted()).toEqual(tables.names);
  });

  it('hold the fourteen kinds of penalty of the law', () => {
    expect(tables.table('penalty-type')?.items.map(({ code }) => code)).toEqual(
      Array.from({ length: 14 }, (_, index) => String(index + 1).padStart(2, '0')),
    );
    expect(tables.item('penalty-type', '02')).toMatchObject({ zh: '罚款' });
  });

  it('answer unknown tables and codes with nothing', () => {
    expect(tables.table('weather')).toBeUndefined();
    expect(tables.item('penalty-type', '99')).toBeUndefined();
    expect(tables.item('weather', '01')).toBeUndefined();
  });

  it('cannot be changed by those who use them', () => {
    expect(Object.isFrozen(tables)).toBe(true);
    expect(Object.isFrozen(tables.table('party-category')?.items[0])).toBe(true);
  });
});

describe('glossary', () => {
  const rows = readFileSync(assetPath('schemas/glossary.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| \p{Script=Han}/u.test(line) && !line.startsWith('| 中文'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('has every field of every dataset under its Chinese title and its name in code', () => {
    const names = new Map(rows.map(([, title = '', , code = '']) => [title, code]));
    for (const [, schema] of everySchema) {
      for (const [name, field] of ownFields(schema)) {
        expect([field.title, names.get(textAt(field, 'title'))]).toEqual([
          field.title,
          expect.stringMatching(new RegExp(`\\b${name}\\b`)),
        ]);
      }
    }
  });

  it('names nothing twice', () => {
    const titles = rows.map(([, title]) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });
});
