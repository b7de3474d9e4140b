import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { assetPath } from '../../schemas/assets.js';
import { formatChecks } from '../../schemas/formats.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { valueAt } from './manifest-problem.js';
import type { Kind } from './resources.js';
import { problemsOfErrors, type SchemaProblem } from './schema-problems.js';

/** Judges one document as a manifest by the schemas of schemas/manifests/. */
export interface ManifestSchemas {
  /** Everything wrong with its form; fills in defaults. An empty list means that it is a manifest of its kind. */
  check(document: JsonValue): SchemaProblem[];
}

/** The file of each kind's schema. Mappings are judged by their compiler, whose mistakes say more. */
const schemaNames: Readonly<Record<Exclude<Kind, 'Mapping'> | 'MappingFragment', string>> = {
  MappingFragment: 'mapping-fragment',
  Department: 'department',
  Connector: 'connector',
  CodeTable: 'code-table',
  Exchange: 'exchange',
  Route: 'route',
  Agreement: 'agreement',
  DeadlineRule: 'deadline-rule',
  Calendar: 'calendar',
  PublicationRule: 'publication-rule',
  RetentionRule: 'retention-rule',
};

/** The schemas for any number of manifests; each is compiled when the first manifest of its kind comes. */
export function manifestSchemas(): ManifestSchemas {
  const ajv = manifestAjv();
  const envelope = compile(ajv, 'manifest');
  const compiled = new Map<string, ValidateFunction>();
  function specOf(kind: string): ValidateFunction | undefined {
    const name = new Map(Object.entries(schemaNames)).get(kind);
    if (name === undefined) return undefined;
    const known = compiled.get(kind) ?? compile(ajv, name);
    compiled.set(kind, known);
    return known;
  }
  return {
    check: (document) => {
      if (isObject(document)) ownDepartment(document);
      const problems = envelope(document) ? [] : problemsOfErrors(envelope.errors ?? []);
      const kind = valueAt(document, '/kind');
      const spec = valueAt(document, '/spec');
      const isSpec = typeof kind === 'string' ? specOf(kind) : undefined;
      if (isSpec === undefined || !isObject(spec ?? null) || isSpec(spec)) return problems;
      const ofSpec = problemsOfErrors(isSpec.errors ?? []);
      return [...problems, ...ofSpec.map((problem) => ({ ...problem, path: `/spec${problem.path}` }))];
    },
  };
}

function compile(ajv: Ajv2020, name: string): ValidateFunction {
  const schema: unknown = JSON.parse(readFileSync(assetPath(`schemas/manifests/${name}.schema.json`), 'utf8'));
  return ajv.compile(schema as JsonObject);
}

function manifestAjv(): Ajv2020 {
  // Judged some dozens of times: optimising the code that ajv writes would cost more than it saves.
  const code = { optimize: false };
  const ajv = new Ajv2020({ allErrors: true, verbose: true, useDefaults: true, strict: true, validateSchema: false, allowUnionTypes: true, code });
  ajv.addVocabulary(['x-unit']);
  for (const [name, check] of formatChecks) ajv.addFormat(name, (text) => check(text).ok);
  return ajv;
}

/** A department owns itself, so its manifest need not say so. */
function ownDepartment(document: JsonObject): void {
  const metadata = document['metadata'];
  if (document['kind'] !== 'Department' || !isObject(metadata ?? null)) return;
  const known = metadata as JsonObject;
  if (known['department'] === undefined && known['name'] !== undefined) known['department'] = known['name'];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
