import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { assetPath } from '../../../schemas/assets.js';
import { formatChecks } from '../../../schemas/formats.js';

type Schema = Readonly<Record<string, unknown>>;

const names = ['agreement', 'code-table', 'connector', 'department', 'exchange', 'manifest', 'route'];
const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(assetPath(`schemas/manifests/${name}.schema.json`), 'utf8')) as Schema;

/** Every property below a schema, by path, with what it says of itself. */
function propertiesOf(schema: Schema, path: string): { path: string; property: Schema }[] {
  const inner = [schema['items']].filter((items) => items !== undefined).flatMap((items) => propertiesOf(items as Schema, `${path}/*`));
  const own = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).flatMap(([name, property]) => [
    { path: `${path}/${name}`, property },
    ...propertiesOf(property, `${path}/${name}`),
  ]);
  return [...own, ...inner];
}

describe('the schemas of manifests', () => {
  it('are one for each kind, and one for what all have', () => {
    const files = readdirSync(assetPath('schemas/manifests')).map((file) => file.replace('.schema.json', ''));
    expect(files.toSorted()).toEqual([...names, 'calendar', 'deadline-rule', 'mapping', 'mapping-fragment', 'publication-rule', 'retention-rule'].toSorted());
  });

  it.each(names)('say of every property of %s its Chinese title, its purpose and an example', (name) => {
    const silent = propertiesOf(schemaOf(name), name).filter(({ property }) => {
      const { title, description, examples } = property as { title?: string; description?: string; examples?: unknown[] };
      return !/\p{Script=Han}/u.test(title ?? '') || (description ?? '') === '' || (examples ?? []).length === 0;
    });
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it.each(names)('give examples and defaults in %s that they themselves accept', (name) => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    ajv.addVocabulary(['x-unit']);
    for (const [format, check] of formatChecks) ajv.addFormat(format, (text) => check(text).ok);
    const schema = schemaOf(name);
    ajv.compile(schema);
    for (const { path, property } of propertiesOf(schema, name)) {
      const isProperty = ajv.compile({ ...property, $defs: schema['$defs'] });
      const values = [...(property['examples'] as unknown[]), ...('default' in property ? [property['default']] : [])];
      for (const value of values) expect([path, value, isProperty(value)]).toEqual([path, value, true]);
    }
  });

  it.each(names)('refuse what %s does not name', (name) => {
    const objects = [{ path: name, property: schemaOf(name) }, ...propertiesOf(schemaOf(name), name)].filter(({ property }) => 'properties' in property);
    expect(objects.filter(({ property }) => property['additionalProperties'] !== false).map(({ path }) => path)).toEqual([]);
  });
});
