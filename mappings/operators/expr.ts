import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { isObject, readChoice, readList, readText, readWords } from '../config-reading.js';
import { expressionColumns, findExpressionFault } from '../expression-sandbox.js';
import { copyJson } from '../json-copy.js';
import type { RuleContext, SourceOfValue } from '../rule-context.js';
import { isAbsent } from '../value-text.js';
import type { SourceOperator } from './operator.js';

const kinds = ['text', 'number', 'boolean', 'list'] as const;
type Kind = (typeof kinds)[number];

/**
 * `expr: "$uppercase(a) & '-' & b"`, or `expr: { text: …, gives: number, uses: [a, b] }`: JSONata, where nothing
 * else serves. It computes with floats: no money. The result's kind is checked (`text` unless said otherwise).
 */
export const exprOperator: SourceOperator = {
  name: 'expr',
  role: 'source',
  schema: {
    title: '表达式',
    description: 'A JSONata expression over the row, limited in time, depth and size. The last resort; never for money.',
    anyOf: [
      { type: 'string', minLength: 1 },
      {
        type: 'object',
        required: ['text'],
        additionalProperties: false,
        properties: {
          text: { type: 'string', minLength: 1 },
          gives: { description: 'Kind of the result; text unless given.', enum: [...kinds] },
          uses: { description: 'Columns handed to the expression; all of them unless given.', type: 'array', minItems: 1, items: { type: 'string' } },
        },
      },
    ],
  },
  codes: ['MAPPING_EXPRESSION_FAILED', 'MAPPING_EXPRESSION_TOO_COSTLY', 'MAPPING_EXPRESSION_RESULT_WRONG', 'MAPPING_VALUE_TOO_LARGE'],
  compile(config, context) {
    const words = isObject(config) ? readWords(config, ['text', 'gives', 'uses'], context) : { text: config };
    if (words === undefined) return undefined;
    const textContext = isObject(config) ? context.at('text') : context;
    const text = readText(words['text'], textContext);
    const gives = readChoice(words['gives'], kinds, 'text', context.at('gives'));
    const uses = words['uses'] === undefined ? undefined : readNames(words['uses'], context.at('uses'));
    if (text === undefined || gives === undefined || (words['uses'] !== undefined && uses === undefined)) return undefined;
    const fault = findExpressionFault(text);
    if (fault !== undefined) {
      return textContext.mistake('MAPPING_SPEC_EXPRESSION_WRONG', text, {
        zh: `可用的 JSONata 表达式（${fault}）`,
        en: `a JSONata expression that may be used (${fault})`,
      });
    }
    return compileExpression(text, gives, uses, context);
  },
};

function compileExpression(text: string, gives: Kind, uses: readonly string[] | undefined, context: RuleContext): SourceOfValue {
  const { compilation, scope } = context;
  const columns = uses ?? expressionColumns(text);
  if (scope === '') for (const column of columns) compilation.columns.add(column);
  const column = columns.length === 1 ? columns[0] : undefined;
  const personal = columns.some((name) => compilation.isPersonalSource(name));
  const source = { personal, shape: gives === 'list' ? 'list' : 'single', ...(column === undefined ? {} : { column }) } as const;
  const reading = context.reading(source);
  const failSize = reading.failure('expr', 'MAPPING_VALUE_TOO_LARGE');
  const failCost = reading.failure('expr', 'MAPPING_EXPRESSION_TOO_COSTLY');
  const fail = reading.failure('expr', 'MAPPING_EXPRESSION_FAILED');
  const failKind = reading.failure('expr', 'MAPPING_EXPRESSION_RESULT_WRONG', { zh: `应为 ${gives}`, en: `expected ${gives}` });
  const evaluate = compilation.sandbox.prepare(text);
  return {
    ...source,
    evaluate: (from, run) => {
      const input = copyJson(uses === undefined ? from : pick(from, uses));
      if (input === undefined) return failSize(run, undefined);
      const outcome = evaluate(JSON.stringify(input));
      if (outcome.kind === 'tooCostly') return failCost(run, undefined);
      if (outcome.kind === 'failed') return fail(run, undefined);
      if (isAbsent(outcome.value)) return undefined;
      return isOfKind(outcome.value, gives) ? outcome.value : failKind(run, outcome.value);
    },
  };
}

function readNames(config: JsonValue, context: RuleContext): readonly string[] | undefined {
  const names = readList(config, context)?.map((name, index) => readText(name, context.at(index)));
  return names?.every((name) => name !== undefined) ? names : undefined;
}

function pick(from: JsonValue, names: readonly string[]): JsonObject {
  const picked: JsonObject = {};
  if (!isObject(from)) return picked;
  for (const name of names) {
    const value = Object.hasOwn(from, name) ? from[name] : undefined;
    if (value !== undefined && name !== '__proto__') picked[name] = value;
  }
  return picked;
}

function isOfKind(value: JsonValue, kind: Kind): boolean {
  if (kind === 'list') return Array.isArray(value);
  return typeof value === (kind === 'text' ? 'string' : kind);
}
