import { quoteIdentifier } from '../sql/identifiers.js';
import type { Statement } from '../sql/connection.js';
import type { WriteTarget } from '../sql/dialect.js';
import { quotedList, tableOf } from '../sql/statements.js';
import type { OnConflict, TableName } from '../sql/table-database.js';

const quoting = { quote: quoteIdentifier };

/**
 * One statement for any number of rows of the same columns. They go as one JSON document, which the server itself
 * turns into the table's types: no limit of 65,535 parameters, and decimals stay the texts that they are.
 */
export function insertStatement({ name, columns, rows }: WriteTarget, onConflict?: OnConflict): Statement {
  const listed = quotedList(quoting, columns);
  const text = [
    `INSERT INTO ${tableOf(quoting, name)} AS held (${listed})`,
    `SELECT ${listed} FROM json_populate_recordset(NULL::${tableOf(quoting, name)}, $1::json)`,
    onConflict ? conflictClause(columns, onConflict) : '',
  ];
  return { text: text.filter(Boolean).join(' '), values: [JSON.stringify(rows)] };
}

/** Sets columns of the rows that agree with one of these in the column `key`. */
export function updateStatement({ name, columns, rows }: WriteTarget, key: string): Statement {
  const assignments = columns
    .filter((column) => column !== key)
    .map((column) => `${quoteIdentifier(column)} = fresh.${quoteIdentifier(column)}`);
  return {
    text:
      `UPDATE ${tableOf(quoting, name)} AS held SET ${assignments.join(', ')} ` +
      `FROM json_populate_recordset(NULL::${tableOf(quoting, name)}, $1::json) AS fresh ` +
      `WHERE held.${quoteIdentifier(key)} = fresh.${quoteIdentifier(key)}`,
    values: [JSON.stringify(rows)],
  };
}

/** Deletes the rows that agree with one of these in all columns. */
export function removeStatement({ name, columns, rows }: WriteTarget): Statement {
  const agree = columns.map((column) => `held.${quoteIdentifier(column)} = gone.${quoteIdentifier(column)}`);
  return {
    text:
      `DELETE FROM ${tableOf(quoting, name)} AS held USING json_populate_recordset(NULL::${tableOf(quoting, name)}, $1::json) AS gone ` +
      `WHERE ${agree.join(' AND ')}`,
    values: [JSON.stringify(rows)],
  };
}

/** The largest text of a column that begins with a prefix. */
export function largestStatement(name: TableName, column: string, prefix: string): Statement {
  const quoted = quoteIdentifier(column);
  return {
    text: `SELECT max(${quoted}::text) AS largest FROM ${tableOf(quoting, name)} WHERE starts_with(${quoted}::text, $1)`,
    values: [prefix],
  };
}

function conflictClause(columns: readonly string[], { key, version }: OnConflict): string {
  const others = columns.filter((column) => !key.includes(column));
  if (others.length === 0) return `ON CONFLICT (${quotedList(quoting, key)}) DO NOTHING`;
  const assignments = others.map((column) => `${quoteIdentifier(column)} = excluded.${quoteIdentifier(column)}`);
  const newer =
    version === undefined || !columns.includes(version)
      ? ''
      : ` WHERE held.${quoteIdentifier(version)} IS NULL OR held.${quoteIdentifier(version)} <= excluded.${quoteIdentifier(version)}`;
  return `ON CONFLICT (${quotedList(quoting, key)}) DO UPDATE SET ${assignments.join(', ')}${newer}`;
}
