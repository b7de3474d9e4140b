import type { JsonObject, JsonValue } from '../schemas/json.js';
import { compileConditionIn } from './conditions.js';
import type { Condition } from './conditions.js';
import { isObject, readWords } from './config-reading.js';
import { sourceOperators, stepOperators } from './operators.js';
import type { ObjectBuilder, Evaluate, RuleCompiler, RuleContext, Shape, SourceOfValue, Step } from './rule-context.js';
import { compileTarget, findClash, parseTarget } from './target-path.js';
import { TargetShape } from './target-shape.js';

const sourceWords = sourceOperators.map(({ name }) => name);
const stepWords = stepOperators.map(({ name }) => name);
const ruleWords = [...sourceWords, ...stepWords, 'when', 'required'];

/** Makes closures of rules. Nothing of a rule's text is looked at again when rows are mapped. */
export const ruleCompiler: RuleCompiler = { rule: compileRule, steps: compileSteps, fields: compileFields };

/** A whole rule: where the value comes from, what is done with it, when it applies, whether it has to be there. */
function compileRule(config: JsonValue, context: RuleContext): Evaluate | undefined {
  const words = readWords(config, ruleWords, context);
  if (words === undefined) return undefined;
  const place = words['join'] === undefined ? context : context.joining();
  const source = compileSource(words, place);
  const reading = source === undefined ? place : place.reading(source);
  if (reading.place.personal) context.compilation.personalTargets.add(reading.place.pointer.slice(1).replaceAll('/', '.'));
  const steps = compileChain(words, reading, source?.shape ?? 'any');
  const when = words['when'] === undefined ? undefined : compileWhen(words['when'], context.at('when'));
  const required = words['required'] ?? false;
  if (typeof required !== 'boolean') {
    return context.at('required').mistake('MAPPING_SPEC_SHAPE_WRONG', required, { zh: 'true 或 false', en: 'true or false' });
  }
  if (source === undefined || steps === undefined || (words['when'] !== undefined && when === undefined)) return undefined;
  const evaluate = chain(source.evaluate, steps);
  const whole = required ? insist(evaluate, reading) : evaluate;
  return when === undefined ? whole : (scope, run) => (when(scope, run.record) ? whole(scope, run) : undefined);
}

/** Only steps, for the items of a list. */
function compileSteps(config: JsonValue, context: RuleContext): Step | undefined {
  const words = readWords(config, stepWords, context);
  if (words === undefined) return undefined;
  const steps = compileChain(words, context, 'any');
  if (steps === undefined) return undefined;
  if (steps.length === 0) {
    return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '至少一个步骤', en: 'at least one step' });
  }
  return chain((item) => item, steps);
}

/** The fields of the record, or of one item of a list. */
function compileFields(config: JsonValue, context: RuleContext): ObjectBuilder | undefined {
  if (!isObject(config) || Object.keys(config).length === 0) {
    return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '目标字段与规则', en: 'target fields with their rules' });
  }
  const clash = findClash(Object.keys(config));
  if (clash !== undefined) {
    const { outer, inner } = clash;
    return context.at(inner).mistake('MAPPING_SPEC_TARGETS_CLASH', inner, {
      zh: `${outer} 与 ${inner} 二选一`,
      en: `either ${outer} or ${inner}`,
    });
  }
  const fields = Object.entries(config).map(([key, rule]) => compileField(key, rule, context));
  if (!fields.every((field) => field !== undefined)) return undefined;
  const shape = new TargetShape(fields.map(({ names }) => names));
  const { compilation } = context;
  return (scope, run, growing) => {
    const values: (JsonValue | undefined)[] = [];
    for (const { evaluate, write } of fields) {
      const value = evaluate(scope, run);
      values.push(value);
      if (value !== undefined && growing !== undefined && compilation.readsTarget) write(growing, value);
    }
    return shape.assemble(values);
  };
}

function compileField(key: string, rule: JsonValue, context: RuleContext) {
  const names = parseTarget(key);
  if (names === undefined) {
    return context.at(key).mistake('MAPPING_SPEC_PATH_WRONG', key, { zh: '目标字段名，如 party.name', en: 'a target field such as party.name' });
  }
  const place = context.field(key, names);
  if (place.refusesReporter()) return undefined;
  const evaluate = compileRule(rule, place);
  return evaluate === undefined ? undefined : { names, evaluate, write: compileTarget(names) };
}

function compileSource(words: JsonObject, context: RuleContext): SourceOfValue | undefined {
  const given = sourceOperators.filter(({ name }) => words[name] !== undefined);
  const [operator] = given;
  if (operator === undefined || given.length > 1) {
    const list = sourceWords.join(', ');
    const found = given.map(({ name }) => name).join(', ');
    return context.mistake('MAPPING_SPEC_SOURCE_UNCLEAR', found || undefined, { zh: `${list} 中的一个`, en: `one of ${list}` });
  }
  return operator.compile(words[operator.name] ?? null, context.at(operator.name));
}

/** Steps in their fixed order; each has to be able to take what the one before it gives. */
function compileChain(words: JsonObject, context: RuleContext, sourceShape: Shape): readonly Step[] | undefined {
  const chosen = stepOperators.filter(({ name }) => words[name] !== undefined);
  let shape = sourceShape;
  let before = '';
  let converter = '';
  let isGood = true;
  for (const { name, takes, gives } of chosen) {
    const isConverter = name === 'codes' || name === 'date' || name === 'number';
    if ((isConverter && converter !== '') || (shape !== 'any' && shape !== takes)) {
      context.at(name).mistake('MAPPING_SPEC_STEPS_CLASH', name, {
        zh: `不与 ${converter || before || shape} 同用`,
        en: `not together with ${converter || before || shape}`,
      });
      isGood = false;
    }
    if (isConverter) converter = name;
    shape = gives;
    before = name;
  }
  const steps = chosen.map((operator) => operator.compile(words[operator.name] ?? null, context.at(operator.name)));
  return isGood && steps.every((step) => step !== undefined) ? steps : undefined;
}

function compileWhen(config: JsonValue, context: RuleContext): Condition | undefined {
  const { compilation, path, scope } = context;
  return compileConditionIn(config, {
    mistakes: compilation.mistakes,
    path,
    allowsTarget: true,
    onTarget: () => {
      compilation.readsTarget = true;
    },
    onColumn: (column) => {
      if (scope === '') compilation.columns.add(column);
    },
    refusePath: (column) => {
      // Source columns of databases and files have no dots: who writes a target's path means the target.
      const looksLikeTarget = column.includes('.') && compilation.targets.has(column) && !compilation.sourceIsDataset;
      return looksLikeTarget ? { zh: `target: { ${column}: … }`, en: `target: { ${column}: … }` } : undefined;
    },
  });
}

/** One closure for a value and what is done with it; absent values pass by the steps that follow. */
function chain(source: Evaluate, steps: readonly Step[]): Evaluate {
  return steps.reduce<Evaluate>(
    (before, step) => (scope, run) => {
      const value = before(scope, run);
      return value === undefined ? undefined : step(value, run);
    },
    source,
  );
}

/** A value that was wrong has its problem already; only one that was never there is missing. */
function insist(evaluate: Evaluate, context: RuleContext): Evaluate {
  const fail = context.failure('required', 'MAPPING_VALUE_MISSING');
  return (scope, run) => {
    const problemsBefore = run.problems.length;
    const value = evaluate(scope, run);
    return value === undefined && run.problems.length === problemsBefore ? fail(run, undefined) : value;
  };
}
