import { createHash } from 'node:crypto';
import { canonicalJson } from '../schemas/canonical-json.js';
import { GatewayError } from '../schemas/errors.js';
import type { JsonObject, JsonValue } from '../schemas/json.js';
import type { Problem } from '../schemas/problem.js';
import type { CodeTableSource } from './code-tables.js';
import { isObject } from './config-reading.js';
import { ExpressionSandbox } from './expression-sandbox.js';
import { copyJson } from './json-copy.js';
import type { LosslessClaim, MappingExample, MappingSide } from './mapping-spec.js';
import { MistakeList } from './mistake.js';
import type { MappingMistake } from './mistake.js';
import { noReferences, type Lookup, type References } from './references.js';
import { RuleContext } from './rule-context.js';
import type { ObjectBuilder, Compilation } from './rule-context.js';
import { ruleCompiler } from './rule.js';
import { Run, prepareFailure } from './run.js';
import { readHead } from './spec-head.js';
import { withoutColumns } from './withheld.js';

/** What became of one row. `partial` holds what could be mapped: the key and date even of bad rows. */
export type MappingResult =
  | { readonly ok: true; readonly record: JsonObject }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly partial: JsonObject };

/** A mapping ready to run. Holds no state between rows: any number of callers may share it. */
export interface Mapping {
  readonly name: string;
  readonly from: MappingSide;
  readonly to: MappingSide;
  readonly version: number;
  /** SHA-256, in hex, of the spec in canonical JSON (RFC 8785). */
  readonly digest: string;
  /** Top-level source columns that the rules read. */
  readonly columns: readonly string[];
  /** Source columns that are knowingly not used. */
  readonly ignored: readonly string[];
  /** All columns of the source, where the mapping declares them. */
  readonly declared: readonly string[] | undefined;
  /** Set where the mapping claims that another gives its records back. */
  readonly lossless: LosslessClaim | undefined;
  /** Source columns that are cut off every row before anything else sees it. */
  readonly withheld: readonly string[];
  /** Dotted paths that the rules fill. */
  readonly targets: readonly string[];
  /** Those of them that are marked `required`. */
  readonly requiredTargets: readonly string[];
  readonly examples: readonly MappingExample[];
  /** Targets, `*` for the items of a list, whose values come of personal fields: nobody need see them to compare rules. */
  readonly personalTargets: ReadonlySet<string>;
  /** What the rules look up in reference records. */
  readonly lookups: readonly Lookup[];
  /** Maps one row. Never throws for anything that a row contains. Without references every look-up finds nothing. */
  run(row: JsonObject, references?: References): MappingResult;
}

export interface CompileOptions {
  /** For messages: `department/name`. */
  readonly name: string;
  readonly codeTables: CodeTableSource;
  /**
   * Whether a field of the unified record is personal, so that problems show its values masked. Asked with the
   * dotted paths of the record's schema, `*` for the items of a list: `party.idNumber`, `officers.*.name`.
   */
  readonly personal?: (path: string) => boolean;
  /**
   * Whether a field of the unified record tells who reported. A mapping that fills or reads one is wrong. Asked as
   * `personal` is.
   */
  readonly reporter?: (path: string) => boolean;
}

export type CompileResult =
  | { readonly mapping: Mapping; readonly problems?: undefined }
  | { readonly mapping?: undefined; readonly problems: readonly MappingMistake[] };

const specDepthMax = 40;
const specValuesMax = 50_000;

/**
 * Compiles the `spec` of a Mapping manifest into closures, or tells every mistake in it at once.
 * No text of the spec is ever evaluated as code; expressions run apart, as input of their library.
 */
export function compileMapping(manifestSpec: JsonValue, options: CompileOptions): CompileResult {
  const mistakes = new MistakeList();
  // A copy, because YAML anchors can make a spec circular, and because nobody may change it afterwards.
  const spec = copyJson(manifestSpec, specDepthMax, specValuesMax);
  const root = new RuleContext(prepare(spec, options, mistakes), '', { pointer: '', personal: false });
  if (spec === undefined || !isObject(spec)) {
    root.mistake('MAPPING_SPEC_SHAPE_WRONG', undefined, { zh: '对象，嵌套不过深', en: 'an object, not too deep' });
    return { problems: mistakes.mistakes };
  }
  const head = readHead(spec, root);
  const fields = spec['fields'] ?? null;
  const builder = ruleCompiler.fields(fields, root.at('fields'));
  const columns = [...root.compilation.columns];
  checkUnused('ignore', head?.ignored ?? [], columns, root);
  checkUnused('withhold', head?.withheld ?? [], columns, root);
  if (head?.declared !== undefined) checkDeclared(head.declared, [...columns, ...head.ignored, ...head.withheld], root);
  const canonical = canonicalText(spec, root);
  if (head === undefined || builder === undefined || canonical === undefined || mistakes.mistakes.length > 0) return { problems: mistakes.mistakes };
  const rules = isObject(fields) ? Object.entries(fields) : [];
  const mapping: Mapping = {
    ...head,
    name: options.name,
    digest: createHash('sha256').update(canonical).digest('hex'),
    columns,
    personalTargets: root.compilation.personalTargets,
    lookups: root.compilation.lookups,
    targets: rules.map(([target]) => target),
    requiredTargets: rules.filter(([, rule]) => isObject(rule) && rule['required'] === true).map(([target]) => target),
    run: runner(builder, head.withheld),
  };
  return { mapping: Object.freeze(mapping) };
}

/** What half a character or an infinite number stands in has no digest, and could not be stored. */
function canonicalText(spec: JsonObject, root: RuleContext): string | undefined {
  try {
    return canonicalJson(spec);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'RECORD_CANONICAL_FORM_IMPOSSIBLE') throw error;
    return root.mistake('MAPPING_SPEC_SHAPE_WRONG', undefined, {
      zh: '可以原样保存的文本和数字，无残缺字符',
      en: 'texts and numbers that can be stored as they are, with no half characters',
    });
  }
}

function prepare(spec: JsonValue | undefined, options: CompileOptions, mistakes: MistakeList): Compilation {
  const fields = isObject(spec) ? spec['fields'] : undefined;
  const isDataset = (side: JsonValue | undefined) => isObject(side) && side['dataset'] !== undefined;
  const [fromDataset, toDataset] = isObject(spec) ? [isDataset(spec['from']), isDataset(spec['to'])] : [false, false];
  const { personal = () => false, reporter = () => false } = options;
  return {
    mistakes,
    codeTables: options.codeTables,
    compiler: ruleCompiler,
    lookups: [],
    personalTargets: new Set(),
    columns: new Set(),
    targets: new Set(isObject(fields) ? Object.keys(fields) : []),
    readsTarget: false,
    sourceIsDataset: fromDataset,
    sandbox: new ExpressionSandbox(),
    isPersonalSource: fromDataset ? personal : () => false,
    isPersonalTarget: toDataset ? personal : () => false,
    isReporterSource: fromDataset ? reporter : () => false,
    isReporterTarget: toDataset ? reporter : () => false,
  };
}

function runner(builder: ObjectBuilder, withheld: readonly string[]): Mapping['run'] {
  const failRow = prepareFailure({ pointer: '', personal: true }, 'row', 'MAPPING_ROW_NOT_AN_OBJECT');
  return (row, references = noReferences) => {
    const run = new Run(references);
    const { problems } = run;
    const record = (isObject(row) ? builder(withoutColumns(row, withheld), run, run.record) : failRow(run, undefined)) ?? {};
    return problems.length === 0 ? { ok: true, record } : { ok: false, problems, partial: record };
  };
}

function checkDeclared(declared: readonly string[], named: readonly string[], root: RuleContext): void {
  for (const column of named) {
    if (declared.includes(column)) continue;
    root.at('columns').mistake('MAPPING_SPEC_COLUMN_UNDECLARED', column, { zh: '已声明的列', en: 'a declared column' });
  }
}

function checkUnused(word: string, names: readonly string[], columns: readonly string[], root: RuleContext): void {
  for (const [index, column] of names.entries()) {
    if (!columns.includes(column)) continue;
    root.at(word, index).mistake('MAPPING_SPEC_COLUMN_CLASH', column, { zh: '未被使用的列', en: 'a column that no rule uses' });
  }
}
