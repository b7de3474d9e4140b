import { readList } from '../config-reading.js';
import type { Step } from '../rule-context.js';
import { transforms } from '../transforms.js';
import type { Transform } from '../transforms/transform.js';
import { textOf } from '../value-text.js';
import type { StepOperator } from './operator.js';

/** `apply: [trim, half-width]`: named transforms of a text, in the order given. */
export const applyOperator: StepOperator = {
  name: 'apply',
  role: 'step',
  takes: 'single',
  gives: 'single',
  schema: {
    title: '清洗',
    description: 'Named transforms of a text, in the order given.',
    type: 'array',
    minItems: 1,
    items: { enum: transforms.map(({ name }) => name) },
  },
  codes: ['MAPPING_VALUE_NOT_SINGLE'],
  compile(config, context) {
    const names = readList(config, context);
    const chosen = names?.map((name, index) => {
      const transform = transforms.find((candidate) => candidate.name === name);
      const known = transforms.map((candidate) => candidate.name).join(', ');
      return transform ?? context.at(index).mistake('MAPPING_SPEC_WORD_UNKNOWN', name, { zh: `${known} 之一`, en: `one of ${known}` });
    });
    if (chosen === undefined || !chosen.every((transform) => transform !== undefined)) return undefined;
    const fail = context.failure('apply', 'MAPPING_VALUE_NOT_SINGLE');
    const change = changeText(chosen);
    const step: Step = (value, run) => {
      const text = textOf(value);
      return text === undefined ? fail(run, value) : change(text) || undefined;
    };
    return step;
  },
};

function changeText(chosen: readonly Transform[]): (text: string) => string | undefined {
  return chosen.map(({ apply }) => apply).reduce((before, apply) => (text) => {
    const changed = before(text);
    return changed === undefined || changed === '' ? undefined : apply(changed);
  });
}
