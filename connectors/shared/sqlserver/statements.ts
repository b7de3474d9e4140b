import { GatewayError } from '../../../schemas/errors.js';
import type { Statement } from '../sql/connection.js';
import type { WriteDialect, WriteTarget } from '../sql/dialect.js';
import { quotedList, tableOf } from '../sql/statements.js';
import type { OnConflict, TableName } from '../sql/table-database.js';
import { isUnique } from '../sql/unique-key.js';
import { quoteName } from './names.js';
import { documentType, documentValue, isCodePage } from './values.js';
import { collationOf } from './names.js';

const quoting = { quote: quoteName };

/** Statements that write. Rows go as one JSON document, however many they are. @param zone of times without a zone */
export function writeStatements(zone: string): Omit<WriteDialect, 'zone'> {
  const written = (target: WriteTarget, change: (fresh: string) => string): Statement => ({
    text: `${guardOf(target)} ELSE ${change(freshRows(target))};`,
    values: [documentOf(target, zone)],
  });
  return {
    insert: (target, onConflict) => written(target, (fresh) => (onConflict ? merge(target, onConflict, fresh) : plainInsert(target, fresh))),
    update: (target, key) =>
      written(target, (fresh) => {
        const assignments = target.columns.filter((column) => column !== key).map((column) => `${quoteName(column)} = fresh.${quoteName(column)}`);
        return `UPDATE held SET ${assignments.join(', ')} FROM ${tableOf(quoting, target.name)} AS held JOIN (${fresh}) AS fresh ON held.${quoteName(key)} = fresh.${quoteName(key)}`;
      }),
    remove: (target) =>
      written(target, (fresh) => `DELETE held FROM ${tableOf(quoting, target.name)} AS held JOIN (${fresh}) AS fresh ON ${agreeing(target.columns)}`),
    largest: largestStatement,
  };
}

function plainInsert({ name, columns }: WriteTarget, fresh: string): string {
  return `INSERT INTO ${tableOf(quoting, name)} (${quotedList(quoting, columns)}) ${fresh}`;
}

/** @throws CONNECTOR_KEY_NOT_UNIQUE, for without an index the server would quietly write another row */
function merge({ name, shape, columns }: WriteTarget, { key, version }: OnConflict, fresh: string): string {
  if (!isUnique(shape.uniqueKeys, key)) {
    throw new GatewayError('CONNECTOR_KEY_NOT_UNIQUE', { schema: name.schema, table: name.table, key: key.join(', ') });
  }
  const others = columns.filter((column) => !key.includes(column));
  const counter = version !== undefined && columns.includes(version) ? quoteName(version) : undefined;
  const newer = counter === undefined ? '' : ` AND (held.${counter} IS NULL OR held.${counter} <= fresh.${counter})`;
  const assignments = others.map((column) => `${quoteName(column)} = fresh.${quoteName(column)}`);
  return [
    // Held until the end, so that nobody writes a row of the same key between looking and writing.
    `MERGE INTO ${tableOf(quoting, name)} WITH (HOLDLOCK) AS held USING (${fresh}) AS fresh ON ${agreeing(key)}`,
    others.length === 0 ? '' : `WHEN MATCHED${newer} THEN UPDATE SET ${assignments.join(', ')}`,
    `WHEN NOT MATCHED THEN INSERT (${quotedList(quoting, columns)}) VALUES (${columns.map((column) => `fresh.${quoteName(column)}`).join(', ')})`,
  ].join(' ');
}

function agreeing(columns: readonly string[]): string {
  return columns.map((column) => `held.${quoteName(column)} = fresh.${quoteName(column)}`).join(' AND ');
}

function freshRows(target: WriteTarget): string {
  const cells = target.columns.map((column) => {
    const converted = documentType(typeOf(target, column));
    const quoted = quoteName(column);
    return converted ? `CONVERT(${converted.type}, ${quoted}, ${converted.style}) AS ${quoted}` : quoted;
  });
  return `SELECT ${cells.join(', ')} FROM ${documentRows(target)}`;
}

/**
 * A value that does not convert would end the whole transaction, and one without a place in a code page would become a
 * question mark: such rows are found before anything is written, by the first column that has one.
 */
function guardOf(target: WriteTarget): string {
  const faults = target.columns.flatMap((column) => {
    const type = typeOf(target, column);
    const quoted = quoteName(column);
    const converted = documentType(type);
    const named = `THEN N'${column.replaceAll("'", "''")}'`;
    if (converted) return `WHEN ${quoted} IS NOT NULL AND TRY_CONVERT(${converted.type}, ${quoted}, ${converted.style}) IS NULL ${named}`;
    if (!isCodePage(type)) return [];
    const collation = collationOf(type);
    const kept = `CONVERT(nvarchar(max), CONVERT(varchar(max), ${quoted}${collation === undefined ? '' : ` COLLATE ${collation}`}))`;
    return `WHEN ${kept} COLLATE Latin1_General_BIN2 <> ${quoted} COLLATE Latin1_General_BIN2 ${named}`;
  });
  if (faults.length === 0) return `IF 1 = 0 RETURN`;
  return (
    `DECLARE @fault nvarchar(300) = (SELECT TOP 1 fault FROM (SELECT CASE ${faults.join(' ')} END AS fault FROM ${documentRows(target)}) AS given WHERE fault IS NOT NULL); ` +
    `IF @fault IS NOT NULL RAISERROR(N'值不合列的类型或字符集 The value does not fit the column: %s', 16, 1, @fault)`
  );
}

function documentRows({ columns }: WriteTarget): string {
  // Places in the document are numbers, for any text may stand in a column's name.
  const listed = columns.map((column, place) => `${quoteName(column)} nvarchar(max) '$[${place}]'`);
  return `OPENJSON(@p1) WITH (${listed.join(', ')}) AS document`;
}

function documentOf(target: WriteTarget, zone: string): string {
  return JSON.stringify(
    target.rows.map((row) => target.columns.map((column) => documentValue(row[column] ?? null, typeOf(target, column), zone))),
  );
}

function typeOf({ shape }: WriteTarget, column: string): string {
  return shape.columns.find(({ name }) => name === column)?.type ?? '';
}

function largestStatement(name: TableName, column: string, prefix: string): Statement {
  const quoted = quoteName(column);
  const text = `SELECT MAX(CONVERT(nvarchar(4000), ${quoted})) AS [largest] FROM ${tableOf(quoting, name)} WHERE LEFT(${quoted}, LEN(@p1)) = @p1`;
  return { text, values: [prefix] };
}
