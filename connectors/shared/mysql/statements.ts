import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';
import type { RowRefusal } from '../isolate-rows.js';
import type { Statement } from '../sql/connection.js';
import type { TableShape, WriteDialect, WriteTarget } from '../sql/dialect.js';
import { quotedList, tableOf } from '../sql/statements.js';
import type { OnConflict, TableName } from '../sql/table-database.js';
import { isUnique } from '../sql/unique-key.js';
import { quoteName } from './identifiers.js';
import { cellWriter, parameterMark, type CellWriter } from './literals.js';

const quoting = { quote: quoteName };

/** Statements that write; values stand in their texts. @param zone in which times without a zone are written */
export function writeStatements(zone: string): Omit<WriteDialect, 'zone'> {
  return {
    insert: (target, onConflict) => insertStatement(target, onConflict, zone),
    update: (target, key) => updateStatement(target, key, zone),
    remove: (target) => removeStatement(target, zone),
    largest: largestStatement,
    reworded,
  };
}

/** @throws CONNECTOR_KEY_NOT_UNIQUE, for without an index the server would quietly insert another row */
function insertStatement(target: WriteTarget, onConflict: OnConflict | undefined, zone: string): Statement {
  const { name, shape, columns, rows } = target;
  if (onConflict && !isUnique(shape.uniqueKeys, onConflict.key)) {
    const facts = { schema: name.schema, table: name.table, key: onConflict.key.join(', ') };
    throw new GatewayError('CONNECTOR_KEY_NOT_UNIQUE', facts);
  }
  const writers = [...writersOf(target, zone)];
  const tuples = rows.map((row) => `(${writers.map(([column, write]) => write(row[column] ?? null)).join(', ')})`);
  const text = [
    `INSERT INTO ${tableOf(quoting, name)} (${quotedList(quoting, columns)}) VALUES ${tuples.join(', ')}`,
    onConflict ? conflictClause(columns, onConflict) : '',
  ];
  return { text: text.filter(Boolean).join(' '), values: [] };
}

/**
 * The server replaces a row for any unique index of the table. A row that agrees in another one than the key is not
 * the same record: then the key is set to NULL, which a key column refuses, and the row is rejected instead.
 * Assignments are made one after another, so the version comes last: the others compare with the old one.
 */
function conflictClause(columns: readonly string[], { key, version }: OnConflict): string {
  const guards = key.map((column) => {
    const quoted = quoteName(column);
    return `${quoted} = IF(${quoted} <=> VALUES(${quoted}), ${quoted}, NULL)`;
  });
  const others = columns.filter((column) => !key.includes(column) && column !== version);
  const isCounted = version !== undefined && columns.includes(version);
  const counter = quoteName(version ?? '-');
  const assignments = [...others, ...(isCounted ? [version] : [])].map((column) => {
    const quoted = quoteName(column);
    if (!isCounted) return `${quoted} = VALUES(${quoted})`;
    return `${quoted} = IF(${counter} IS NULL OR ${counter} <= VALUES(${counter}), VALUES(${quoted}), ${quoted})`;
  });
  return `ON DUPLICATE KEY UPDATE ${[...guards, ...assignments].join(', ')}`;
}

/** The guard above speaks of an empty key column where none is: what it means is a duplicate. */
function reworded(refusal: RowRefusal, row: JsonObject, { columns }: TableShape): RowRefusal {
  const isEmpty = columns.some(({ name, nullable }) => !nullable && row[name] === null);
  if (refusal.code !== columnCannotBeNull || isEmpty) return refusal;
  const text = '另一行在别的唯一索引上与它相同 Another row agrees with it in another unique index';
  return { code: duplicateEntry, text, permanent: true };
}

const columnCannotBeNull = '1048';
const duplicateEntry = '1062';

/** Every row has a branch of its own: a joined list of values would have to agree with the columns' collations. */
function updateStatement(target: WriteTarget, key: string, zone: string): Statement {
  const { name, columns, rows } = target;
  const writers = writersOf(target, zone);
  const keys = rows.map((row) => cell(writers, row, key));
  const assignments = columns
    .filter((column) => column !== key)
    .map((column) => {
      const branches = rows.map((row, place) => `WHEN ${keys[place] ?? ''} THEN ${cell(writers, row, column)}`);
      return `${quoteName(column)} = CASE ${quoteName(key)} ${branches.join(' ')} END`;
    });
  const text = `UPDATE ${tableOf(quoting, name)} SET ${assignments.join(', ')} WHERE ${quoteName(key)} IN (${keys.join(', ')})`;
  return { text, values: [] };
}

function removeStatement(target: WriteTarget, zone: string): Statement {
  const writers = writersOf(target, zone);
  const agree = (row: JsonObject): string =>
    target.columns.map((column) => `${quoteName(column)} = ${cell(writers, row, column)}`).join(' AND ');
  const conditions = target.rows.map((row) => `(${agree(row)})`);
  return { text: `DELETE FROM ${tableOf(quoting, target.name)} WHERE ${conditions.join(' OR ')}`, values: [] };
}

function largestStatement(name: TableName, column: string, prefix: string): Statement {
  const quoted = quoteName(column);
  const text = `SELECT MAX(CAST(${quoted} AS CHAR)) AS largest FROM ${tableOf(quoting, name)} WHERE ${quoted} LIKE ${parameterMark}`;
  return { text, values: [`${prefix.replaceAll(/[\\%_]/gu, (found) => `\\${found}`)}%`] };
}

function writersOf({ shape, columns }: WriteTarget, zone: string): ReadonlyMap<string, CellWriter> {
  const types = new Map(shape.columns.map(({ name, type }) => [name, type]));
  return new Map(columns.map((column) => [column, cellWriter(types.get(column) ?? '', zone)]));
}

function cell(writers: ReadonlyMap<string, CellWriter>, row: JsonObject, column: string): string {
  return writers.get(column)?.(row[column] ?? null) ?? 'NULL';
}
