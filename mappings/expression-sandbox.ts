import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, Script } from 'node:vm';
import type { Context } from 'node:vm';
import jsonata from 'jsonata';
import type { JsonValue } from '../schemas/json.js';

/**
 * Runs JSONata expressions apart from the program. The library evaluates with promises, while a mapping is
 * plain and synchronous: in a context whose microtasks run `afterEvaluate` they are done when the call returns.
 * Only JSON text passes the border, so an expression reaches nothing of the program. The script is the
 * library's; rule text is only its input.
 *
 * The limits are the library's own, looked at before every step of an evaluation. The context's `timeout` would be
 * harder, but to stop a promise half-way makes Node 20 abort the process (seen with async hooks in use); what
 * cannot be stopped between two steps, regular expressions and padding, is therefore not allowed.
 */
export class ExpressionSandbox {
  private context: Context | undefined;
  private expressions = 0;

  /** The text has to have passed `findExpressionFault`. */
  prepare(text: string): (inputJson: string) => ExpressionOutcome {
    this.context ??= loadLibrary();
    const { context } = this;
    const index = this.expressions++;
    context['text'] = text;
    new Script(`expressions[${index}] = jsonata(text, limits);`).runInContext(context);
    const evaluate = new Script(
      `output = undefined; failure = undefined;
      expressions[${index}].evaluate(JSON.parse(input))
        .then((value) => { output = JSON.stringify(value); })
        .catch((error) => { failure = String(error && error.code); });`,
    );
    return (inputJson) => run(context, evaluate, inputJson);
  }
}

export type ExpressionOutcome =
  | { readonly kind: 'value'; readonly value: JsonValue | undefined }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'tooCostly' };

/** In milliseconds. Wide, because the machine may be busy; an honest expression takes well under one. */
const timeLimitMs = 250;
const stackDepthMax = 200;
const sequenceLengthMax = 10_000;
const outputCharactersMax = 64 * 1024;

/** The library's own codes for its limits of stack, time and sequences. */
const limitCodes: ReadonlySet<string> = new Set(['D1011', 'D1012', 'D2014', 'D2015']);

function run(context: Context, evaluate: Script, inputJson: string): ExpressionOutcome {
  context['input'] = inputJson;
  evaluate.runInContext(context);
  const failure: unknown = context['failure'];
  if (typeof failure === 'string') return limitCodes.has(failure) ? { kind: 'tooCostly' } : { kind: 'failed', code: failure };
  const output: unknown = context['output'];
  if (typeof output !== 'string') return { kind: 'value', value: undefined };
  if (output.length > outputCharactersMax) return { kind: 'tooCostly' };
  return { kind: 'value', value: JSON.parse(output) as JsonValue };
}

function loadLibrary(): Context {
  const library = readFileSync(createRequire(import.meta.url).resolve('jsonata/jsonata.min.js'), 'utf8');
  const context = createContext(Object.create(null), {
    microtaskMode: 'afterEvaluate',
    codeGeneration: { strings: false, wasm: false },
  });
  const limits = JSON.stringify({ timeout: timeLimitMs, stack: stackDepthMax, sequence: sequenceLengthMax });
  new Script(
    `var module = { exports: {} }, exports = module.exports;
    ${library}
    var jsonata = module.exports, limits = ${limits}, expressions = [], input, output, failure, text;`,
    { filename: 'jsonata.min.js' },
  ).runInContext(context);
  return context;
}

/** They give other results at other times, evaluate what stands in a row, or take time and memory at will. */
const forbiddenFunctions: ReadonlySet<string> = new Set(['eval', 'now', 'millis', 'random', 'shuffle', 'pad']);

/** What is wrong with an expression: a syntax error, a function that it may not use, a regular expression. */
export function findExpressionFault(text: string): string | undefined {
  try {
    const used = [...walkNodes(jsonata(text).ast())];
    if (used.some(({ type }) => type === 'regex')) return '/…/';
    const forbidden = used.find(({ type, value }) => type === 'variable' && forbiddenFunctions.has(String(value)));
    return forbidden === undefined ? undefined : `$${String(forbidden.value)}`;
  } catch (error) {
    return error !== null && typeof error === 'object' && 'message' in error ? String(error.message) : 'syntax';
  }
}

/** Names with which paths of the expression begin: the columns that it may read, and perhaps more. */
export function expressionColumns(text: string): readonly string[] {
  const names = new Set<string>();
  for (const node of walkNodes(jsonata(text).ast())) {
    const [first] = Array.isArray(node.steps) ? node.steps : [];
    if (node.type === 'path' && isNode(first) && first.type === 'name') names.add(String(first.value));
  }
  return [...names];
}

interface ExpressionNode {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly steps?: unknown;
}

const nodesMax = 10_000;

function* walkNodes(root: unknown): Generator<ExpressionNode> {
  const open: unknown[] = [root];
  const seen = new Set<unknown>();
  while (open.length > 0 && seen.size < nodesMax) {
    const node = open.pop();
    if (!isNode(node) || seen.has(node)) continue;
    seen.add(node);
    yield node;
    open.push(...Object.values(node));
  }
}

function isNode(value: unknown): value is ExpressionNode {
  return value !== null && typeof value === 'object';
}
