import { GatewayError } from '../../../schemas/errors.js';
import type { ColumnInfo, SourceRow, StreamInfo } from '../../connector.js';
import { cellText } from '../cell-text.js';
import type { TableName } from '../table-database.js';
import type { PostgresSession } from './session.js';

/** Tables that `discover` lists at most. */
const tablesMax = 1_000;

export interface TableColumn {
  readonly name: string;
  /** As PostgreSQL writes it in a cast, e.g. `timestamp with time zone`, `numeric(18,2)`. */
  readonly type: string;
  readonly nullable: boolean;
}

/** Tables, views, materialised views, foreign and partitioned tables. */
const kinds = `('r', 'v', 'm', 'f', 'p')`;

const columnsOfTable = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ${kinds}
  ORDER BY a.attnum`;

/**
 * The columns of a table in its own order.
 * @throws CONNECTOR_TABLE_MISSING
 */
export async function readColumns(session: PostgresSession, { schema, table }: TableName): Promise<TableColumn[]> {
  const rows = await session.query(columnsOfTable, [schema, table]);
  if (rows.length === 0) throw new GatewayError('CONNECTOR_TABLE_MISSING', { schema, table });
  return rows.map((row) => ({
    name: cellText(row, 'name'),
    type: cellText(row, 'type'),
    nullable: row['nullable'] === true,
  }));
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

/** Every table of a schema that the user may read, with its comment, primary key and estimated number of rows. */
export async function readTables(session: PostgresSession, schema: string): Promise<StreamInfo[]> {
  const tables = await session.query(tablesOfSchema, [schema]);
  const columns = await session.query(columnsOfTables, [tables.map((table) => cellText(table, 'id'))]);
  const byTable = new Map<string, ColumnInfo[]>(tables.map((table) => [cellText(table, 'id'), []]));
  for (const column of columns) byTable.get(cellText(column, 'id'))?.push(columnInfo(column));
  return tables.map((table) => {
    const rowCount = Number(cellText(table, 'row_count'));
    return {
      name: cellText(table, 'name'),
      titleZh: textOrNone(table['comment']),
      columns: byTable.get(cellText(table, 'id')) ?? [],
      key: Array.isArray(table['key']) ? table['key'].filter((name) => typeof name === 'string') : [],
      // A table that was never analysed has no estimate.
      rowCount: rowCount >= 0 ? rowCount : undefined,
    };
  });
}

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
