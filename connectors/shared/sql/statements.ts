import type { JsonObject } from '../../../schemas/json.js';
import type { Statement } from './connection.js';
import type { SqlDialect, TableColumn, TableShape } from './dialect.js';
import type { TableName, ValuesOfColumn } from './table-database.js';

type Quoting = Pick<SqlDialect, 'quote'>;

/** A list of quoted names, e.g. `"id", "name"`. */
export function quotedList({ quote }: Quoting, names: readonly string[]): string {
  return names.map((name) => quote(name)).join(', ');
}

export function tableOf({ quote }: Quoting, { schema, table }: TableName): string {
  return `${quote(schema)}.${quote(table)}`;
}

/** What a SELECT gives of columns, under their own names. */
export function selectedList(dialect: SqlDialect, columns: readonly TableColumn[]): string {
  return columns.map((column) => selected(dialect, column)).join(', ');
}

function selected(dialect: SqlDialect, column: TableColumn): string {
  const quoted = dialect.quote(column.name);
  const text = dialect.columnAsText?.(column) ?? quoted;
  return text === quoted ? quoted : `${text} AS ${quoted}`;
}

/** Rows whose column holds one of the values. */
export function findStatement(
  dialect: SqlDialect,
  name: TableName,
  { columns: shape }: TableShape,
  columns: readonly string[],
  { column, values }: ValuesOfColumn,
): Statement {
  const columnNamed = (wanted: string): TableColumn => shape.find((one) => one.name === wanted) ?? { name: wanted, type: '', nullable: true };
  const { type } = columnNamed(column);
  const bound = values.map((value, at) => dialect.pulling.bind(value, type, at + 1));
  return {
    text:
      `SELECT ${selectedList(dialect, columns.map(columnNamed))} FROM ${tableOf(dialect, name)} ` +
      `WHERE ${dialect.quote(column)} IN (${bound.map(({ text }) => text).join(', ')})`,
    values: bound.map(({ value }) => value),
  };
}

/** Reads nothing but whether there is a row, to see that reading works. */
export function peekStatement(dialect: SqlDialect, name: TableName): Statement {
  return { text: dialect.pulling.first(`1 AS found FROM ${tableOf(dialect, name)}`), values: [] };
}

/** Rows grouped by the columns that they have, with their places in the list. */
export function groupByColumns(rows: readonly JsonObject[]): Map<string, { columns: string[]; places: number[] }> {
  const groups = new Map<string, { columns: string[]; places: number[] }>();
  // Rows of one mapping name their columns in one order, so that few orders have to be sorted.
  const groupOfOrder = new Map<string, { columns: string[]; places: number[] }>();
  for (const [place, row] of rows.entries()) {
    const names = Object.keys(row);
    const order = names.join('\0');
    let group = groupOfOrder.get(order);
    if (!group) {
      const columns = names.toSorted();
      const name = columns.join('\0');
      group = groups.get(name) ?? { columns, places: [] };
      groups.set(name, group);
      groupOfOrder.set(order, group);
    }
    group.places.push(place);
  }
  return groups;
}
