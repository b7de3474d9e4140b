import type { ErrorObject } from 'ajv';
import { dottedPathOf, namesOfPointer, valueAtPath, type Field } from './dataset-field.js';
import type { DatasetSchema } from './dataset-schema.js';
import { errorTable } from './errors.js';
import { formatChecks } from './formats.js';
import type { RecordErrorCode } from './identifiers/identifier.js';
import { shownValue } from './masking.js';
import type { Problem } from './problem.js';
import { isReporterPath } from './rules/reporter.js';
import type { Finding } from './rules/rule.js';

interface Fault extends Finding {
  /** The keyword of the schema, or the name of the rule. */
  readonly rule: string;
}

/** A record with more faults than this is not looked at any further: somebody sent something else. */
const problemsMax = 200;

/** Faults that the schema found, in the order of the schema, one of a kind a field. */
export function problemsOfSchemaErrors(
  schema: DatasetSchema,
  record: unknown,
  errors: readonly ErrorObject[],
): Problem[] {
  const faults = new Map<string, Fault>();
  for (const error of errors.slice(0, problemsMax)) {
    const fault = faultOf(schema, error);
    const key = `${fault.code} ${fault.path}`;
    if (!faults.has(key)) faults.set(key, fault);
  }
  return [...faults.values()].map((fault) => problemOf(schema, record, fault));
}

/** What a rule found, as a Problem. */
export function problemOfFinding(
  schema: DatasetSchema,
  record: unknown,
  rule: string,
  finding: Finding,
): Problem {
  return problemOf(schema, record, { ...finding, rule });
}

function problemOf(schema: DatasetSchema, record: unknown, { code, path, rule, zh, en }: Fault): Problem {
  const field = schema.fieldAt(path);
  const { fixZh, fixEn, ...words } = errorTable[code];
  return {
    code,
    path,
    value: isReporterPath(schema, dottedPathOf(path).split('.'))
      ? undefined
      : shownValue(valueAtPath(record, namesOfPointer(path)), maskOf(schema, field, record, path)),
    rule,
    zh: `${field?.titleZh ?? schema.titleZh}：${zh ?? words.zh}`,
    en: `${path === '' ? schema.titleEn : path}: ${en ?? words.en}`,
    fixZh,
    fixEn,
  };
}

/** A field that the schema does not know may hold anything, so it is hidden. */
function maskOf(
  schema: DatasetSchema,
  field: Field | undefined,
  record: unknown,
  path: string,
): Field['mask'] | undefined {
  if (field === undefined) return path === '' ? undefined : 'text';
  return schema.isPersonal(field, record) ? field.mask : undefined;
}

function faultOf(schema: DatasetSchema, error: ErrorObject): Fault {
  const { keyword, instancePath: path, params, data } = error;
  const rule = keyword;
  if (data === '' && emptyTextKeywords.has(keyword)) return { code: 'RECORD_TEXT_EMPTY', path, rule };
  switch (keyword) {
    case 'required':
      return { code: 'RECORD_FIELD_MISSING', path: `${path}/${escapePart(params.missingProperty)}`, rule };
    case 'additionalProperties':
      return unknownField(path, String(params.additionalProperty));
    case 'format':
      return formatFault(path, String(params.format), data);
    case 'pattern':
      return patternFault(schema.fieldAt(path), path);
    case 'x-code-table':
      return codeFault(path, error.schema);
    default:
      return limitFault(error);
  }
}

const emptyTextKeywords = new Set(['minLength', 'format', 'pattern', 'x-code-table']);

function unknownField(path: string, name: string): Fault {
  const shown = shownValue(name);
  return {
    code: 'RECORD_FIELD_UNKNOWN',
    path: `${path}/${escapePart(name)}`,
    rule: 'additionalProperties',
    zh: `统一数据标准中没有字段“${shown}”。`,
    en: `The unified schema has no field "${shown}".`,
  };
}

function formatFault(path: string, format: string, data: unknown): Fault {
  const checked = formatChecks.get(format)?.(String(data));
  if (checked === undefined || checked.ok) return { code: 'RECORD_TEXT_WRONG_FORM', path, rule: 'format' };
  return { code: checked.code, path, rule: format, zh: checked.zh, en: checked.en };
}

function patternFault(field: Field | undefined, path: string): Fault {
  const form = field?.form;
  const words = form && {
    zh: `内容格式不符，${form.zh}。`,
    en: `The text has the wrong form; it should be ${form.en}.`,
  };
  return { code: 'RECORD_TEXT_WRONG_FORM', path, rule: 'pattern', ...words };
}

function codeFault(path: string, table: unknown): Fault {
  const name = String(table);
  return {
    code: 'RECORD_CODE_UNKNOWN',
    path,
    rule: 'x-code-table',
    zh: `代码不在代码表 ${name} 中。`,
    en: `The code is not in the code table ${name}.`,
  };
}

/** Keywords whose Problem states a limit or a type. */
function limitFault({ keyword, instancePath: path, params }: ErrorObject): Fault {
  const rule = keyword;
  switch (keyword) {
    case 'type': {
      const type = String(params.type);
      const zh = `数据类型不符，应为${typeNames.get(type) ?? type}。`;
      return {
        code: 'RECORD_TYPE_WRONG',
        path,
        rule,
        zh,
        en: `The value has the wrong type; it should be ${type}.`,
      };
    }
    case 'maxLength': {
      const zh = `内容过长，最多${params.limit}个字符。`;
      return {
        code: 'RECORD_TEXT_TOO_LONG',
        path,
        rule,
        zh,
        en: `The text is longer than ${params.limit} characters.`,
      };
    }
    case 'maxItems': {
      const zh = `列表项数过多，最多${params.limit}项。`;
      return {
        code: 'RECORD_LIST_TOO_LONG',
        path,
        rule,
        zh,
        en: `The list has more than ${params.limit} entries.`,
      };
    }
    default:
      return { code: codesOfKeywords.get(keyword) ?? 'RECORD_TEXT_WRONG_FORM', path, rule };
  }
}

const codesOfKeywords: ReadonlyMap<string, RecordErrorCode> = new Map([
  ['minLength', 'RECORD_TEXT_EMPTY'],
  ['minItems', 'RECORD_LIST_EMPTY'],
  ['uniqueItems', 'RECORD_LIST_REPEATS'],
]);

const typeNames: ReadonlyMap<string, string> = new Map([
  ['string', '文本'],
  ['boolean', '是或否（true、false）'],
  ['array', '列表'],
  ['object', '对象'],
]);

function escapePart(name: unknown): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}
