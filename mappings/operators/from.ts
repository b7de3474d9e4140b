import type { JsonValue } from '../../schemas/json.js';
import { isObject, readText } from '../config-reading.js';
import { copyJson } from '../json-copy.js';
import type { RuleContext, SourceOfValue } from '../rule-context.js';
import { compilePath, misshapen, parsePath } from '../source-path.js';
import type { PathSegment } from '../source-path.js';
import { isAbsent } from '../value-text.js';
import type { SourceOperator } from './operator.js';

/** `from: wsh`, `from: party.name`, `from: officers[].name`: reads a column; blanks and null are absent. */
export const fromOperator: SourceOperator = {
  name: 'from',
  role: 'source',
  schema: {
    title: '来源列',
    description: 'Dotted path of the source column; [] takes every item of a list; . is the item itself.',
    type: 'string',
    minLength: 1,
    examples: ['wsh', 'party.name', 'officers[].name'],
  },
  codes: ['MAPPING_SOURCE_SHAPE_UNEXPECTED', 'MAPPING_VALUE_TOO_LARGE'],
  compile(config, context) {
    const text = readText(config, context);
    if (text === undefined) return undefined;
    const segments = parsePath(text);
    if (segments === undefined) {
      return context.mistake('MAPPING_SPEC_PATH_WRONG', text, { zh: '列名或点分路径', en: 'a column or a dotted path' });
    }
    return compileFrom(text, segments, context);
  },
};

function compileFrom(text: string, segments: readonly PathSegment[], context: RuleContext): SourceOfValue | undefined {
  const { compilation, scope } = context;
  const column = text === '.' ? scope : joinPaths(scope, text);
  const [first] = segments;
  if (scope === '' && first !== undefined) compilation.columns.add(first.name);
  const fieldPath = column.replaceAll(/\[\d*\]/g, '.*');
  if (compilation.isReporterSource(fieldPath)) return context.reporterMistake(column);
  const personal = compilation.isPersonalSource(fieldPath);
  const reading = context.reading({ column, personal });
  const fail = reading.failure('from', 'MAPPING_SOURCE_SHAPE_UNEXPECTED');
  const failTooLarge = reading.failure('from', 'MAPPING_VALUE_TOO_LARGE');
  const read = compilePath(segments);
  return {
    column,
    personal,
    shape: segments.some((segment) => segment.item === 'every') ? 'list' : 'any',
    evaluate: (from, run) => {
      const value = read(from);
      if (value === misshapen) return fail(run, first === undefined ? from : ownValue(from, first.name));
      if (isAbsent(value)) return undefined;
      // Lists and objects are copied, so that the record never shares anything with the row.
      return typeof value === 'object' ? (copyJson(value) ?? failTooLarge(run, value)) : value;
    },
  };
}

/** What the path could not go into, as far as it can be told: the value of its first column. */
function ownValue(from: JsonValue, name: string): JsonValue | undefined {
  return isObject(from) ? (Object.hasOwn(from, name) ? from[name] : undefined) : from;
}

function joinPaths(scope: string, text: string): string {
  return scope === '' ? text : `${scope}.${text}`;
}
