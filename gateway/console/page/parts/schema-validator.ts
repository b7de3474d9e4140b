import { Validator, type Schema } from '@cfworker/json-schema';
import { toErrorSchema, type RJSFSchema, type RJSFValidationError, type ValidatorType } from '@rjsf/utils';
import type { Language } from '../language/text.js';

/** Faults that only say that something within them is wrong. */
const wrappers = new Set(['properties', 'items', 'prefixItems', 'allOf', 'anyOf', 'oneOf', '$ref', 'if', 'then', 'else', 'additionalProperties']);

const words: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  required: { zh: '请填写', en: 'Please fill this in' },
  pattern: { zh: '写法不对', en: 'Not written as it has to be' },
  minLength: { zh: '太短', en: 'Too short' },
  maxLength: { zh: '太长', en: 'Too long' },
  minimum: { zh: '太小', en: 'Too small' },
  maximum: { zh: '太大', en: 'Too large' },
  enum: { zh: '请从给出的值中选择', en: 'Choose one of the values given' },
  type: { zh: '类型不对', en: 'Not of the right type' },
};

/** Checks forms by interpreting their schema: the page's policy allows no code to be made, which other validators do. */
export function schemaValidator(language: Language): ValidatorType {
  const errorsOf = (schema: RJSFSchema, data: unknown): RJSFValidationError[] =>
    new Validator(schema as Schema, '2020-12', false)
      .validate(data)
      .errors.filter(({ keyword }) => !wrappers.has(keyword))
      .map(({ keyword, instanceLocation, error }) => {
        const missing = keyword === 'required' ? /"([^"]+)"/.exec(error)?.[1] : undefined;
        const place = [...instanceLocation.split('/').slice(1), ...(missing === undefined ? [] : [missing])];
        const message = words[keyword]?.[language] ?? error;
        return { name: keyword, property: `.${place.join('.')}`, message, stack: message };
      });
  return {
    validateFormData: (data, schema) => {
      const errors = errorsOf(schema, data);
      return { errors, errorSchema: toErrorSchema(errors) };
    },
    isValid: (schema, data, root) =>
      new Validator({ ...(root.$defs === undefined ? {} : { $defs: root.$defs }), ...schema } as Schema, '2020-12', false).validate(data).valid,
    rawValidation: (schema: RJSFSchema, data?: unknown) => ({ errors: errorsOf(schema, data) as never[] }),
  };
}
