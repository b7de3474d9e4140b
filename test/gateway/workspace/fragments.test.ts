import { describe, expect, it } from '@jest/globals';
import { describeProblem } from '../../../gateway/workspace/manifest-problem.js';
import { readManifests } from '../../../gateway/workspace/load.js';
import { manifestSchemas } from '../../../gateway/workspace/manifest-schemas.js';
import type { JsonObject } from '../../../schemas/json.js';

const schemas = manifestSchemas();

const party = `apiVersion: jiantong/v1
kind: MappingFragment
metadata: { name: party, department: housing }
spec:
  parameters: [p]
  fields:
    party.name: { from: "{p}_mc", required: true }
    party.creditCode: { when: { "{p}_lb": 企业, other: "{q}" }, from: "{p}_dm" }
---
`;

function mappingText(use: string, fields = '{ documentNumber: { from: wh } }'): string {
  return `apiVersion: jiantong/v1
kind: Mapping
metadata: { name: penalty, department: housing }
spec:
  from: { system: housing, stream: penalties }
  to: { dataset: administrative-penalty }
  version: 1
  use: ${use}
  fields: ${fields}
`;
}

const read = (text: string) => readManifests([{ file: 'housing.yaml', text }], schemas);
const fieldsOf = (text: string): unknown => read(text).manifests[0]?.spec['fields'];
const wrong = (text: string): string[] => read(text).problems.map(describeProblem);

describe('a fragment', () => {
  it('gives its rules to a mapping, with the parameters filled in everywhere and other braces left', () => {
    expect(fieldsOf(party + mappingText('[{ fragment: party, with: { p: dsr } }]'))).toEqual({
      'party.name': { from: 'dsr_mc', required: true },
      'party.creditCode': { when: { dsr_lb: '企业', other: '{q}' }, from: 'dsr_dm' },
      documentNumber: { from: 'wh' },
    });
  });

  it('is no resource: what is stored and exported is the whole mapping', () => {
    const { manifests, problems } = read(party + mappingText('[{ fragment: party, with: { p: dsr } }]'));
    expect(problems).toEqual([]);
    expect(manifests.map(({ kind }) => kind)).toEqual(['Mapping']);
    expect(manifests[0]?.spec).not.toHaveProperty('use');
  });

  it("gives way to a rule of the mapping's own", () => {
    const fields = fieldsOf(party + mappingText('[{ fragment: party, with: { p: dsr } }]', '{ party.name: { from: mc } }')) as JsonObject;
    expect(fields['party.name']).toEqual({ from: 'mc' });
  });

  it('may come with the program', () => {
    const fields = fieldsOf(mappingText('[{ fragment: double-publicity-party, with: { prefix: CF } }]')) as JsonObject;
    expect(fields['party.registrationNumber']).toMatchObject({ from: 'CF_XDR_GSZC' });
    expect(fieldsOf(mappingText('[{ fragment: jiantong/double-publicity-party, with: { prefix: CF } }]'))).toEqual(fields);
  });

  it.each([
    ['that is not there', '[parties]', '/spec/use/0 没有这个映射片段。 There is no such fragment. 给定 given: parties', 'CONFIG_FRAGMENT_UNKNOWN'],
    ['without its parameter', '[party]', '/spec/use/0 给出的参数与片段声明的不一致。 The parameters given are not those that the fragment declares. 给定 given: {}', 'CONFIG_FRAGMENT_PARAMETERS'],
    ['with a parameter too many', '[{ fragment: party, with: { p: a, x: b } }]', 'given: p, x', 'CONFIG_FRAGMENT_PARAMETERS'],
    ['used twice', '[{ fragment: party, with: { p: a } }, { fragment: party, with: { p: b } }]', '/spec/use/1 两个片段都填写同一字段。 Two fragments fill one field. 给定 given: party.name', 'CONFIG_FRAGMENT_FIELD_TWICE'],
    ['that is a number', '[5]', '/spec/use/0 字段的值不符合要求。 The value is not allowed here. 给定 given: 5', 'CONFIG_VALUE_WRONG'],
    ['outside a list', 'party', '/spec/use 字段的值不符合要求。 The value is not allowed here. 给定 given: party', 'CONFIG_VALUE_WRONG'],
  ])('%s is told with place and mend', (_what, use, said, code) => {
    const [first = ''] = wrong(party + mappingText(use));
    expect(first).toContain('housing.yaml:17');
    expect(first).toContain(said);
    expect(first).toContain(code);
  });

  it('that is itself malformed is told where it stands', () => {
    const text = party.replace('parameters: [p]', 'parameters: [1p]') + mappingText('[{ fragment: party, with: { p: dsr } }]');
    expect(wrong(text)[0]).toContain('housing.yaml:5 /spec/parameters/0');
  });
});
