import type { JsonObject, JsonValue } from '../schemas/json.js';
import { isObject, readText, readWords } from './config-reading.js';
import type { LosslessClaim, MappingExample, MappingSide } from './mapping-spec.js';
import type { RuleContext } from './rule-context.js';

/** Everything of a spec but its rules. */
export interface SpecHead {
  readonly from: MappingSide;
  readonly to: MappingSide;
  readonly version: number;
  readonly ignored: readonly string[];
  readonly withheld: readonly string[];
  /** All columns of the source; undefined where they are not declared. */
  readonly declared: readonly string[] | undefined;
  readonly lossless: LosslessClaim | undefined;
  readonly examples: readonly MappingExample[];
}

const words = ['from', 'to', 'version', 'columns', 'ignore', 'withhold', 'lossless', 'fields', 'examples'];

/** Undefined after mistakes. */
export function readHead(spec: JsonObject, root: RuleContext): SpecHead | undefined {
  const known = readWords(spec, words, root);
  const from = readSide(spec['from'], root.at('from'));
  const to = readSide(spec['to'], root.at('to'));
  const version = readVersion(spec['version'], root.at('version'));
  const ignored = readNames(spec['ignore'], root.at('ignore'));
  const withheld = readNames(spec['withhold'], root.at('withhold'));
  const columns = readNames(spec['columns'], root.at('columns'));
  const lossless = spec['lossless'] === undefined ? noClaim : readClaim(spec['lossless'], root.at('lossless'));
  const examples = readExamples(spec['examples'], root.at('examples'));
  if (!known || !from || !to || version === undefined || !ignored || !withheld || !columns || !lossless || !examples) return undefined;
  const declared = spec['columns'] === undefined ? undefined : columns;
  return { from, to, version, ignored, withheld, declared, lossless: lossless.claim, examples };
}

const noClaim = { claim: undefined };

function readClaim(config: JsonValue, context: RuleContext): { readonly claim: LosslessClaim } | undefined {
  const fields = readWords(config, ['back', 'except'], context);
  const back = fields && readText(fields['back'], context.at('back'));
  const except = readNames(fields?.['except'], context.at('except'));
  return back === undefined || except === undefined ? undefined : { claim: { back, except } };
}

function readSide(config: JsonValue | undefined, context: RuleContext): MappingSide | undefined {
  if (isObject(config) && config['dataset'] !== undefined) {
    const side = readWords(config, ['dataset'], context);
    const dataset = readText(config['dataset'], context.at('dataset'));
    return side === undefined || dataset === undefined ? undefined : { dataset };
  }
  if (isObject(config)) {
    const side = readWords(config, ['system', 'stream'], context);
    const system = readText(config['system'], context.at('system'));
    const stream = readText(config['stream'], context.at('stream'));
    return side === undefined || system === undefined || stream === undefined ? undefined : { system, stream };
  }
  return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, {
    zh: '{ system, stream } 或 { dataset }',
    en: '{ system, stream } or { dataset }',
  });
}

function readVersion(config: JsonValue | undefined, context: RuleContext): number | undefined {
  if (typeof config === 'number' && Number.isSafeInteger(config) && config >= 1) return config;
  return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '从 1 起的整数', en: 'a whole number from 1 on' });
}

function readNames(config: JsonValue | undefined, context: RuleContext): readonly string[] | undefined {
  if (config === undefined) return [];
  if (!Array.isArray(config)) return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '列名列表', en: 'a list of columns' });
  const names = config.map((name, index) => readText(name, context.at(index)));
  return names.every((name) => name !== undefined) ? names : undefined;
}

function readExamples(config: JsonValue | undefined, context: RuleContext): readonly MappingExample[] | undefined {
  if (config === undefined) return [];
  if (!Array.isArray(config)) return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '样例列表', en: 'a list of examples' });
  const examples = config.map((example, index) => readExample(example, context.at(index)));
  return examples.every((example) => example !== undefined) ? examples : undefined;
}

function readExample(config: JsonValue, context: RuleContext): MappingExample | undefined {
  const example = readWords(config, ['name', 'input', 'references', 'output', 'errors'], context);
  if (example === undefined) return undefined;
  const name = readText(example['name'], context.at('name'));
  const { input, output } = example;
  const errors = example['errors'] === undefined ? undefined : readErrors(example['errors'], context.at('errors'));
  if (!isObject(input)) return context.at('input').mistake('MAPPING_SPEC_SHAPE_WRONG', input, { zh: '一行来源数据', en: 'a source row' });
  if (output !== undefined && !isObject(output)) {
    return context.at('output').mistake('MAPPING_SPEC_SHAPE_WRONG', output, { zh: '映射结果', en: 'the record that comes out' });
  }
  if (output === undefined && example['errors'] === undefined) {
    return context.mistake('MAPPING_SPEC_SHAPE_WRONG', undefined, { zh: 'output 或 errors', en: 'output or errors' });
  }
  const references = readReferences(example['references'], context.at('references'));
  if (name === undefined || references === undefined || (example['errors'] !== undefined && errors === undefined)) return undefined;
  return { name, input, ...(example['references'] === undefined ? {} : { references }), ...(output === undefined ? {} : { output }), ...(errors === undefined ? {} : { errors }) };
}

function readReferences(config: JsonValue | undefined, context: RuleContext): Record<string, JsonObject[]> | undefined {
  if (config === undefined) return {};
  const isRight = isObject(config) && Object.values(config).every((records) => Array.isArray(records) && records.every(isObject));
  if (isRight) return config as Record<string, JsonObject[]>;
  return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '按数据集列出的记录', en: 'lists of records, by dataset' });
}

function readErrors(config: JsonValue, context: RuleContext): MappingExample['errors'] | undefined {
  if (!Array.isArray(config) || config.length === 0) {
    return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '错误列表', en: 'a list of errors' });
  }
  const errors = config.map((error, index) => {
    const inner = context.at(index);
    const fields = readWords(error, ['code', 'column', 'path'], inner);
    const code = fields && readText(fields['code'], inner.at('code'));
    const column = fields?.['column'] === undefined ? undefined : readText(fields['column'], inner.at('column'));
    const path = fields?.['path'] === undefined ? undefined : readText(fields['path'], inner.at('path'));
    return code === undefined ? undefined : { code, ...(column === undefined ? {} : { column }), ...(path === undefined ? {} : { path }) };
  });
  return errors.every((error) => error !== undefined) ? errors : undefined;
}
