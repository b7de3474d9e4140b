import { isObject, readChoice, readWords } from '../config-reading.js';
import { textOf } from '../value-text.js';
import type { StepOperator } from './operator.js';

/**
 * `join: ";"`: a list becomes a text. An item that contains the separator is refused, because the receiver
 * could not tell the items apart; `{ by: "；", inside: keep }` allows it, for running text.
 */
export const joinOperator: StepOperator = {
  name: 'join',
  role: 'step',
  takes: 'list',
  gives: 'single',
  schema: {
    title: '合并',
    description: 'Text between the items, alone or with what to do about items that contain it.',
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        required: ['by'],
        additionalProperties: false,
        properties: { by: { type: 'string' }, inside: { description: 'refuse unless given.', enum: ['refuse', 'keep'] } },
      },
    ],
    examples: [';'],
  },
  codes: ['MAPPING_VALUE_NOT_A_LIST', 'MAPPING_VALUE_NOT_SINGLE', 'MAPPING_SEPARATOR_INSIDE_ITEM'],
  compile(config, context) {
    const words = isObject(config) ? readWords(config, ['by', 'inside'], context) : { by: config };
    if (words === undefined) return undefined;
    const by = words['by'];
    const inside = readChoice(words['inside'], ['refuse', 'keep'], 'refuse', context.at('inside'));
    if (typeof by !== 'string') {
      return context.mistake('MAPPING_SPEC_SHAPE_WRONG', by, { zh: '作分隔符的文本', en: 'the text between items' });
    }
    if (inside === undefined) return undefined;
    const guarded = by !== '' && inside === 'refuse';
    const failNoList = context.failure('join', 'MAPPING_VALUE_NOT_A_LIST');
    const failItem = context.failure('join', 'MAPPING_VALUE_NOT_SINGLE');
    const failInside = context.failure('join', 'MAPPING_SEPARATOR_INSIDE_ITEM');
    return (value, run) => {
      if (!Array.isArray(value)) return failNoList(run, value);
      const texts: string[] = [];
      for (const item of value) {
        const text = textOf(item);
        if (text === undefined) return failItem(run, item);
        if (guarded && text.includes(by)) return failInside(run, item);
        texts.push(text);
      }
      return texts.length === 0 ? undefined : texts.join(by);
    };
  },
};
