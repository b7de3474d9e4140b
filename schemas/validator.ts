import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { loadCodeTables, type CodeTables } from './code-tables.js';
import { codeChecksOf, type CodeChecks } from './code-validity.js';
import { describeDataset, type DatasetSchema } from './dataset-schema.js';
import { GatewayError } from './errors.js';
import { formatChecks } from './formats.js';
import type { JsonObject } from './json.js';
import type { Problem } from './problem.js';
import { problemOfFinding, problemsOfSchemaErrors } from './record-problems.js';
import { loadRecordSchemas, type RecordSchemas } from './record-schemas.js';
import { reporterRules } from './rules/reporter.js';
import type { Rule, RuleList } from './rules/rule.js';
import { rulesOfDatasets } from './rules/rules-of-datasets.js';
import { textLengthKeywords } from './text-length.js';

export interface ValidationOptions {
  /** The day in Asia/Shanghai on which the record is judged, YYYY-MM-DD. */
  readonly today: string;
}

/** Judges unified records. Holds compiled schemas and nothing that changes, so it may be shared freely. */
export interface Validator {
  /** Names of the datasets, in alphabetical order. */
  readonly datasets: readonly string[];
  /** What a dataset's schema says. Throws GatewayError `RECORD_DATASET_UNKNOWN`. */
  dataset(name: string): DatasetSchema;
  /**
   * Everything that is wrong with a record; an empty list (always the same frozen one) if nothing is.
   * The record may be anything at all and is not changed. Throws GatewayError `RECORD_DATASET_UNKNOWN`.
   */
  validate(dataset: string, record: unknown, options: ValidationOptions): readonly Problem[];
  /**
   * What is odd about a record without being wrong: codes unknown or given up of tables that only warn, such as
   * those of divisions. Never a reason to put a record aside. Throws GatewayError `RECORD_DATASET_UNKNOWN`.
   */
  warnings(dataset: string, record: unknown): readonly Problem[];
}

export interface ValidatorSources {
  readonly schemas: RecordSchemas;
  readonly codeTables: CodeTables;
}

interface Compiled {
  readonly schema: DatasetSchema;
  readonly isValid: () => ValidateFunction;
  readonly rules: RuleList;
  readonly codes: CodeChecks;
}

const codeTableKeyword = 'x-code-table';
const noProblems: readonly Problem[] = Object.freeze([]);
/** Keywords of our own that say something about a field or a dataset and forbid nothing. */
const fieldKeywords = ['x-source', 'x-class', 'x-personal-when', 'x-mask', 'x-form', 'x-unit'];
const datasetKeywords = ['x-key', 'x-key-scope', 'x-date', 'x-references', 'x-subject', 'x-version', 'x-title'];

/**
 * Reads all datasets, once at start; each is compiled when its first record is judged (some 50 ms), because a
 * department exchanges a few of them only. Code tables of the workspace may stand in for shipped ones.
 */
export function createValidator(sources: ValidatorSources = shippedSources()): Validator {
  const compiled = compileAll(sources);
  const find = (name: string): Compiled => {
    const dataset = compiled.get(name);
    if (dataset === undefined) throw new GatewayError('RECORD_DATASET_UNKNOWN', { dataset: name });
    return dataset;
  };
  return Object.freeze({
    datasets: Object.freeze([...compiled.keys()]),
    dataset: (name: string) => find(name).schema,
    validate: (dataset: string, record: unknown, { today }: ValidationOptions) =>
      judge(find(dataset), record, today),
    warnings: (dataset: string, record: unknown) => {
      const { schema, codes } = find(dataset);
      return codes.warned(record).map((finding) => problemOfFinding(schema, record, codeTableKeyword, finding));
    },
  });
}

function shippedSources(): ValidatorSources {
  return { schemas: loadRecordSchemas(), codeTables: loadCodeTables() };
}

function compileAll({ schemas, codeTables }: ValidatorSources): Map<string, Compiled> {
  const ajv = schemaCompiler(codeTables);
  for (const [path, part] of schemas.parts) ajv.addSchema(part, path);
  return new Map(
    [...schemas.datasets].map(([name, source]) => {
      const schema = describeDataset(name, source, schemas.parts);
      const isValid = once(() => compileDataset(ajv, name, source));
      const rules = [...(rulesOfDatasets.get(name) ?? []), ...reporterRules(schema)];
      return [name, { schema, isValid, rules, codes: codeChecksOf(schema, codeTables) }];
    }),
  );
}

function compileDataset(ajv: Ajv2020, name: string, schema: JsonObject): ValidateFunction {
  return ajv.addSchema(schema, name).getSchema(name) ?? assertCompiled(name);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function assertCompiled(name: string): never {
  throw new Error(`The schema of ${name} did not compile`);
}

function schemaCompiler(codeTables: CodeTables): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: true, verbose: true });
  ajv.addVocabulary([...fieldKeywords, ...datasetKeywords]);
  for (const keyword of textLengthKeywords) ajv.removeKeyword(keyword.keyword).addKeyword(keyword);
  for (const [name, check] of formatChecks) {
    ajv.addFormat(name, { type: 'string', validate: (text: string) => check(text).ok });
  }
  ajv.addKeyword({
    keyword: codeTableKeyword,
    type: 'string',
    schemaType: 'string',
    compile: (name: string) => {
      const table = codeTables.table(name);
      if (table === undefined)
        throw new Error(`A record schema names the code table ${name}, which is not there`);
      if (table.strictness === 'warn') return () => true;
      const codes = new Set(table.items.map((item) => item.code));
      return (code: string) => codes.has(code);
    },
  });
  return ajv;
}

function judge(compiled: Compiled, record: unknown, today: string): readonly Problem[] {
  const { schema, isValid, rules, codes } = compiled;
  if (!isValid()(record)) return judgeBroken(compiled, record, today);
  let problems: Problem[] | undefined;
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index];
    const finding = rule?.check(record as object, today);
    if (rule !== undefined && finding !== undefined) {
      problems ??= [];
      problems.push(problemOfFinding(schema, record, rule.name, finding));
    }
  }
  for (const finding of codes.refused(record)) {
    problems ??= [];
    problems.push(problemOfFinding(schema, record, codeTableKeyword, finding));
  }
  return problems ?? noProblems;
}

/** With faults in the schema, the rules over the sound fields are checked all the same. */
function judgeBroken(
  { schema, isValid, rules, codes }: Compiled,
  record: unknown,
  today: string,
): readonly Problem[] {
  const problems = problemsOfSchemaErrors(schema, record, isValid().errors ?? []);
  const broken = problems.map((problem) => problem.path);
  for (const rule of rules) {
    if (!isSound(rule, broken)) continue;
    const finding = rule.check(record as object, today);
    if (finding !== undefined) problems.push(problemOfFinding(schema, record, rule.name, finding));
  }
  if (broken.includes(`/${schema.datePath.join('/')}`)) return problems;
  for (const finding of codes.refused(record)) {
    if (!broken.includes(finding.path)) problems.push(problemOfFinding(schema, record, codeTableKeyword, finding));
  }
  return problems;
}

function isSound(rule: Rule<object>, broken: readonly string[]): boolean {
  return !rule.reads.some((field) => broken.some((path) => isWithin(path, field) || isWithin(field, path)));
}

/** True where the pointer `inner` is `outer` or lies below it; every pointer lies below the empty one. */
function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}
