import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assetPath } from './assets.js';
import type { JsonObject } from './json.js';
import {
  isObject,
  loadRecordSchemas,
  objectAt,
  partPath,
  resolveField,
  textAt,
  type RecordSchemas,
} from './record-schemas.js';

const header =
  '// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.\n';
const folder = 'schemas/generated';

/**
 * The TypeScript types of all datasets and shared parts, as file name and text. Only objects become types of
 * their own; what is text with a form (dates, money, codes) is `string`.
 */
export function generateTypes(schemas: RecordSchemas): Map<string, string> {
  const files = new Map([['parts.ts', header + partTypes(schemas.parts)]]);
  for (const [name, schema] of schemas.datasets) {
    const body = interfaceText(pascalCase(name), schema, schemas.parts);
    files.set(`${name}.ts`, `${header}${importLine(body, schemas.parts)}\n${body}`);
  }
  return files;
}

function partTypes(parts: RecordSchemas['parts']): string {
  return [...parts]
    .filter(([, part]) => part.type === 'object')
    .map(([path, part]) => `\n${interfaceText(partTypeName(path), part, parts)}`)
    .join('');
}

function interfaceText(name: string, schema: JsonObject, parts: RecordSchemas['parts']): string {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(objectAt(schema, 'properties')).map(([field, value]) => {
    const own = isObject(value) ? value : {};
    const mark = required.includes(field) ? '' : '?';
    return `  /** ${comment(own)} */\n  readonly ${field}${mark}: ${typeText(own, parts)};\n`;
  });
  return `/** ${comment(schema)} */\nexport interface ${name} {\n${fields.join('')}}\n`;
}

function typeText(field: JsonObject, parts: RecordSchemas['parts']): string {
  const { type, items } = resolveField(field, parts);
  switch (type) {
    case 'string':
    case 'boolean':
      return type;
    case 'array':
      return `readonly ${typeText(isObject(items) ? items : {}, parts)}[]`;
    case 'object':
      if (typeof field.$ref === 'string') return partTypeName(partPath(field.$ref));
  }
  throw new Error(`No type for ${JSON.stringify(field.title)}: objects stand in parts/, numbers are text`);
}

function importLine(body: string, parts: RecordSchemas['parts']): string {
  const used = [...parts.keys()]
    .map(partTypeName)
    .filter((name) => new RegExp(`: (readonly )?${name}\\b`).test(body));
  return used.length === 0 ? '' : `import type { ${used.join(', ')} } from './parts.js';\n`;
}

function comment(schema: JsonObject): string {
  return `${textAt(schema, 'title')}. ${textAt(schema, 'description')}`;
}

function partTypeName(path: string): string {
  return pascalCase(basename(path, '.schema.json'));
}

function pascalCase(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Everything in the folder is written here, so the types of a dataset that went go too. */
function writeTypes(): void {
  const files = generateTypes(loadRecordSchemas());
  mkdirSync(assetPath(folder), { recursive: true });
  for (const file of readdirSync(assetPath(folder))) if (!files.has(file)) rmSync(assetPath(`${folder}/${file}`));
  for (const [file, text] of files) writeFileSync(assetPath(`${folder}/${file}`), text);
}

/** Run as a program it writes the files; imported it does nothing. */
if (process.argv[1] === fileURLToPath(import.meta.url)) writeTypes();
