import { isObject, readText, readWords } from '../config-reading.js';
import type { Step } from '../rule-context.js';
import { textOf } from '../value-text.js';
import { compileEach, listItemsMax } from './each.js';
import type { StepOperator } from './operator.js';

/** `split: { by: ";；、", each: { codes: … } }`: a text becomes a list; every character of `by` separates. */
export const splitOperator: StepOperator = {
  name: 'split',
  role: 'step',
  takes: 'single',
  gives: 'list',
  schema: {
    title: '拆分',
    description: 'Characters that separate the items, and steps for each item. Blank items are left out.',
    type: 'object',
    required: ['by'],
    additionalProperties: false,
    properties: {
      by: { title: '分隔符', description: 'Every character separates.', type: 'string', minLength: 1, examples: [';；、,'] },
      each: { $ref: '#/$defs/steps' },
    },
  },
  codes: ['MAPPING_VALUE_NOT_SINGLE', 'MAPPING_LIST_TOO_LONG'],
  compile(config, context) {
    const words = readWords(config, ['by', 'each'], context);
    const by = words && readText(words['by'], context.at('by'));
    const each = isObject(config) ? config['each'] : undefined;
    const walk = each === undefined ? undefined : compileEach(each, context.at('each'));
    if (by === undefined || (each !== undefined && walk === undefined)) return undefined;
    const fail = context.failure('split', 'MAPPING_VALUE_NOT_SINGLE');
    const failLong = context.failure('split', 'MAPPING_LIST_TOO_LONG', {
      zh: `最多 ${listItemsMax} 项`,
      en: `at most ${listItemsMax}`,
    });
    const step: Step = (value, run) => {
      const text = textOf(value);
      if (text === undefined) return fail(run, value);
      const items = splitText(text, by);
      if (items.length > listItemsMax) return failLong(run, value);
      if (items.length === 0) return undefined;
      return walk === undefined ? items : walk(items, run);
    };
    return step;
  },
};

/** Trimmed parts that are not blank; stops one past the longest list. */
function splitText(text: string, separators: string): string[] {
  const items: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length && items.length <= listItemsMax; at++) {
    if (at < text.length && !separators.includes(text.charAt(at))) continue;
    const item = text.slice(start, at).trim();
    if (item !== '') items.push(item);
    start = at + 1;
  }
  return items;
}
