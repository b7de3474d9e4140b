import { GatewayError } from '../schemas/errors.js';
import type { JsonObject, JsonValue } from '../schemas/json.js';
import { isObject } from './config-reading.js';
import { MistakeList, pointerToken } from './mistake.js';
import type { Detail, MappingMistake } from './mistake.js';
import { compilePath, misshapen, parsePath } from './source-path.js';
import { isAbsent, textOf } from './value-text.js';

/** Holds or not, for a scope (row, record or list item) and the record made so far. */
export type Condition = (scope: JsonValue, record: JsonObject) => boolean;

/** What a condition may speak of, and who wants to know which columns it reads. */
export interface ConditionSetting {
  readonly mistakes: MistakeList;
  /** JSON pointer of the condition. */
  readonly path: string;
  /** Only within a mapping are there fields already set. */
  readonly allowsTarget: boolean;
  /** Told when a condition looks at the record made so far. */
  readonly onTarget?: () => void;
  readonly onColumn: (path: string) => void;
  /** Says what is wrong with reading this path of the scope, if anything. */
  readonly refusePath?: (path: string) => Detail | undefined;
}

/**
 * A condition of the mapping language over one object, as exchanges and agreements use it:
 * `{ party.category: natural-person, fineYuan: { exists: true } }`.
 * Throws MAPPING_SPEC_CONDITION_WRONG for a condition that `conditionProblems` finds fault with.
 */
export function compileCondition(condition: JsonObject): (record: JsonObject) => boolean {
  const setting = bareSetting();
  const compiled = compileConditionIn(condition, setting);
  const [first] = setting.mistakes.mistakes;
  if (compiled === undefined || first !== undefined) {
    throw new GatewayError('MAPPING_SPEC_CONDITION_WRONG', { path: first?.path, given: first?.given, expected: first?.expected });
  }
  return (record) => compiled(record, record);
}

/** Every mistake in a condition; empty when it can be compiled. */
export function conditionProblems(condition: JsonValue): readonly MappingMistake[] {
  const setting = bareSetting();
  compileConditionIn(condition, setting);
  return setting.mistakes.mistakes;
}

function bareSetting(): ConditionSetting {
  return { mistakes: new MistakeList(), path: '', allowsTarget: false, onColumn: () => undefined };
}

const depthMax = 12;

/** All keys of the object have to hold. Undefined after mistakes. */
export function compileConditionIn(config: JsonValue, setting: ConditionSetting, depth = 0): Condition | undefined {
  if (!isObject(config) || Object.keys(config).length === 0 || depth > depthMax) {
    return wrong(setting, config, { zh: '“列: 值”的对象', en: 'an object of columns and values' });
  }
  const parts = Object.entries(config).map(([key, test]) => {
    const inner = { ...setting, path: `${setting.path}/${pointerToken(key)}` };
    return compileKey(key, test, inner, depth + 1);
  });
  return parts.every((part) => part !== undefined) ? allOf(parts) : undefined;
}

function compileKey(key: string, test: JsonValue, setting: ConditionSetting, depth: number): Condition | undefined {
  switch (key) {
    case 'all':
    case 'any':
      return compileGroup(key, test, setting, depth);
    case 'not': {
      const condition = compileConditionIn(test, setting, depth);
      return condition && ((scope, record) => !condition(scope, record));
    }
    case 'source':
      return compileConditionIn(test, { ...setting, refusePath: undefined }, depth);
    case 'target': {
      if (!setting.allowsTarget) return wrong(setting, key, { zh: '列名（此处没有 target）', en: 'a column: there is no target here' });
      setting.onTarget?.();
      const overTarget = { ...setting, onColumn: () => undefined, refusePath: undefined };
      const condition = compileConditionIn(test, overTarget, depth);
      return condition && ((_scope, record) => condition(record, record));
    }
    default:
      return compileColumn(key, test, setting, depth);
  }
}

function compileGroup(word: 'all' | 'any', config: JsonValue, setting: ConditionSetting, depth: number): Condition | undefined {
  if (!Array.isArray(config) || config.length === 0) {
    return wrong(setting, config, { zh: '条件列表', en: 'a list of conditions' });
  }
  const parts = config.map((part, index) => compileConditionIn(part, { ...setting, path: `${setting.path}/${index}` }, depth));
  if (!parts.every((part) => part !== undefined)) return undefined;
  return word === 'all' ? allOf(parts) : (scope, record) => parts.some((part) => part(scope, record));
}

function compileColumn(key: string, config: JsonValue, setting: ConditionSetting, depth: number): Condition | undefined {
  const segments = parsePath(key);
  if (segments === undefined) return wrong(setting, key, { zh: '列名或点分路径', en: 'a column or a dotted path' });
  const refusal = setting.refusePath?.(key);
  if (refusal !== undefined) return wrong(setting, key, refusal);
  setting.onColumn(segments[0]?.name ?? '');
  const test = compileTest(config, setting, depth);
  if (test === undefined) return undefined;
  const read = compilePath(segments);
  return (scope) => {
    const value = read(scope);
    return test(value === misshapen || isAbsent(value) ? undefined : value);
  };
}

type Test = (value: JsonValue | undefined) => boolean;

/** A value alone means equals, a list means in; otherwise an object of tests that all have to hold. */
function compileTest(config: JsonValue, setting: ConditionSetting, depth: number): Test | undefined {
  if (Array.isArray(config)) return compileIn(config, setting);
  if (!isObject(config)) return compileIn([config], setting);
  if (Object.keys(config).length === 0 || depth > depthMax) return wrongTest(config, setting);
  const tests = Object.entries(config).map(([word, value]) => {
    const inner = { ...setting, path: `${setting.path}/${pointerToken(word)}` };
    return compileTestWord(word, value, inner, depth + 1);
  });
  return tests.every((test) => test !== undefined) ? (value) => tests.every((test) => test(value)) : undefined;
}

function compileTestWord(word: string, config: JsonValue, setting: ConditionSetting, depth: number): Test | undefined {
  switch (word) {
    case 'equals':
      return compileIn([config], setting);
    case 'in':
      return Array.isArray(config) ? compileIn(config, setting) : wrongTest(config, setting);
    case 'exists': {
      if (typeof config !== 'boolean') return wrong(setting, config, { zh: 'true 或 false', en: 'true or false' });
      return (value) => !holdsNothing(value, emptyDepthMax) === config;
    }
    case 'not': {
      const test = compileTest(config, setting, depth);
      return test && ((value) => !test(value));
    }
    default:
      return wrongTest(word, setting);
  }
}

const emptyDepthMax = 8;

/** Absent, an empty list, or an object of nothing else, such as one of the record that no field has filled yet. */
function holdsNothing(value: JsonValue | undefined, depthLeft: number): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return value === undefined;
  return depthLeft > 0 && Object.values(value).every((member) => holdsNothing(member, depthLeft - 1));
}

/** Values are compared as trimmed text, so 1 equals "1"; a list holds what any of its items is. */
function compileIn(config: readonly JsonValue[], setting: ConditionSetting): Test | undefined {
  const texts = config.map((item) => textOf(item)?.trim());
  if (texts.length === 0 || !texts.every((text) => text !== undefined)) return wrongTest([...config], setting);
  const accepted: ReadonlySet<string> = new Set(texts);
  const accepts = (value: JsonValue) => {
    const text = textOf(value);
    return text !== undefined && accepted.has(text.trim());
  };
  return (value) => value !== undefined && (Array.isArray(value) ? value.some(accepts) : accepts(value));
}

function allOf(parts: readonly Condition[]): Condition {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return (scope, record) => parts.every((part) => part(scope, record));
}

function wrongTest(given: JsonValue, setting: ConditionSetting): undefined {
  return wrong(setting, given, {
    zh: '值、值的列表，或 equals、in、exists、not',
    en: 'a value, a list of values, or equals, in, exists, not',
  });
}

function wrong(setting: ConditionSetting, given: JsonValue, expected: Detail): undefined {
  return setting.mistakes.add('MAPPING_SPEC_CONDITION_WRONG', setting.path, given, expected);
}
