import { GatewayError } from '../../../schemas/errors.js';
import type { StreamInfo } from '../../connector.js';
import { cellText } from '../cell-text.js';
import { grouped, streamsOf } from '../sql/catalogue-rows.js';
import type { Query, SqlCatalogue, TableShape } from '../sql/dialect.js';
import { tableOf } from '../sql/statements.js';
import type { TableName, TableNeed } from '../sql/table-database.js';
import { quoteName } from './names.js';

/** Tables that `discover` lists at most. */
const tablesMax = 1_000;
const quoting = { quote: quoteName };

/** A type as it is written in a definition; lengths of Unicode columns are kept in bytes, -1 stands for max. */
const typeText = `
  CASE WHEN y.name IN ('char', 'varchar', 'binary', 'varbinary')
      THEN y.name + '(' + CASE c.max_length WHEN -1 THEN 'max' ELSE CONVERT(varchar(5), c.max_length) END + ')'
    WHEN y.name IN ('nchar', 'nvarchar')
      THEN y.name + '(' + CASE c.max_length WHEN -1 THEN 'max' ELSE CONVERT(varchar(5), c.max_length / 2) END + ')'
    WHEN y.name IN ('decimal', 'numeric')
      THEN y.name + '(' + CONVERT(varchar(3), c.precision) + ',' + CONVERT(varchar(3), c.scale) + ')'
    WHEN y.name IN ('datetime2', 'datetimeoffset', 'time') THEN y.name + '(' + CONVERT(varchar(3), c.scale) + ')'
    ELSE y.name END`;

const columnsFrom = `
  FROM sys.columns c JOIN sys.objects o ON o.object_id = c.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id
  JOIN sys.types y ON y.user_type_id = CASE WHEN c.user_type_id > 256 AND c.system_type_id <> 240 THEN c.system_type_id ELSE c.user_type_id END`;

const columnsOfTable = `
  SELECT c.name AS [name], ${typeText} AS [type], CONVERT(int, c.is_nullable) AS [nullable],
    CASE WHEN y.name IN ('char', 'varchar', 'text') THEN c.collation_name END AS [collation]
  ${columnsFrom}
  WHERE s.name = @p1 AND o.name = @p2 AND o.type IN ('U', 'V') ORDER BY c.column_id`;

const uniqueKeysOfTable = `
  SELECT i.name AS [key_name], c.name AS [name]
  FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id
  JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0
  JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
  WHERE s.name = @p1 AND o.name = @p2 AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0
  ORDER BY i.index_id, k.key_ordinal`;

async function readTable(query: Query, name: TableName): Promise<TableShape> {
  const { schema, table } = name;
  const columns = await query({ text: columnsOfTable, values: [schema, table] });
  if (columns.length === 0) {
    // The catalogue hides what the user has no right to; reading it says which of the two it is.
    await query({ text: `SELECT TOP 0 1 AS found FROM ${tableOf(quoting, name)}`, values: [] });
    throw new GatewayError('CONNECTOR_TABLE_MISSING', { schema, table });
  }
  const keys = await query({ text: uniqueKeysOfTable, values: [schema, table] });
  return {
    columns: columns.map((row) => {
      const collation = cellText(row, 'collation');
      return {
        name: cellText(row, 'name'),
        // The code page of a column that is not Unicode decides which characters it takes.
        type: collation === '' ? cellText(row, 'type') : `${cellText(row, 'type')} COLLATE ${collation}`,
        nullable: cellText(row, 'nullable') === '1',
      };
    }),
    uniqueKeys: [...grouped(keys, 'key_name').values()].map((parts) => parts.map((part) => cellText(part, 'name'))),
  };
}

const readable = `HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT') = 1`;

const tablesOfSchema = `
  SELECT TOP ${tablesMax} o.name AS [name], CONVERT(nvarchar(4000), e.value) AS [comment],
    (SELECT CONVERT(varchar(20), SUM(p.rows)) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)) AS [row_count]
  FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
  LEFT JOIN sys.extended_properties e ON e.class = 1 AND e.major_id = o.object_id AND e.minor_id = 0 AND e.name = 'MS_Description'
  WHERE s.name = @p1 AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND ${readable} ORDER BY o.name`;

const columnsOfSchema = `
  SELECT o.name AS [in_table], c.name AS [name], ${typeText} AS [type], CONVERT(int, c.is_nullable) AS [nullable],
    CONVERT(nvarchar(4000), e.value) AS [comment]
  ${columnsFrom}
  LEFT JOIN sys.extended_properties e ON e.class = 1 AND e.major_id = c.object_id AND e.minor_id = c.column_id AND e.name = 'MS_Description'
  WHERE s.name = @p1 AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ORDER BY o.name, c.column_id`;

const primaryKeysOfSchema = `
  SELECT o.name AS [in_table], c.name AS [name]
  FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id
  JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
  JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
  WHERE s.name = @p1 AND i.is_primary_key = 1 ORDER BY o.name, k.key_ordinal`;

async function readTables(query: Query, schema: string): Promise<StreamInfo[]> {
  const values = [schema];
  const tables = await query({ text: tablesOfSchema, values });
  const columns = await query({ text: columnsOfSchema, values });
  return streamsOf(tables, columns, await query({ text: primaryKeysOfSchema, values }));
}

/** Rights may be granted on a whole table or on some of its columns. */
async function missingRight(query: Query, { name, rights, columns = [], written = columns }: TableNeed): Promise<string | undefined> {
  const table = tableOf(quoting, name);
  const may = async (right: string, column?: string): Promise<boolean> => {
    const onColumn = column === undefined ? '' : `, @p3, 'COLUMN'`;
    const values = [table, right.toUpperCase(), ...(column === undefined ? [] : [quoteName(column)])];
    const [row] = await query({ text: `SELECT CONVERT(int, HAS_PERMS_BY_NAME(@p1, 'OBJECT', @p2${onColumn})) AS [granted]`, values });
    return cellText(row, 'granted') === '1';
  };
  for (const right of rights) {
    if (await may(right)) continue;
    const chosen = right === 'select' ? columns : written;
    // The server knows INSERT and DELETE for whole tables only.
    if (right === 'insert' || right === 'delete' || chosen.length === 0) return right;
    for (const column of chosen) if (!(await may(right, column))) return right;
  }
  return undefined;
}

export const sqlServerCatalogue: SqlCatalogue = {
  version: { text: `SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS [version]`, values: [] },
  now: { text: `SELECT CONVERT(varchar(33), SYSUTCDATETIME(), 126) + 'Z' AS [now]`, values: [] },
  readTable,
  readTables,
  missingRight,
};
