import type { CodeTables } from '../../schemas/code-tables.js';
import type { DatasetSchema } from '../../schemas/dataset-schema.js';
import type { Field } from '../../schemas/dataset-field.js';
import * as citizenId from '../../schemas/identifiers/citizen-id.js';
import * as creditCode from '../../schemas/identifiers/unified-social-credit-code.js';
import * as documentNumber from '../../schemas/identifiers/document-number.js';
import * as organisationCode from '../../schemas/identifiers/organisation-code.js';
import * as registrationNumber from '../../schemas/identifiers/registration-number.js';
import type { JsonObject } from '../../schemas/json.js';
import { timeFormat } from '../time-format.js';

/** What values of a field look like, and the rule that reads them. */
export interface ValueKind {
  readonly zh: string;
  readonly en: string;
  /** How much values alone say for the field when all of them fit, 0 to 1; 0: any text fits. */
  readonly weight: number;
  fits(value: string): boolean;
  /** The rule for a column with these samples; undefined where only a person can decide. */
  rule(column: { readonly name: string; readonly comment?: string }, samples: readonly string[]): JsonObject | undefined;
}

const dateForms = ['YYYY-MM-DD', 'YYYY/M/D', 'YYYY年M月D日', 'YYYYMMDD', 'YYYY-MM-DD HH:mm:ss', 'iso-instant'] as const;
const clean = ['half-width', 'trim', 'none-text'];
const listSeparators = ';；、,，';

const identifiers: Readonly<Record<string, { readonly zh: string; readonly en: string; readonly apply: readonly string[]; fits(value: string): boolean }>> = {
  'organisation-code': { zh: '组织机构代码', en: 'organisation codes', apply: [...clean, 'upper'], fits: (value) => organisationCode.check(organisationCode.normalise(value)).ok },
  'registration-number': { zh: '工商注册号', en: 'registration numbers', apply: clean, fits: isRegistrationNumber },
};

/** Only those of 15 digits can be told from other numbers. */
function isRegistrationNumber(value: string): boolean {
  const number = registrationNumber.normalise(value);
  return /^[0-9]{15}$/u.test(number) && registrationNumber.check(number).ok;
}

/** What the schema of a field says of its values. */
export function valueKindOf(field: Field, dataset: DatasetSchema, codeTables: CodeTables): ValueKind {
  const { format, type, 'x-unit': unit } = field.schema;
  if (type === 'array') return listKind(dataset.fields.get(`${field.path.join('.')}.*`), codeTables);
  if (field.codeTable !== undefined && codeTables.table(field.codeTable)) return codeKind(field.codeTable, codeTables);
  if (format === 'date') return dateKind;
  if (format === 'unified-social-credit-code') return creditCodeKind(field);
  if (format === 'document-number') return documentNumberKind;
  if (field.mask === 'id-number' && field.fieldClass === 'personal') return citizenIdKind;
  if (unit === '元') return moneyKind;
  const known = typeof format === 'string' ? identifiers[format] : undefined;
  if (known) return { zh: `值符合${known.zh}规则`, en: `the values are ${known.en}`, weight: 0.6, fits: (value) => known.fits(value), rule: () => ({ apply: [...known.apply] }) };
  return { zh: '', en: '', weight: 0, fits: () => true, rule: () => ({ apply: ['trim', 'none-text'] }) };
}

const dateKind: ValueKind = {
  zh: '值为日期',
  en: 'the values are days',
  weight: 0.3,
  fits: (value) => dateForms.some((form) => timeFormat(form)?.parse(value.trim()) !== undefined),
  rule: (_, samples) => {
    const seen = dateForms.filter((form) => samples.some((value) => timeFormat(form)?.parse(value.trim()) !== undefined));
    return { apply: [...clean], date: seen.length === 0 ? [dateForms[0]] : [...seen] };
  },
};

const documentNumberKind: ValueKind = {
  zh: '值像文书号',
  en: 'the values look like document numbers',
  weight: 0.5,
  fits: (value) => /[〔[(（【]\s*[0-9０-９]{4}\s*[〕\])）】]/u.test(value) && documentNumber.check(documentNumber.normalise(value)).ok,
  rule: () => ({ apply: ['trim', 'document-number'] }),
};

const citizenIdKind: ValueKind = {
  zh: '值符合公民身份号码规则',
  en: 'the values are citizen identity numbers',
  weight: 0.6,
  fits: (value) => citizenId.check(citizenId.normalise(value)).ok,
  rule: () => ({ apply: ['half-width', 'remove-spaces', 'upper', 'none-text'] }),
};

/** Codes of public bodies begin with 1, those of parties nearly always with something else: GB 32100-2015. */
function creditCodeKind({ path }: Field): ValueKind {
  const isOfParty = path.at(-2) === 'party' || path.at(-2) === 'object';
  return {
    zh: '值符合统一社会信用代码规则',
    en: 'the values are unified social credit codes',
    weight: 0.6,
    fits: (value) => {
      const code = creditCode.normalise(value);
      return creditCode.check(code).ok && code.startsWith('1') !== isOfParty;
    },
    rule: () => ({ apply: ['half-width', 'none-text', 'credit-code'] }),
  };
}

/** Whether an amount is in yuan or in 万元 is never guessed: it has to stand in the column's name or comment. */
const moneyKind: ValueKind = {
  zh: '值为金额',
  en: 'the values are amounts',
  weight: 0.2,
  fits: (value) => /^[0-9０-９]+(?:[.．][0-9０-９]+)?(?:万元|元)?$/u.test(value.replaceAll(/[\s,，]/gu, '')),
  rule: ({ name, comment = '' }) => {
    const words = `${name} ${comment}`;
    const inYuan: JsonObject = { apply: [...clean], number: { scale: 2 } };
    const inWan: JsonObject = { apply: [...clean], number: { unitFrom: '万元', unitTo: '元', scale: 2 } };
    if (words.includes('万元')) return inWan;
    return /元|yuan/iu.test(words) ? inYuan : undefined;
  },
};

function codeKind(table: string, codeTables: CodeTables): ValueKind {
  const items = codeTables.table(table)?.items ?? [];
  const codes = new Set(items.map(({ code }) => code));
  const names = new Set(items.map(({ zh }) => zh));
  return {
    zh: `值都在代码表 ${table} 中`,
    en: `the values stand in the code table ${table}`,
    weight: 0.5,
    fits: (value) => codes.has(value.trim()) || names.has(value.trim()),
    rule: (_, samples) => {
      const byName = samples.filter((value) => names.has(value.trim())).length > samples.length / 2;
      const codes: JsonObject = byName ? { table, by: 'zh' } : { table };
      return { apply: ['trim', 'none-text'], codes };
    },
  };
}

function listKind(entry: Field | undefined, codeTables: CodeTables): ValueKind {
  const partsOf = (value: string): string[] => value.split(new RegExp(`[${listSeparators}]`, 'u')).map((part) => part.trim());
  if (entry?.codeTable === undefined) {
    return { zh: '', en: '', weight: 0, fits: () => true, rule: () => ({ split: { by: listSeparators } }) };
  }
  const one = codeKind(entry.codeTable, codeTables);
  return {
    ...one,
    fits: (value) => partsOf(value).every((part) => one.fits(part)),
    rule: (column, samples) => {
      const { codes = {} } = one.rule(column, samples.flatMap(partsOf)) ?? {};
      return { split: { by: listSeparators, each: { codes } } };
    },
  };
}
