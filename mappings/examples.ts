import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../schemas/json.js';
import type { Problem } from '../schemas/problem.js';
import type { Mapping } from './compile.js';
import type { MappingExample } from './mapping-spec.js';
import { referencesOf } from './references.js';

/** What one example of a mapping showed. */
export interface ExampleResult {
  readonly name: string;
  readonly ok: boolean;
  /** The record, or what could be mapped of a bad row. */
  readonly record: JsonObject;
  readonly problems: readonly Problem[];
  /** Where the outcome differs from the example; empty when ok. */
  readonly differences: readonly string[];
}

/** Runs every example that stands in the mapping. */
export function runExamples(mapping: Mapping): readonly ExampleResult[] {
  return mapping.examples.map((example) => runExample(mapping, example));
}

function runExample(mapping: Mapping, example: MappingExample): ExampleResult {
  const result = mapping.run(example.input, referencesOf(example.references ?? {}));
  const record = result.ok ? result.record : result.partial;
  const problems = result.ok ? [] : result.problems;
  const differences = [...compareErrors(example, problems), ...compareOutput(example, record)];
  return { name: example.name, ok: differences.length === 0, record, problems, differences };
}

/** Every problem has to be foreseen and every foreseen one has to come, whatever the order. */
function compareErrors({ errors = [] }: MappingExample, problems: readonly Problem[]): string[] {
  const unmatched = [...problems];
  const differences: string[] = [];
  for (const error of errors) {
    const index = unmatched.findIndex(
      ({ code, column, path }) =>
        code === error.code &&
        (error.column === undefined || error.column === column) &&
        (error.path === undefined || error.path === path),
    );
    if (index >= 0) unmatched.splice(index, 1);
    else differences.push(`missing: ${describe(error)}`);
  }
  return [...differences, ...unmatched.map((problem) => `unexpected: ${describe(problem)}`)];
}

function compareOutput({ output }: MappingExample, record: JsonObject): string[] {
  if (output === undefined) return [];
  const names = [...new Set([...Object.keys(output), ...Object.keys(record)])];
  return names
    .filter((name) => !isDeepStrictEqual(output[name], record[name]))
    .map((name) => `${name}: expected ${show(output[name])}, got ${show(record[name])}`);
}

function describe({ code, column, path }: { code: string; column?: string; path?: string }): string {
  return [code, column, path].filter((part) => part !== undefined).join(' ');
}

const shownCharactersMax = 200;

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, shownCharactersMax);
}
