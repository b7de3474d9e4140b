import type { CodeTables } from '../../schemas/code-tables.js';
import type { Field } from '../../schemas/dataset-field.js';
import type { DatasetSchema } from '../../schemas/dataset-schema.js';
import type { JsonObject } from '../../schemas/json.js';
import { nameLikeness } from './name-likeness.js';
import { valueKindOf } from './value-kind.js';

/** A column of a source with some of its values, blanks left out. */
export interface SampledColumn {
  readonly name: string;
  readonly comment?: string;
  readonly values: readonly string[];
}

/** A rule of a mapping that is there already: a column of that name is read in the same way. */
export interface KnownRule {
  readonly column: string;
  readonly target: string;
  readonly rule: JsonObject;
  /** Name of the mapping it stands in. */
  readonly mapping: string;
}

export interface DraftLine {
  readonly target: string;
  readonly column: string;
  /** Undefined where a person has to decide first, as the unit of an amount. */
  readonly rule: JsonObject | undefined;
  /** 0 to 1. */
  readonly confidence: number;
  readonly zh: string;
  readonly en: string;
}

export interface Draft {
  readonly lines: readonly DraftLine[];
  /** Columns for which no field was found. */
  readonly unusedColumns: readonly string[];
  /** Fields that every record needs and for which no column was found. */
  readonly requiredMissing: readonly Field[];
}

export interface DraftTools {
  readonly codeTables: CodeTables;
  readonly known: readonly KnownRule[];
}

const confidenceMin = 0.5;
/** A name less like than this says nothing, unless the values speak for themselves. */
const nameMin = 0.35;
const valuesAloneMin = 0.5;
const misfit = 0.3;
/** A standard's code in the column's name outweighs values that are wrong. */
const misfitOfSureName = 0.7;
const sureName = 0.95;
const knownRuleConfidence = 0.98;

/**
 * Proposes which column fills which field of a dataset, from names, comments and sample values, each proposal with its
 * confidence and its reasons. Every column and every field is used at most once, the surest pairs first. Nothing is
 * applied by it: a person reads, corrects and adds what is missing.
 */
export function draftMapping(columns: readonly SampledColumn[], dataset: DatasetSchema, tools: DraftTools): Draft {
  const fields = [...dataset.fields.values()].filter(isFillable);
  const pairs = columns.flatMap((column) => fields.flatMap((field) => judge(column, field, dataset, tools) ?? []));
  const lines: DraftLine[] = [];
  const columnsTaken = new Set<string>();
  const targetsTaken = new Set<string>();
  for (const line of pairs.toSorted((a, b) => b.confidence - a.confidence)) {
    if (columnsTaken.has(line.column) || targetsTaken.has(line.target)) continue;
    columnsTaken.add(line.column);
    targetsTaken.add(line.target);
    lines.push(line);
  }
  const order = new Map(fields.map((field, index) => [targetOf(field), index]));
  return {
    lines: lines.toSorted((a, b) => (order.get(a.target) ?? 0) - (order.get(b.target) ?? 0)),
    unusedColumns: columns.map(({ name }) => name).filter((name) => !columnsTaken.has(name)),
    requiredMissing: fields.filter((field) => field.isRequired && !targetsTaken.has(targetOf(field))),
  };
}

/** A value of its own, or a list of plain values; what a reporter said never leaves the source. */
function isFillable({ path, schema, fieldClass }: Field): boolean {
  if (path.includes('*') || fieldClass === 'reporter') return false;
  const { type, items } = schema;
  if (type !== 'array') return type === 'string';
  return typeof items === 'object' && items !== null && !Array.isArray(items) && items['type'] === 'string';
}

function judge(
  column: SampledColumn,
  field: Field,
  dataset: DatasetSchema,
  { codeTables, known }: DraftTools,
): DraftLine | undefined {
  const target = targetOf(field);
  const shipped = known.find((one) => one.target === target && one.column.toLowerCase() === column.name.toLowerCase());
  const name = nameLikeness(column, field);
  // Another system's unit says nothing of this one's; a standard's code does.
  const saysUnit = field.schema['x-unit'] === undefined || name.score === 1;
  if (shipped && saysUnit) {
    const rule = { ...shipped.rule, from: pathOf(column.name) };
    const zh = `与映射 ${shipped.mapping} 同列`;
    return { target, column: column.name, rule, confidence: knownRuleConfidence, zh, en: `the same column as in ${shipped.mapping}` };
  }
  const kind = valueKindOf(field, dataset, codeTables);
  const fitting = column.values.length === 0 ? 0 : column.values.filter((value) => kind.fits(value)).length / column.values.length;
  const byValues = kind.weight * fitting;
  if (name.score < nameMin && byValues < valuesAloneMin) return undefined;
  const isMisfit = kind.weight > 0 && column.values.length > 0 && fitting < misfit;
  const penalty = name.score >= sureName ? misfitOfSureName : misfit;
  const confidence = (1 - (1 - name.score) * (1 - byValues)) * (isMisfit ? penalty : 1);
  if (confidence < confidenceMin) return undefined;
  const own = kind.rule(column, column.values);
  const reasons = [name.score >= nameMin ? name : undefined, byValues > 0 ? kind : undefined].filter((one) => one !== undefined);
  return {
    target,
    column: column.name,
    rule: own && { from: pathOf(column.name), ...own, ...(field.isRequired ? { required: true } : {}) },
    confidence: Math.min(confidence, knownRuleConfidence),
    zh: reasons.map(({ zh }) => zh).join('；'),
    en: reasons.map(({ en }) => en).join('; '),
  };
}

/** A column's name as a path of the mapping language, in which dots and backslashes mean something. */
function pathOf(column: string): string {
  return column.replaceAll(/[\\.]/gu, '\\$&');
}

function targetOf({ path }: Field): string {
  return path.join('.');
}
