import { GatewayError } from '../../../schemas/errors.js';
import type { StreamInfo } from '../../connector.js';
import { cellText } from '../cell-text.js';
import { grouped, streamsOf } from '../sql/catalogue-rows.js';
import type { Query, SqlCatalogue, TableShape } from '../sql/dialect.js';
import { quoteIdentifier } from '../sql/identifiers.js';
import { quotedList, tableOf } from '../sql/statements.js';
import type { TableName, TableNeed, TableRight } from '../sql/table-database.js';
import type { Flavour } from './flavour.js';

/** Tables that `discover` lists at most. */
const tablesMax = 1_000;
const quoting = { quote: quoteIdentifier };

/** A type as it is written in a definition; those with a time carry their digits already. */
const typeText = `
  CASE WHEN c.data_type IN ('CHAR', 'VARCHAR2', 'VARCHAR', 'NCHAR', 'NVARCHAR2') THEN c.data_type || '(' || c.char_length || ')'
    WHEN c.data_type = 'RAW' THEN 'RAW(' || c.data_length || ')'
    WHEN c.data_type IN ('NUMBER', 'DECIMAL', 'DEC', 'NUMERIC') AND c.data_precision > 0
      THEN c.data_type || '(' || c.data_precision || ',' || NVL(c.data_scale, 0) || ')'
    ELSE c.data_type END`;

const columnsOfTable = `
  SELECT c.column_name AS "name", ${typeText} AS "type", DECODE(c.nullable, 'Y', '1', '0') AS "nullable"
  FROM all_tab_columns c WHERE c.owner = TO_CHAR(:p1) AND c.table_name = TO_CHAR(:p2) ORDER BY c.column_id`;

/** Indexes on expressions are none of columns. */
const uniqueKeysOfTable = `
  SELECT k.index_name AS "key_name", k.column_name AS "name"
  FROM all_indexes i JOIN all_ind_columns k ON k.index_owner = i.owner AND k.index_name = i.index_name
  WHERE i.table_owner = TO_CHAR(:p1) AND i.table_name = TO_CHAR(:p2) AND i.uniqueness = 'UNIQUE' AND i.index_type = 'NORMAL'
  ORDER BY k.index_name, k.column_position`;

const tablesOfSchema = `
  SELECT * FROM (
    SELECT o.object_name AS "name", m.comments AS "comment", TO_CHAR(t.num_rows) AS "row_count"
    FROM all_objects o
    LEFT JOIN all_tables t ON t.owner = o.owner AND t.table_name = o.object_name
    LEFT JOIN all_tab_comments m ON m.owner = o.owner AND m.table_name = o.object_name
    WHERE o.owner = TO_CHAR(:p1) AND o.object_type IN ('TABLE', 'VIEW') ORDER BY o.object_name
  ) WHERE ROWNUM <= ${tablesMax}`;

const columnsOfSchema = `
  SELECT c.table_name AS "in_table", c.column_name AS "name", ${typeText} AS "type", DECODE(c.nullable, 'Y', '1', '0') AS "nullable",
    m.comments AS "comment"
  FROM all_tab_columns c
  LEFT JOIN all_col_comments m ON m.owner = c.owner AND m.table_name = c.table_name AND m.column_name = c.column_name
  WHERE c.owner = TO_CHAR(:p1) ORDER BY c.table_name, c.column_id`;

const primaryKeysOfSchema = `
  SELECT k.table_name AS "in_table", k.column_name AS "name"
  FROM all_constraints o JOIN all_cons_columns k ON k.owner = o.owner AND k.constraint_name = o.constraint_name
  WHERE o.owner = TO_CHAR(:p1) AND o.constraint_type = 'P' ORDER BY k.table_name, k.position`;

async function readTable(query: Query, name: TableName): Promise<TableShape> {
  const { schema, table } = name;
  const columns = await query({ text: columnsOfTable, values: [schema, table] });
  if (columns.length === 0) {
    // The catalogue hides what the user has no right to; reading it says which of the two it is, where the server tells.
    await query({ text: `SELECT 1 AS "found" FROM ${tableOf(quoting, name)} WHERE 1 = 0`, values: [] });
    throw new GatewayError('CONNECTOR_TABLE_MISSING', { schema, table });
  }
  const keys = await query({ text: uniqueKeysOfTable, values: [schema, table] });
  return {
    columns: columns.map((row) => ({
      name: cellText(row, 'name'),
      type: cellText(row, 'type'),
      nullable: cellText(row, 'nullable') === '1',
    })),
    uniqueKeys: [...grouped(keys, 'key_name').values()].map((parts) => parts.map((part) => cellText(part, 'name'))),
  };
}

async function readTables(query: Query, schema: string): Promise<StreamInfo[]> {
  const values = [schema];
  const tables = await query({ text: tablesOfSchema, values });
  const columns = await query({ text: columnsOfSchema, values });
  return streamsOf(tables, columns, await query({ text: primaryKeysOfSchema, values }));
}

/** The server understands each statement without doing it, which asks for the rights of doing it, also those of roles. */
async function missingRight(query: Query, need: TableNeed, flavour: Flavour): Promise<string | undefined> {
  for (const right of need.rights) {
    try {
      await query(flavour.probe(probedStatement(right, need)));
    } catch (error) {
      const code = error instanceof GatewayError ? error.code : undefined;
      // A table that may not even be read is said not to be there; it was found before.
      if (code === 'CONNECTOR_RIGHT_MISSING' || code === 'CONNECTOR_TABLE_MISSING') return right;
      throw error;
    }
  }
  return undefined;
}

function probedStatement(right: TableRight, { name, columns = [], written = columns }: TableNeed): string {
  const table = tableOf(quoting, name);
  if (right === 'select') return `SELECT ${columns.length > 0 ? quotedList(quoting, columns) : '1'} FROM ${table}`;
  if (right === 'delete') return `DELETE FROM ${table} WHERE 1 = 0`;
  const chosen = [...new Set(written)];
  if (right === 'insert') {
    const listed = quotedList(quoting, chosen);
    return `INSERT INTO ${table} (${listed}) SELECT ${listed} FROM ${table} WHERE 1 = 0`;
  }
  const same = chosen.map((column) => `${quoteIdentifier(column)} = ${quoteIdentifier(column)}`);
  return `UPDATE ${table} SET ${same.join(', ')} WHERE 1 = 0`;
}

export function oracleCatalogue(flavour: Flavour): SqlCatalogue {
  return {
    version: { text: 'SELECT banner AS "version" FROM v$version WHERE ROWNUM <= 1', values: [] },
    now: { text: `SELECT TO_CHAR(SYS_EXTRACT_UTC(SYSTIMESTAMP), 'YYYY-MM-DD"T"HH24:MI:SS.FF6"Z"') AS "now" FROM dual`, values: [] },
    readTable,
    readTables,
    missingRight: async (query, need) => await missingRight(query, need, flavour),
  };
}
