import { GatewayError } from '../../../schemas/errors.js';
import type { ColumnInfo, SourceRow, StreamInfo } from '../../connector.js';
import { cellText } from '../cell-text.js';
import { grouped } from '../sql/catalogue-rows.js';
import type { Query, SqlCatalogue, TableShape } from '../sql/dialect.js';
import { quotedList, tableOf } from '../sql/statements.js';
import type { TableName, TableNeed, TableRight } from '../sql/table-database.js';
import { quoteName } from './identifiers.js';
import { parameterMark } from './literals.js';

/** Tables that `discover` lists at most. */
const tablesMax = 1_000;
const quoting = { quote: quoteName };

const columnsOfTable = `
  SELECT table_name AS in_table, column_name AS name, column_type AS type, is_nullable AS nullable,
    column_comment AS comment
  FROM information_schema.columns WHERE table_schema = ${parameterMark} AND table_name = ${parameterMark}
  ORDER BY ordinal_position`;

/** Indexes on parts of a text, and those that let NULL through, keep nothing unique. */
const uniqueKeysOfTable = `
  SELECT index_name AS key_name, column_name AS name,
    sub_part IS NOT NULL OR nullable = 'YES' AS is_loose
  FROM information_schema.statistics
  WHERE table_schema = ${parameterMark} AND table_name = ${parameterMark} AND non_unique = 0
  ORDER BY index_name, seq_in_index`;

async function readTable(query: Query, name: TableName): Promise<TableShape> {
  const { schema, table } = name;
  const columns = await query({ text: columnsOfTable, values: [schema, table] });
  if (columns.length === 0) {
    // The catalogue hides what the user has no right to; reading it says which of the two it is.
    await query({ text: `SELECT 1 FROM ${tableOf(quoting, name)} LIMIT 0`, values: [] });
    throw new GatewayError('CONNECTOR_TABLE_MISSING', { schema, table });
  }
  const keys = await query({ text: uniqueKeysOfTable, values: [schema, table] });
  return {
    columns: columns.map((row) => ({
      name: cellText(row, 'name'),
      type: cellText(row, 'type').toLowerCase(),
      nullable: cellText(row, 'nullable') === 'YES',
    })),
    uniqueKeys: [...grouped(keys, 'key_name').values()]
      .filter((parts) => parts.every((part) => Number(part['is_loose']) === 0))
      .map((parts) => parts.map((part) => cellText(part, 'name'))),
  };
}

const tablesOfSchema = `
  SELECT table_name AS name, table_comment AS comment, table_rows AS row_count, table_type AS kind
  FROM information_schema.tables WHERE table_schema = ${parameterMark}
  ORDER BY table_name LIMIT ${tablesMax}`;

const columnsOfSchema = `
  SELECT table_name AS in_table, column_name AS name, column_type AS type, is_nullable AS nullable,
    column_comment AS comment
  FROM information_schema.columns WHERE table_schema = ${parameterMark}
  ORDER BY table_name, ordinal_position`;

const primaryKeysOfSchema = `
  SELECT table_name AS in_table, column_name AS name FROM information_schema.statistics
  WHERE table_schema = ${parameterMark} AND index_name = 'PRIMARY' ORDER BY table_name, seq_in_index`;

async function readTables(query: Query, schema: string): Promise<StreamInfo[]> {
  const tables = await query({ text: tablesOfSchema, values: [schema] });
  const columns = grouped(await query({ text: columnsOfSchema, values: [schema] }), 'in_table');
  const keys = grouped(await query({ text: primaryKeysOfSchema, values: [schema] }), 'in_table');
  return tables.map((table) => {
    const name = cellText(table, 'name');
    const isView = cellText(table, 'kind').includes('VIEW');
    return {
      name,
      // The comment of a view is the word VIEW.
      titleZh: isView ? undefined : cellText(table, 'comment') || undefined,
      columns: (columns.get(name) ?? []).map(columnInfo),
      key: (keys.get(name) ?? []).map((part) => cellText(part, 'name')),
      rowCount: table['row_count'] === null ? undefined : Number(table['row_count']),
    };
  });
}

function columnInfo(row: SourceRow): ColumnInfo {
  return {
    name: cellText(row, 'name'),
    type: cellText(row, 'type'),
    comment: cellText(row, 'comment') || undefined,
    nullable: cellText(row, 'nullable') === 'YES',
  };
}

/**
 * Has the server plan what would be done: that asks for the same rights as doing it, also those that come through
 * roles, for which there is no table to read.
 */
async function missingRight(query: Query, need: TableNeed): Promise<string | undefined> {
  for (const right of need.rights) {
    try {
      await query({ text: probeOf(right, need), values: [] });
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'CONNECTOR_RIGHT_MISSING') return right;
      throw error;
    }
  }
  return undefined;
}

function probeOf(right: TableRight, { name, columns = [], written = columns }: TableNeed): string {
  const table = tableOf(quoting, name);
  if (right === 'select') return `SELECT ${columns.length > 0 ? quotedList(quoting, columns) : '1'} FROM ${table} LIMIT 0`;
  if (right === 'delete') return `EXPLAIN DELETE FROM ${table} WHERE 1 = 0`;
  const chosen = [...new Set(written)];
  if (right === 'update') {
    const same = chosen.map((column) => `${quoteName(column)} = ${quoteName(column)}`);
    return `EXPLAIN UPDATE ${table} SET ${same.join(', ')} WHERE 1 = 0`;
  }
  const listed = quotedList(quoting, chosen);
  return `EXPLAIN INSERT INTO ${table} (${listed}) SELECT ${listed} FROM ${table} WHERE 1 = 0`;
}

export const mysqlCatalogue: SqlCatalogue = {
  version: { text: 'SELECT VERSION() AS version', values: [] },
  now: { text: `SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%fZ') AS now`, values: [] },
  readTable,
  readTables,
  missingRight,
};
