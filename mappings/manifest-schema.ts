import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assetPath } from '../schemas/assets.js';
import type { JsonObject } from '../schemas/json.js';
import { sourceOperators, stepOperators } from './operators.js';
import type { Operator } from './operators/operator.js';

/** The file that this makes, from the package's folder. */
export const manifestSchemaPath = 'schemas/manifests/mapping.schema.json';

/**
 * JSON Schema of a Mapping manifest's `spec`, put together from what the operators say of themselves. It holds no
 * defaults on purpose: a validator that fills them in would change the text that a mapping's digest stands for.
 */
export function mappingManifestSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://jiantong.example/schemas/manifests/mapping',
    title: '映射规则',
    description: 'Turns the rows of a stream into unified records, or records into the rows of a receiver. See mappings/README.md.',
    type: 'object',
    required: ['from', 'to', 'version', 'fields'],
    additionalProperties: false,
    properties: {
      from: { title: '来源', $ref: '#/$defs/side' },
      to: { title: '目标', $ref: '#/$defs/side' },
      version: { title: '版本', description: 'Counts up from 1 when the rules change.', type: 'integer', minimum: 1, examples: [1] },
      columns: {
        title: '来源列',
        description: 'All columns of the source, where they are known: rules can then name no other.',
        type: 'array',
        items: { type: 'string', minLength: 1 },
        examples: [['wsh', 'jdrq']],
      },
      ignore: {
        title: '不使用的列',
        description: 'Source columns that are knowingly not used.',
        type: 'array',
        items: { type: 'string', minLength: 1 },
        examples: [['sys_remark']],
      },
      withhold: {
        title: '不得带出的列',
        description: "Source columns that never leave the body that holds them: a whistle-blower's name and words.",
        type: 'array',
        items: { type: 'string', minLength: 1 },
        examples: [['jbr_xm']],
      },
      lossless: {
        title: '可还原',
        description: 'The claim that another mapping makes the same record of the rows again, but for some fields. Tested.',
        type: 'object',
        required: ['back'],
        additionalProperties: false,
        properties: { back: text, except: { type: 'array', items: text } },
        examples: [{ back: 'double-publicity-2018-penalty', except: ['procedure'] }],
      },
      use: {
        title: '片段',
        description: 'Fragments whose rules the mapping takes over when its file is read; its own rules count before theirs.',
        type: 'array',
        items: {
          oneOf: [
            text,
            {
              type: 'object',
              required: ['fragment'],
              additionalProperties: false,
              properties: { fragment: text, with: { type: 'object', additionalProperties: { type: 'string' } } },
            },
          ],
        },
        examples: [[{ fragment: 'double-publicity-party', with: { prefix: 'CF' } }]],
      },
      fields: { title: '字段', $ref: '#/$defs/fields' },
      examples: { title: '样例', description: 'Rows with what becomes of them.', type: 'array', items: { $ref: '#/$defs/example' } },
    },
    $defs: { side, fields, rule: rule(), steps: steps(), condition, example },
  };
}

const text: JsonObject = { type: 'string', minLength: 1 };

const side: JsonObject = {
  description: 'A dataset of unified records, or a stream of a system.',
  type: 'object',
  oneOf: [
    { type: 'object', required: ['dataset'], additionalProperties: false, properties: { dataset: text } },
    { type: 'object', required: ['system', 'stream'], additionalProperties: false, properties: { system: text, stream: text } },
  ],
  examples: [{ dataset: 'administrative-penalty' }, { system: 'gannan-housing', stream: 't_penalty' }],
};

const fields: JsonObject = {
  description: 'Dotted target paths with their rules, in the order in which they are set.',
  type: 'object',
  minProperties: 1,
  additionalProperties: { $ref: '#/$defs/rule' },
};

function rule(): JsonObject {
  return {
    title: '字段规则',
    description: 'One source, then steps in their fixed order.',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...schemasOf(sourceOperators),
      ...schemasOf(stepOperators),
      when: { title: '条件', $ref: '#/$defs/condition' },
      required: { title: '必填', description: 'Whether a row without this value is wrong; not unless given.', type: 'boolean' },
    },
    oneOf: sourceOperators.map(({ name }) => has(name)),
  };
}

function steps(): JsonObject {
  return {
    description: 'Steps for one item of a list.',
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: schemasOf(stepOperators),
  };
}

const condition: JsonObject = {
  description: 'Columns with the values that they have to have; all, any, not, source, target group conditions.',
  type: 'object',
  minProperties: 1,
  properties: {
    all: { type: 'array', minItems: 1, items: { $ref: '#/$defs/condition' } },
    any: { type: 'array', minItems: 1, items: { $ref: '#/$defs/condition' } },
    not: { $ref: '#/$defs/condition' },
    source: { $ref: '#/$defs/condition' },
    target: { $ref: '#/$defs/condition' },
  },
  examples: [{ lb: ['1', '2'] }, { 'party.category': 'natural-person' }],
};

const example: JsonObject = {
  type: 'object',
  required: ['name', 'input'],
  anyOf: [has('output'), has('errors')],
  additionalProperties: false,
  properties: {
    name: text,
    input: { type: 'object' },
    references: { description: 'Records that the rules look up, by dataset.', type: 'object', additionalProperties: { type: 'array', items: { type: 'object' } } },
    output: { description: 'The record; with errors, what could be mapped.', type: 'object' },
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['code'],
        additionalProperties: false,
        properties: { code: text, column: text, path: text },
      },
    },
  },
};

function has(name: string): JsonObject {
  return { type: 'object', required: [name], properties: { [name]: true } };
}

function schemasOf(operators: readonly Operator[]): JsonObject {
  return Object.fromEntries(operators.map(({ name, schema }) => [name, schema]));
}

/** Run as a program it writes the file; imported it does nothing. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(assetPath(manifestSchemaPath), `${JSON.stringify(mappingManifestSchema(), undefined, 2)}\n`);
}
