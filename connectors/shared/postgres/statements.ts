import type { JsonObject, JsonValue } from '../../../schemas/json.js';
import { quoteIdentifier, quoteList } from '../sql-identifiers.js';
import type { OnConflict, TableName, ValuesOfColumn } from '../table-database.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly JsonValue[];
}

/**
 * One statement for any number of rows of the same columns. They go as one JSON document, which the server itself
 * turns into the table's types: no limit of 65,535 parameters, and decimals stay the texts that they are.
 */
export function insertStatement(
  name: TableName,
  columns: readonly string[],
  rows: readonly JsonObject[],
  onConflict?: OnConflict,
): Statement {
  const listed = quoteList(columns);
  const text = [
    `INSERT INTO ${tableOf(name)} AS held (${listed})`,
    `SELECT ${listed} FROM json_populate_recordset(NULL::${tableOf(name)}, $1::json)`,
    onConflict ? conflictClause(columns, onConflict) : '',
  ];
  return { text: text.filter(Boolean).join(' '), values: [JSON.stringify(rows)] };
}

/** Sets columns of the rows that agree with one of these in the column `key`. */
export function updateStatement(
  name: TableName,
  columns: readonly string[],
  key: string,
  rows: readonly JsonObject[],
): Statement {
  const assignments = columns
    .filter((column) => column !== key)
    .map((column) => `${quoteIdentifier(column)} = fresh.${quoteIdentifier(column)}`);
  return {
    text:
      `UPDATE ${tableOf(name)} AS held SET ${assignments.join(', ')} ` +
      `FROM json_populate_recordset(NULL::${tableOf(name)}, $1::json) AS fresh ` +
      `WHERE held.${quoteIdentifier(key)} = fresh.${quoteIdentifier(key)}`,
    values: [JSON.stringify(rows)],
  };
}

/** Deletes the rows that agree with one of these in all columns. */
export function removeStatement(name: TableName, columns: readonly string[], rows: readonly JsonObject[]): Statement {
  const agree = columns.map((column) => `held.${quoteIdentifier(column)} = gone.${quoteIdentifier(column)}`);
  return {
    text:
      `DELETE FROM ${tableOf(name)} AS held USING json_populate_recordset(NULL::${tableOf(name)}, $1::json) AS gone ` +
      `WHERE ${agree.join(' AND ')}`,
    values: [JSON.stringify(rows)],
  };
}

/** Rows whose column holds one of the values. */
export function findStatement(
  name: TableName,
  columns: readonly string[],
  { column, values }: ValuesOfColumn,
): Statement {
  const parameters = values.map((_, place) => `$${place + 1}`);
  return {
    text: `SELECT ${quoteList(columns)} FROM ${tableOf(name)} WHERE ${quoteIdentifier(column)} IN (${parameters.join(', ')})`,
    values,
  };
}

/** The largest text of a column that begins with a prefix. */
export function largestStatement(name: TableName, column: string, prefix: string): Statement {
  const quoted = quoteIdentifier(column);
  return {
    text: `SELECT max(${quoted}::text) AS largest FROM ${tableOf(name)} WHERE starts_with(${quoted}::text, $1)`,
    values: [prefix],
  };
}

/** One row, to see that reading works. */
export function peekStatement(name: TableName): Statement {
  return { text: `SELECT 1 AS found FROM ${tableOf(name)} LIMIT 1`, values: [] };
}

export function tableOf({ schema, table }: TableName): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

/** Rows grouped by the columns that they have, with their places in the list. */
export function groupByColumns(rows: readonly JsonObject[]): Map<string, { columns: string[]; places: number[] }> {
  const groups = new Map<string, { columns: string[]; places: number[] }>();
  for (const [place, row] of rows.entries()) {
    const columns = Object.keys(row).toSorted();
    const name = JSON.stringify(columns);
    const group = groups.get(name) ?? { columns, places: [] };
    groups.set(name, group);
    group.places.push(place);
  }
  return groups;
}

function conflictClause(columns: readonly string[], { key, version }: OnConflict): string {
  const others = columns.filter((column) => !key.includes(column));
  if (others.length === 0) return `ON CONFLICT (${quoteList(key)}) DO NOTHING`;
  const assignments = others.map((column) => `${quoteIdentifier(column)} = excluded.${quoteIdentifier(column)}`);
  const newer =
    version === undefined || !columns.includes(version)
      ? ''
      : ` WHERE held.${quoteIdentifier(version)} IS NULL OR held.${quoteIdentifier(version)} <= excluded.${quoteIdentifier(version)}`;
  return `ON CONFLICT (${quoteList(key)}) DO UPDATE SET ${assignments.join(', ')}${newer}`;
}
