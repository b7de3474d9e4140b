import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { assetPath } from './assets.js';

/** One code of a table. A code that was given up keeps its row and gets the last day of its use. */
export interface CodeItem {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** Last day of use, YYYY-MM-DD. */
  readonly validTo?: string;
}

export interface CodeTable {
  readonly name: string;
  readonly title: string;
  readonly titleEn: string;
  /** Title and number of the document that the codes come from. */
  readonly standard: string;
  readonly version: string;
  /** First and last day on which the table is in use, YYYY-MM-DD. */
  readonly validFrom: string;
  readonly validTo?: string;
  readonly items: readonly CodeItem[];
}

/** All code tables, read once. Pass it on; nothing keeps a copy in a module. */
export interface CodeTables {
  readonly names: readonly string[];
  table(name: string): CodeTable | undefined;
  /** The item of a code, or undefined where table or code is unknown. */
  item(name: string, code: string): CodeItem | undefined;
}

/**
 * Reads the code tables shipped in schemas/code-tables/. A damaged file is a mistake of ours, so it
 * throws a plain Error that names the file. Called once at start.
 */
export function loadCodeTables(): CodeTables {
  const folder = assetPath('schemas/code-tables');
  const tables = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => readTable(file.slice(0, -'.yaml'.length), readFileSync(`${folder}/${file}`, 'utf8')));
  return codeTablesOf(tables);
}

/** Code tables from ready ones; the last of a name wins, so that a workspace overrides what is shipped. */
export function codeTablesOf(tables: readonly CodeTable[]): CodeTables {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const items = new Map(
    [...byName].map(([name, table]) => [name, new Map(table.items.map((item) => [item.code, item]))]),
  );
  return Object.freeze({
    names: Object.freeze([...byName.keys()]),
    table: (name: string) => byName.get(name),
    item: (name: string, code: string) => items.get(name)?.get(code),
  });
}

function readTable(name: string, text: string): CodeTable {
  const source: unknown = parse(text);
  const field = (key: string): string => textOf(source, key, name);
  const rows: unknown = propertyOf(source, 'items');
  if (!Array.isArray(rows) || rows.length === 0) throw new Error(`Code table ${name}: items must be a list`);
  const items = rows.map((row, index) => readItem(row, `${name}, item ${index + 1}`));
  if (new Set(items.map((item) => item.code)).size !== items.length) {
    throw new Error(`Code table ${name}: a code stands there twice`);
  }
  return Object.freeze({
    name,
    title: field('title'),
    titleEn: field('titleEn'),
    standard: field('standard'),
    version: field('version'),
    validFrom: field('validFrom'),
    ...optionalDay(source, name),
    items: Object.freeze(items),
  });
}

function readItem(row: unknown, where: string): CodeItem {
  return Object.freeze({
    code: textOf(row, 'code', where),
    zh: textOf(row, 'zh', where),
    en: textOf(row, 'en', where),
    ...optionalDay(row, where),
  });
}

function optionalDay(source: unknown, where: string): { validTo?: string } {
  return propertyOf(source, 'validTo') === undefined ? {} : { validTo: textOf(source, 'validTo', where) };
}

function textOf(source: unknown, key: string, where: string): string {
  const value = propertyOf(source, key);
  if (typeof value !== 'string' || value === '') throw new Error(`Code table ${where}: ${key} must be text`);
  return value;
}

function propertyOf(source: unknown, key: string): unknown {
  return typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[key] : undefined;
}
