import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { CodeTableItem } from '../code-tables.js';
import { isObject, readChoice, readText, readWords } from '../config-reading.js';
import type { RuleContext } from '../rule-context.js';
import { textOf } from '../value-text.js';
import type { StepOperator } from './operator.js';

const columns = ['code', 'zh', 'en'] as const;
type TableColumn = (typeof columns)[number];

/**
 * `codes: { table: party-category, by: zh }` or `codes: { map: { "1": legal-person } }`, for short
 * `codes: { "1": legal-person }`. Strict: an unknown value is a problem, unless `default` says what to give
 * (`default: null` leaves the field absent).
 */
export const codesOperator: StepOperator = {
  name: 'codes',
  role: 'step',
  takes: 'single',
  gives: 'single',
  schema: {
    title: '代码转换',
    description: 'A code table by name, or the codes themselves; strict unless default is given.',
    type: 'object',
    minProperties: 1,
    properties: { default: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] } },
    examples: [{ table: 'party-category', by: 'zh' }, { '1': 'legal-person', default: 'other' }],
  },
  codes: ['MAPPING_VALUE_NOT_SINGLE', 'MAPPING_CODE_UNKNOWN'],
  compile(config, context) {
    if (!isObject(config)) {
      return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '代码表或代码', en: 'a table or codes' });
    }
    const found = readCodes(config, context);
    const fallback = config['default'];
    if (fallback !== undefined && fallback !== null && typeof fallback === 'object') {
      return context.at('default').mistake('MAPPING_SPEC_SHAPE_WRONG', fallback, { zh: '单个值', en: 'a single value' });
    }
    if (found === undefined) return undefined;
    const fail = context.failure('codes', 'MAPPING_VALUE_NOT_SINGLE');
    const failUnknown = context.failure('codes', 'MAPPING_CODE_UNKNOWN', describe(found));
    return (value, run) => {
      const text = textOf(value);
      if (text === undefined) return fail(run, value);
      const code = found.codes.get(text) ?? found.codes.get(text.trim());
      if (code !== undefined) return code;
      return fallback === undefined ? failUnknown(run, value) : (fallback ?? undefined);
    };
  },
};

interface FoundCodes {
  readonly codes: ReadonlyMap<string, JsonValue>;
  readonly table?: string;
}

function readCodes(config: JsonObject, context: RuleContext): FoundCodes | undefined {
  if (config['table'] !== undefined) return readTable(config, context);
  const isLong = isObject(config['map']);
  const words = isLong ? readWords(config, ['map', 'default'], context) : config;
  const inner = isLong ? context.at('map') : context;
  const entries = Object.entries(isObject(config['map']) ? config['map'] : config);
  const codes = new Map<string, JsonValue>();
  for (const [name, code] of entries) {
    if (!isLong && name === 'default') continue;
    if (code === null || typeof code === 'object') {
      return inner.at(name).mistake('MAPPING_SPEC_SHAPE_WRONG', code, { zh: '单个值', en: 'a single value' });
    }
    codes.set(name, code);
  }
  if (codes.size === 0) return inner.mistake('MAPPING_SPEC_SHAPE_WRONG', config, { zh: '至少一个代码', en: 'at least one code' });
  return words === undefined ? undefined : { codes };
}

function readTable(config: JsonObject, context: RuleContext): FoundCodes | undefined {
  const words = readWords(config, ['table', 'by', 'to', 'default'], context);
  const name = readText(config['table'], context.at('table'));
  const by = readChoice(config['by'], columns, 'code', context.at('by'));
  const to = readChoice(config['to'], columns, 'code', context.at('to'));
  if (words === undefined || name === undefined || by === undefined || to === undefined) return undefined;
  const table = context.compilation.codeTables.table(name);
  if (table === undefined) {
    return context.at('table').mistake('MAPPING_SPEC_TABLE_UNKNOWN', name, { zh: '已有代码表的名称', en: 'the name of a code table' });
  }
  const codes = new Map<string, JsonValue>();
  for (const item of table.items) {
    const key = item[by];
    const code = item[to];
    if (key === undefined || code === undefined) return tableGap(name, item, by, to, context);
    if ((codes.get(key) ?? code) !== code) {
      return context.at('by').mistake('MAPPING_SPEC_TABLE_UNKNOWN', by, {
        zh: `“${key}”在表中只对应一个代码的列`,
        en: `a column in which "${key}" means one code only`,
      });
    }
    codes.set(key, code);
  }
  return { codes, table: name };
}

function tableGap(name: string, item: CodeTableItem, by: TableColumn, to: TableColumn, context: RuleContext): undefined {
  const missing = item[by] === undefined ? by : to;
  return context.mistake('MAPPING_SPEC_TABLE_UNKNOWN', name, {
    zh: `每项都有 ${missing} 的代码表（“${item.code}”没有）`,
    en: `a table whose every item has ${missing} (${item.code} has none)`,
  });
}

const shownCodesMax = 12;

function describe({ codes, table }: FoundCodes): { zh: string; en: string } {
  const names = [...codes.keys()].slice(0, shownCodesMax).join('、');
  const more = codes.size > shownCodesMax ? `…（${codes.size}）` : '';
  const from = table === undefined ? '' : `${table} `;
  return { zh: `应为 ${from}${names}${more} 之一`, en: `expected one of ${from}${names}${more}` };
}
