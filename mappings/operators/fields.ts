import { isObject } from '../config-reading.js';
import type { StepOperator } from './operator.js';

/** `each: { fields: { name: { from: xm } } }`: an object becomes another; inside, `from` reads the item. */
export const fieldsOperator: StepOperator = {
  name: 'fields',
  role: 'step',
  takes: 'object',
  gives: 'object',
  schema: { title: '对象字段', description: 'Rules of the fields of an object, over the item.', $ref: '#/$defs/fields' },
  codes: ['MAPPING_VALUE_NOT_AN_OBJECT'],
  compile(config, context) {
    const builder = context.compilation.compiler.fields(config, context);
    if (builder === undefined) return undefined;
    const fail = context.failure('fields', 'MAPPING_VALUE_NOT_AN_OBJECT');
    return (value, run) => (isObject(value) ? builder(value, run) : fail(run, value));
  },
};
