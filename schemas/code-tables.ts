import { readFileSync, readdirSync } from 'node:fs';
import { assetPath } from './assets.js';
import { parseCodeTable } from './code-table-file.js';

/** One code of a table. A code that was given up keeps its row and gets the last day of its use. */
export interface CodeItem {
  readonly code: string;
  readonly zh: string;
  /** Names of places have none. */
  readonly en?: string;
  /** First day of use, YYYY-MM-DD; absent: as long as the table. */
  readonly validFrom?: string;
  /** Last day of use, YYYY-MM-DD; absent: in use. */
  readonly validTo?: string;
  /** The code that took the place of one that was given up. */
  readonly replacedBy?: string;
}

/** What becomes of a record whose code is unknown, or was not in use on the day of the event. */
export type Strictness = 'refuse' | 'warn';

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
  /** `refuse` unless given. */
  readonly strictness?: Strictness;
  readonly items: readonly CodeItem[];
}

/** All code tables, read once. Pass it on; nothing keeps a copy in a module. */
export interface CodeTables {
  readonly names: readonly string[];
  table(name: string): CodeTable | undefined;
  /** The item of a code, in use or given up; undefined where table or code is unknown. */
  item(name: string, code: string): CodeItem | undefined;
}

/** A table that takes over all codes of another and says only what differs. */
export type CodeTableExtension = CodeTable & { readonly extends?: string };

/**
 * Reads the code tables shipped in schemas/code-tables/. A damaged file is a mistake of ours, so it
 * throws a plain Error that names the file. Called once at start.
 */
export function loadCodeTables(): CodeTables {
  const folder = assetPath('schemas/code-tables');
  const tables = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => parseCodeTable(file.slice(0, -'.yaml'.length), readFileSync(`${folder}/${file}`, 'utf8')));
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

/**
 * Shipped tables with those of a workspace. One that `extends` a shipped table has all codes of that one: its own
 * item of a code stands in the place of the shipped item, its further items follow. Without `extends` it has its
 * own codes only. A table of a shipped name stands in for the shipped one.
 */
export function withOwnCodeTables(shipped: CodeTables, own: readonly CodeTableExtension[]): CodeTables {
  const tables = shipped.names.flatMap((name) => shipped.table(name) ?? []);
  return codeTablesOf([...tables, ...own.map((table) => extended(table, shipped))]);
}

function extended({ extends: base, ...table }: CodeTableExtension, shipped: CodeTables): CodeTable {
  const found = base === undefined ? undefined : shipped.table(base);
  if (found === undefined) return table;
  const items = new Map([...found.items, ...table.items].map((item) => [item.code, item]));
  const { strictness = found.strictness } = table;
  return { ...table, ...(strictness === undefined ? {} : { strictness }), items: [...items.values()] };
}
