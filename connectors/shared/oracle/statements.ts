import { GatewayError } from '../../../schemas/errors.js';
import type { RowRefusal } from '../isolate-rows.js';
import type { Statement } from '../sql/connection.js';
import type { WriteDialect, WriteTarget } from '../sql/dialect.js';
import { quoteIdentifier } from '../sql/identifiers.js';
import { quotedList, tableOf } from '../sql/statements.js';
import type { OnConflict, TableName } from '../sql/table-database.js';
import { isUnique } from '../sql/unique-key.js';
import type { Flavour } from './flavour.js';
import { baseType } from './names.js';
import { converted, parameterValue } from './values.js';

const quoting = { quote: quoteIdentifier };

/** Statements that write. @param zone in which times without a zone are written */
export function writeStatements(zone: string, flavour: Flavour): Omit<WriteDialect, 'zone'> {
  const fresh = (target: WriteTarget): Statement => freshRows(target, zone, flavour);
  return {
    insert: (target, onConflict) => (onConflict ? merge(target, onConflict, fresh(target)) : plainInsert(target, fresh(target))),
    update: (target, key) => {
      const others = target.columns.filter((column) => column !== key);
      const { text, values } = fresh(target);
      return {
        text: `MERGE INTO ${tableOf(quoting, target.name)} held USING (${text}) fresh ON (${agreeing([key])}) WHEN MATCHED THEN UPDATE SET ${assigned(others)}`,
        values,
      };
    },
    remove: (target) => {
      const { text, values } = fresh(target);
      const listed = quotedList(quoting, target.columns);
      return { text: `DELETE FROM ${tableOf(quoting, target.name)} WHERE (${listed}) IN (SELECT ${listed} FROM (${text}))`, values };
    },
    largest: largestStatement,
    reworded,
  };
}

function plainInsert(target: WriteTarget, { text, values }: Statement): Statement {
  const listed = quotedList(quoting, target.columns);
  return { text: `INSERT INTO ${tableOf(quoting, target.name)} (${listed}) SELECT ${listed} FROM (${text})`, values };
}

/** @throws CONNECTOR_KEY_NOT_UNIQUE, for without an index the server would quietly write another row */
function merge(target: WriteTarget, { key, version }: OnConflict, { text, values }: Statement): Statement {
  const { name, shape, columns } = target;
  if (!isUnique(shape.uniqueKeys, key)) {
    throw new GatewayError('CONNECTOR_KEY_NOT_UNIQUE', { schema: name.schema, table: name.table, key: key.join(', ') });
  }
  const others = columns.filter((column) => !key.includes(column));
  const counter = version !== undefined && columns.includes(version) ? quoteIdentifier(version) : undefined;
  const newer = counter === undefined ? '' : ` WHERE held.${counter} IS NULL OR held.${counter} <= fresh.${counter}`;
  const parts = [
    `MERGE INTO ${tableOf(quoting, name)} held USING (${text}) fresh ON (${agreeing(key)})`,
    others.length === 0 ? '' : `WHEN MATCHED THEN UPDATE SET ${assigned(others)}${newer}`,
    `WHEN NOT MATCHED THEN INSERT (${quotedList(quoting, columns)}) VALUES (${columns.map((column) => `fresh.${quoteIdentifier(column)}`).join(', ')})`,
  ];
  return { text: parts.filter(Boolean).join(' '), values };
}

function agreeing(columns: readonly string[]): string {
  return columns.map((column) => `held.${quoteIdentifier(column)} = fresh.${quoteIdentifier(column)}`).join(' AND ');
}

function assigned(columns: readonly string[]): string {
  return columns.map((column) => `held.${quoteIdentifier(column)} = fresh.${quoteIdentifier(column)}`).join(', ');
}

/** Rows of parameters, one SELECT for each: that is understood since version 9, documents only since 12. */
function freshRows({ columns, rows, shape }: WriteTarget, zone: string, flavour: Flavour): Statement {
  const types = columns.map((column) => shape.columns.find(({ name }) => name === column)?.type ?? '');
  const values: (string | null)[] = [];
  const selects = rows.map((row) => {
    const cells = columns.map((column, place) => {
      const type = types[place] ?? '';
      values.push(parameterValue(row[column] ?? null, type, zone, flavour));
      return `${cell(`:p${values.length}`, type, flavour)} AS ${quoteIdentifier(column)}`;
    });
    return `SELECT ${cells.join(', ')} FROM dual`;
  });
  return { text: selects.join(' UNION ALL '), values };
}

/**
 * Parameters are Unicode texts. A column in the database's character set would put another character in the place of one
 * that it does not have: then a text that is no number is read as one, which the server refuses.
 */
function cell(parameter: string, type: string, flavour: Flavour): string {
  const base = baseType(type);
  if (base !== 'char' && base !== 'varchar2' && base !== 'varchar') return converted(parameter, type, flavour) ?? parameter;
  const kept = `TO_CHAR(${parameter})`;
  return `CASE WHEN ${parameter} IS NULL OR TO_NCHAR(${kept}) = ${parameter} THEN ${kept} ELSE TO_CHAR(TO_NUMBER('-' || ${kept} || '?')) END`;
}

const invalidNumber = '1722';

/** The guard above speaks of a number where perhaps none is. */
function reworded(refusal: RowRefusal): RowRefusal {
  if (refusal.code !== invalidNumber) return refusal;
  return { ...refusal, text: `${refusal.text} (或有字不在数据库字符集中 or a character that the database’s character set has not)` };
}

function largestStatement(name: TableName, column: string, prefix: string): Statement {
  const quoted = quoteIdentifier(column);
  const text = `SELECT MAX(${quoted}) AS "largest" FROM ${tableOf(quoting, name)} WHERE SUBSTR(${quoted}, 1, ${prefix.length}) = :p1`;
  return { text, values: [prefix] };
}
