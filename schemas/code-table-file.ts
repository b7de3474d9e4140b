import { parse } from 'yaml';
import type { CodeItem, CodeTable } from './code-tables.js';
import { isLegalDate } from './legal-date.js';

/**
 * A code table as its YAML file gives it. The codes stand under `items`, an object each, or, where there are
 * thousands, under `rows`, a line each: `code name [validFrom or -] [validTo] [replacedBy]`. Throws a plain Error
 * that names the table and the place of the mistake.
 */
export function parseCodeTable(name: string, text: string): CodeTable {
  const source: unknown = parse(text);
  const field = (key: string): string => textOf(source, key, name);
  const items = readItems(source, name);
  checkItems(items, name);
  return Object.freeze({
    name,
    title: field('title'),
    titleEn: field('titleEn'),
    standard: field('standard'),
    version: field('version'),
    validFrom: field('validFrom'),
    ...optionalTexts(source, ['validTo'], name),
    ...strictnessOf(source, name),
    items: Object.freeze(items),
  });
}

function readItems(source: unknown, name: string): CodeItem[] {
  const rows = propertyOf(source, 'rows');
  if (typeof rows === 'string') return rows.trim().split('\n').map((line) => readRow(line, name));
  const items = propertyOf(source, 'items');
  if (!Array.isArray(items) || items.length === 0) throw new Error(`Code table ${name}: items must be a list`);
  return items.map((item, index) => readItem(item, `${name}, item ${index + 1}`));
}

function readItem(item: unknown, where: string): CodeItem {
  return Object.freeze({
    code: textOf(item, 'code', where),
    zh: textOf(item, 'zh', where),
    en: textOf(item, 'en', where),
    ...optionalTexts(item, ['validFrom', 'validTo', 'replacedBy'], where),
  });
}

function readRow(line: string, name: string): CodeItem {
  const [code = '', zh = '', validFrom = '-', validTo, replacedBy, ...rest] = line.split(' ');
  if (code === '' || zh === '' || rest.length > 0) throw new Error(`Code table ${name}: the row "${line}" is none`);
  return Object.freeze({
    code,
    zh,
    ...(validFrom === '-' ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  });
}

function checkItems(items: readonly CodeItem[], name: string): void {
  const codes = new Set<string>();
  for (const { code, validFrom, validTo, replacedBy } of items) {
    const where = `Code table ${name}, code ${code}`;
    if (codes.has(code)) throw new Error(`${where}: stands there twice`);
    codes.add(code);
    for (const day of [validFrom, validTo]) {
      if (day !== undefined && !isLegalDate(day)) throw new Error(`${where}: ${day} is no day YYYY-MM-DD`);
    }
    if (validFrom !== undefined && validTo !== undefined && validTo < validFrom) {
      throw new Error(`${where}: ends before it starts`);
    }
    if (replacedBy !== undefined && validTo === undefined) throw new Error(`${where}: is replaced but has no end`);
  }
}

function strictnessOf(source: unknown, where: string): Pick<CodeTable, 'strictness'> {
  const value = propertyOf(source, 'strictness');
  if (value === undefined) return {};
  if (value === 'refuse' || value === 'warn') return { strictness: value };
  throw new Error(`Code table ${where}: strictness is refuse or warn`);
}

function optionalTexts<Key extends string>(
  source: unknown,
  keys: readonly Key[],
  where: string,
): { [key in Key]?: string } {
  const texts: { [key in Key]?: string } = {};
  for (const key of keys) if (propertyOf(source, key) !== undefined) texts[key] = textOf(source, key, where);
  return texts;
}

function textOf(source: unknown, key: string, where: string): string {
  const value = propertyOf(source, key);
  if (typeof value !== 'string' || value === '') throw new Error(`Code table ${where}: ${key} must be text`);
  return value;
}

function propertyOf(source: unknown, key: string): unknown {
  return typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[key] : undefined;
}
