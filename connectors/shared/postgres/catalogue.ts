import { GatewayError } from '../../../schemas/errors.js';
import type { ColumnInfo, SourceRow, StreamInfo } from '../../connector.js';
import { cellText } from '../cell-text.js';
import type { Query, SqlCatalogue, TableShape } from '../sql/dialect.js';
import { quoteIdentifier } from '../sql/identifiers.js';
import { tableOf } from '../sql/statements.js';
import type { TableName, TableNeed } from '../sql/table-database.js';

/** Tables that `discover` lists at most. */
const tablesMax = 1_000;

/** Tables, views, materialised views, foreign and partitioned tables. */
const kinds = `('r', 'v', 'm', 'f', 'p')`;

const columnsOfTable = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ${kinds}
  ORDER BY a.attnum`;

const uniqueKeysOfTable = `
  SELECT json_agg(a.attname) AS key
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY((i.indkey::int2[])[0:i.indnkeyatts - 1])
  WHERE n.nspname = $1 AND c.relname = $2
  GROUP BY i.indexrelid`;

async function readTable(query: Query, { schema, table }: TableName): Promise<TableShape> {
  const rows = await query({ text: columnsOfTable, values: [schema, table] });
  if (rows.length === 0) throw new GatewayError('CONNECTOR_TABLE_MISSING', { schema, table });
  const keys = await query({ text: uniqueKeysOfTable, values: [schema, table] });
  return {
    columns: rows.map((row) => ({
      name: cellText(row, 'name'),
      type: cellText(row, 'type'),
      nullable: row['nullable'] === true,
    })),
    uniqueKeys: keys.map((row) => namesOf(row['key'])),
  };
}

const tablesOfSchema = `
  SELECT c.oid::text AS id, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment,
    c.reltuples::bigint::text AS row_count,
    (SELECT json_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum))
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
     WHERE i.indrelid = c.oid AND i.indisprimary) AS key
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ${kinds} AND NOT c.relispartition
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
  ORDER BY c.relname LIMIT ${tablesMax}`;

const columnsOfTables = `
  SELECT a.attrelid::oid::text AS id, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
    NOT a.attnotnull AS nullable, col_description(a.attrelid, a.attnum) AS comment
  FROM pg_catalog.pg_attribute a
  WHERE a.attrelid::oid::text = ANY($1::text[]) AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`;

async function readTables(query: Query, schema: string): Promise<StreamInfo[]> {
  const tables = await query({ text: tablesOfSchema, values: [schema] });
  const columns = await query({ text: columnsOfTables, values: [tables.map((table) => cellText(table, 'id'))] });
  const byTable = new Map<string, ColumnInfo[]>(tables.map((table) => [cellText(table, 'id'), []]));
  for (const column of columns) byTable.get(cellText(column, 'id'))?.push(columnInfo(column));
  return tables.map((table) => {
    const rowCount = Number(cellText(table, 'row_count'));
    return {
      name: cellText(table, 'name'),
      titleZh: textOrNone(table['comment']),
      columns: byTable.get(cellText(table, 'id')) ?? [],
      key: namesOf(table['key']),
      // A table that was never analysed has no estimate.
      rowCount: rowCount >= 0 ? rowCount : undefined,
    };
  });
}

async function missingRight(query: Query, { name, rights }: TableNeed): Promise<string | undefined> {
  const [usage] = await query({ text: `SELECT has_schema_privilege($1, 'USAGE') AS granted`, values: [name.schema] });
  if (usage?.['granted'] !== true) return 'usage of schema';
  for (const right of rights) {
    // A right may also be granted on some of the columns only; rows are deleted as a whole.
    const some = right === 'delete' ? 'has_table_privilege' : 'has_any_column_privilege';
    const text = `SELECT has_table_privilege($1, $2) OR ${some}($1, $2) AS granted`;
    const [row] = await query({ text, values: [tableOf({ quote: quoteIdentifier }, name), right] });
    if (row?.['granted'] !== true) return right;
  }
  return undefined;
}

/** The system catalogues; `information_schema` would hide materialised views, and is slow. */
export const postgresCatalogue: SqlCatalogue = {
  version: { text: `SELECT current_setting('server_version') AS version`, values: [] },
  now: { text: `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now`, values: [] },
  readTable,
  readTables,
  missingRight,
};

function columnInfo(row: SourceRow): ColumnInfo {
  return {
    name: cellText(row, 'name'),
    type: cellText(row, 'type'),
    comment: textOrNone(row['comment']),
    nullable: row['nullable'] === true,
  };
}

function textOrNone(value: SourceRow[string] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function namesOf(value: SourceRow[string] | undefined): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
