import type { JsonObject, JsonValue } from '../schemas/json.js';
import type { RuleContext } from './rule-context.js';

/** Readers of an operator's configuration: each gives the typed value, or records a mistake and gives undefined. */

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The object, if it holds no other words than these. Unknown words are each a mistake of their own. */
export function readWords(config: JsonValue, words: readonly string[], context: RuleContext): JsonObject | undefined {
  if (!isObject(config)) {
    return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '对象', en: `an object of ${words.join(', ')}` });
  }
  const unknown = Object.keys(config).filter((word) => !words.includes(word));
  for (const word of unknown) {
    const nearest = words.join(', ');
    context.at(word).mistake('MAPPING_SPEC_WORD_UNKNOWN', word, { zh: `${nearest} 之一`, en: `one of ${nearest}` });
  }
  return unknown.length === 0 ? config : undefined;
}

export function readText(value: JsonValue | undefined, context: RuleContext): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return context.mistake('MAPPING_SPEC_SHAPE_WRONG', value, { zh: '非空文本', en: 'a text' });
}

/** One of a few words; `fallback` where nothing is given. */
export function readChoice<Choice extends string>(
  value: JsonValue | undefined,
  choices: readonly Choice[],
  fallback: Choice | undefined,
  context: RuleContext,
): Choice | undefined {
  if (value === undefined && fallback !== undefined) return fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const list = choices.join(', ');
  return context.mistake('MAPPING_SPEC_WORD_UNKNOWN', value, { zh: `${list} 之一`, en: `one of ${list}` });
}

/** A non-empty list. */
export function readList(value: JsonValue | undefined, context: RuleContext): readonly JsonValue[] | undefined {
  if (Array.isArray(value) && value.length > 0) return value;
  return context.mistake('MAPPING_SPEC_SHAPE_WRONG', value, { zh: '非空列表', en: 'a list with at least one item' });
}

/** A whole number within bounds; undefined both where nothing is given and after a mistake. */
export function readWholeNumber(value: JsonValue | undefined, max: number, context: RuleContext): number | undefined {
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max)) {
    return value;
  }
  return context.mistake('MAPPING_SPEC_SHAPE_WRONG', value, {
    zh: `0 到 ${max} 的整数`,
    en: `a whole number from 0 to ${max}`,
  });
}
