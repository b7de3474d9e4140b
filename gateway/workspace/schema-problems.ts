import type { ErrorObject } from 'ajv/dist/2020.js';
import type { ErrorCode } from '../../schemas/errors.js';
import { formatChecks } from '../../schemas/formats.js';
import type { JsonValue } from '../../schemas/json.js';
import { pointerToken, shown, type ProblemFacts, type Words } from './manifest-problem.js';

/** What a schema error says to the person who wrote the value, without its place in a file. */
export interface SchemaProblem extends ProblemFacts {
  readonly code: ErrorCode;
  readonly path: string;
}

/** Secrets are shown as this, whatever stands there. */
const hidden = '***';

/**
 * One problem for each mistake that ajv found (with `allErrors` and `verbose`). The branches of a choice are not told
 * one by one: what fits none of them is one problem.
 */
export function problemsOfErrors(errors: readonly ErrorObject[]): SchemaProblem[] {
  const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf').map(({ schemaPath }) => `${schemaPath}/`);
  const told = new Set<string>();
  return errors
    .filter(({ keyword, schemaPath }) => keyword !== 'if' && !choices.some((choice) => schemaPath.startsWith(choice)))
    .map((error) => problemOfError(error, errors))
    .filter(({ code, path, expected }) => {
      const text = `${code} ${path} ${expected?.en ?? ''}`;
      const isNew = !told.has(text);
      told.add(text);
      return isNew;
    });
}

function problemOfError(error: ErrorObject, all: readonly ErrorObject[]): SchemaProblem {
  const { keyword, instancePath: path, params } = error;
  const parameter = (name: string): string => String((params as Readonly<Record<string, unknown>>)[name]);
  switch (keyword) {
    case 'required':
    case 'dependentRequired': {
      const name = parameter('missingProperty');
      const code = name === 'agreement' ? 'CONFIG_AGREEMENT_MISSING' : 'CONFIG_FIELD_MISSING';
      return { code, path: `${path}/${pointerToken(name)}`, ...meaningOf(error, name) };
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = parameter(keyword === 'additionalProperties' ? 'additionalProperty' : 'unevaluatedProperty');
      return { code: 'CONFIG_FIELD_UNKNOWN', path: `${path}/${pointerToken(name)}`, ...namesBeside(error) };
    }
    case 'x-secret':
      return { code: 'CONFIG_SECRET_IN_CLEAR', path, given: hidden };
    default:
      return { code: 'CONFIG_VALUE_WRONG', path, given: givenOf(error), expected: expectedBy(error, all) };
  }
}

function givenOf({ data, parentSchema }: ErrorObject): string {
  return parentSchema?.['x-secret'] === true ? hidden : shown(data as JsonValue);
}

/** What a missing field is about, from its title and example. */
function meaningOf({ parentSchema }: ErrorObject, name: string): Pick<SchemaProblem, 'expected'> {
  const properties: unknown = parentSchema?.['properties'];
  const field = isObject(properties) ? properties[name] : undefined;
  if (!isObject(field) || typeof field['title'] !== 'string') return {};
  const example = exampleOf(field);
  return { expected: { zh: field['title'], en: example === undefined ? `(${name})` : `(${name}: ${example})` } };
}

function namesBeside({ parentSchema }: ErrorObject): Pick<SchemaProblem, 'expected'> {
  const properties: unknown = parentSchema?.['properties'];
  if (!isObject(properties)) return {};
  const names = Object.keys(properties).join(', ');
  return { expected: { zh: names, en: names } };
}

const typeWords: Readonly<Record<string, Words>> = {
  string: { zh: '文本', en: 'text' },
  integer: { zh: '整数', en: 'a whole number' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
  null: { zh: '空值', en: 'null' },
};

function expectedBy(error: ErrorObject, all: readonly ErrorObject[]): Words {
  const { keyword, params, parentSchema, data } = error;
  const parameters = params as Readonly<Record<string, unknown>>;
  const limit = String(parameters['limit']);
  switch (keyword) {
    case 'type':
      return withQuotes(eitherOf([parameters['type']].flat().map((type) => typeWords[String(type)] ?? same(String(type)))), error);
    case 'enum':
      return same((parameters['allowedValues'] as unknown[]).map(String).join(', '));
    case 'const':
      return same(String(parameters['allowedValue']));
    case 'pattern': {
      const example = exampleOf(parentSchema);
      return example === undefined
        ? { zh: `符合 ${String(parameters['pattern'])}`, en: `matching ${String(parameters['pattern'])}` }
        : { zh: '形如', en: `like ${example}` };
    }
    case 'format':
      return formatWords(String(parameters['format']), data);
    case 'minLength':
      return { zh: `至少 ${limit} 个字符`, en: `at least ${limit} characters` };
    case 'maxLength':
      return { zh: `最多 ${limit} 个字符`, en: `at most ${limit} characters` };
    case 'minimum':
    case 'exclusiveMinimum':
      return { zh: `${keyword === 'minimum' ? '不小于' : '大于'} ${limit}`, en: `${keyword === 'minimum' ? 'at least' : 'more than'} ${limit}` };
    case 'maximum':
    case 'exclusiveMaximum':
      return { zh: `${keyword === 'maximum' ? '不大于' : '小于'} ${limit}`, en: `${keyword === 'maximum' ? 'at most' : 'less than'} ${limit}` };
    case 'minItems':
      return { zh: `至少 ${limit} 项`, en: `at least ${limit} items` };
    case 'maxItems':
      return { zh: `最多 ${limit} 项`, en: `at most ${limit} items` };
    case 'minProperties':
      return { zh: `至少 ${limit} 个字段`, en: `at least ${limit} fields` };
    case 'maxProperties':
      return { zh: `最多 ${limit} 个字段`, en: `at most ${limit} fields` };
    case 'uniqueItems':
      return { zh: '各项互不相同', en: 'every item once' };
    case 'oneOf':
    case 'anyOf':
      return choiceWords(error, all);
    default:
      return same(error.message ?? keyword);
  }
}

/** A code or date that YAML read as a number wants quotes. */
function withQuotes(words: Words, { params, data, parentSchema }: ErrorObject): Words {
  const isText = (params as { type?: unknown }).type === 'string';
  if (!isText || parentSchema?.['x-secret'] === true || (typeof data !== 'number' && typeof data !== 'boolean')) return words;
  return { zh: `${words.zh}（加引号）`, en: `${words.en}, in quotes: "${String(data)}"` };
}

function formatWords(format: string, data: unknown): Words {
  const check = formatChecks.get(format)?.(String(data));
  return check === undefined || check.ok ? same(format) : { zh: trimStop(check.zh, '。'), en: trimStop(check.en, '.') };
}

/** The fields or values that the branches ask for, where each asks for one; a choice of other kinds is told in general. */
function choiceWords({ schemaPath, instancePath }: ErrorObject, all: readonly ErrorObject[]): Words {
  const branches = all.filter((error) => error.schemaPath.startsWith(`${schemaPath}/`) && error.instancePath === instancePath);
  const fields = branches.flatMap(({ keyword, params }) => (keyword === 'required' ? [(params as { missingProperty: string }).missingProperty] : []));
  if (fields.length > 0) {
    const names = [...new Set(fields)].join(', ');
    return { zh: `含有其中之一：${names}`, en: `one of the fields ${names}` };
  }
  const words = branches.filter(({ keyword }) => keyword === 'type' || keyword === 'const' || keyword === 'enum');
  if (words.length > 0) return eitherOf(words.map((error) => expectedBy(error, [])));
  return { zh: '该字段允许的形式之一', en: 'one of the forms that the field allows' };
}

function eitherOf(words: readonly Words[]): Words {
  return { zh: words.map(({ zh }) => zh).join('或'), en: words.map(({ en }) => en).join(' or ') };
}

function same(text: string): Words {
  return { zh: text, en: text };
}

function exampleOf(schema: unknown): string | undefined {
  const examples = isObject(schema) ? schema['examples'] : undefined;
  const first: unknown = Array.isArray(examples) ? examples[0] : undefined;
  return typeof first === 'string' || typeof first === 'number' ? String(first) : undefined;
}

function trimStop(text: string, stop: string): string {
  return text.endsWith(stop) ? text.slice(0, -stop.length) : text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
