import type { JsonObject, JsonValue } from '../schemas/json.js';
import type { CodeTableSource } from './code-tables.js';
import { compileMapping } from './compile.js';
import type { CompileOptions, Mapping } from './compile.js';
import { isObject } from './config-reading.js';
import { runExamples } from './examples.js';
import type { ExampleResult } from './examples.js';
import type { MappingMistake } from './mistake.js';

/** What is needed of a Mapping manifest. */
export interface MappingManifest {
  readonly metadata: { readonly name: string; readonly department: string };
  readonly spec: JsonValue;
}

/** How one mapping did. `ok` means: no mistakes, at least one example, and every example as foreseen. */
export interface MappingTestReport {
  /** `department/name` */
  readonly name: string;
  readonly ok: boolean;
  readonly mistakes: readonly MappingMistake[];
  readonly examples: readonly ExampleResult[];
  /** Columns that a rule reads and that no example fills: what is done with them is untested. */
  readonly columnsNeverUsed: readonly string[];
  /** Columns that are declared, or that an example fills, and that no rule reads and `ignore` does not name. */
  readonly columnsNotMapped: readonly string[];
  /** Targets that the mapping or the dataset requires and that no good example sets. */
  readonly requiredNeverSet: readonly string[];
}

export interface MappingTestResult {
  readonly ok: boolean;
  readonly mappings: readonly MappingTestReport[];
  readonly exampleCount: number;
  readonly failedCount: number;
}

export interface MappingTestOptions {
  readonly codeTables: CodeTableSource;
  /** What is known of the dataset that a mapping reads or fills, by the mapping's spec. */
  readonly dataset?: (spec: JsonObject) => TestedDataset;
}

/** Which of a dataset's fields are personal or tell who reported, and which every record must have. */
export interface TestedDataset extends Pick<CompileOptions, 'personal' | 'reporter'> {
  /** Dotted paths; none where the mapping makes rows of a receiver. */
  readonly required: readonly string[];
}

/** What stands behind `jiantong mapping test`: compiles every mapping and runs its examples. */
export function testMappings(manifests: readonly MappingManifest[], options: MappingTestOptions): MappingTestResult {
  const mappings = manifests.map((manifest) => testMapping(manifest, options));
  const examples = mappings.flatMap((report) => report.examples);
  return {
    ok: mappings.every(({ ok }) => ok),
    mappings,
    exampleCount: examples.length,
    failedCount: examples.filter(({ ok }) => !ok).length,
  };
}

function testMapping({ metadata, spec }: MappingManifest, options: MappingTestOptions): MappingTestReport {
  const name = `${metadata.department}/${metadata.name}`;
  const { required = [], ...privacy } = (isObject(spec) ? options.dataset?.(spec) : undefined) ?? {};
  const { mapping, problems } = compileMapping(spec, { codeTables: options.codeTables, ...privacy, name });
  if (mapping === undefined) {
    const nothing = { examples: [], columnsNeverUsed: [], columnsNotMapped: [], requiredNeverSet: [] };
    return { name, ok: false, mistakes: problems, ...nothing };
  }
  const examples = runExamples(mapping);
  const ok = examples.length > 0 && examples.every((example) => example.ok);
  return { name, ok, mistakes: [], examples, ...coverage(mapping, examples, required) };
}

function coverage(mapping: Mapping, examples: readonly ExampleResult[], required: readonly string[]) {
  const filled = new Set(mapping.examples.flatMap(({ input }) => Object.keys(input)));
  const known = new Set([...mapping.columns, ...mapping.ignored, ...mapping.withheld]);
  const records = examples.filter(({ problems }) => problems.length === 0).map(({ record }) => record);
  return {
    columnsNeverUsed: mapping.columns.filter((column) => !filled.has(column)),
    columnsNotMapped: [...new Set([...(mapping.declared ?? []), ...filled])].filter((column) => !known.has(column)),
    requiredNeverSet: [...new Set([...mapping.requiredTargets, ...required])].filter((target) => !records.some((record) => hasTarget(record, target))),
  };
}

function hasTarget(record: JsonObject, target: string): boolean {
  let value: JsonValue | undefined = record;
  for (const name of target.split('.')) {
    if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) return false;
    value = value[name];
  }
  return value !== undefined;
}
