import { GatewayError } from '../../../schemas/errors.js';
import type { PullRequest } from '../../connector.js';
import { quoteIdentifier, quoteList } from '../sql-identifiers.js';
import type { TableSource } from '../table-database.js';
import type { TableColumn } from './catalogue.js';
import type { PullPosition } from './pull-cursor.js';
import type { PostgresSettings } from './settings.js';
import { postgresDefaults } from './settings.js';

export interface PullQuery {
  readonly text: string;
  readonly values: readonly (string | null)[];
  /** Columns that order the rows; a row's values in them are its position. Empty: the order says nothing. */
  readonly order: readonly string[];
}

/** How a leading cursor column tells time: only then can one look back and let rows settle. */
type Clock = 'instant' | 'local' | 'day' | undefined;

/**
 * The statement that reads what a request asks for. An incremental one reads, in the order of cursor columns and key,
 * what stands behind the last position, what may have been committed late before it, and, at the end, rows whose
 * cursor column or key is empty: those have no place in the order, so every pull reads them.
 * @throws CONNECTOR_COLUMN_MISSING, CONNECTOR_CONFIG_INVALID for an incremental request without cursor columns
 */
export function pullQuery(
  settings: PostgresSettings,
  source: TableSource,
  request: PullRequest,
  columns: readonly TableColumn[],
  from: PullPosition | undefined,
): PullQuery {
  if (request.mode === 'incremental' && request.cursorColumns.length === 0) {
    throw new GatewayError('CONNECTOR_CONFIG_INVALID', { stream: source.stream, missing: 'cursor' });
  }
  const key = source.order ?? request.key;
  const order = [...new Set(orderOf(request, key))].map((name) => columnNamed(columns, name, source));
  const listed = source.columns && [
    ...new Set([...source.columns, ...request.key, ...order.map(({ name }) => name)]),
  ];
  const selected = listed
    ? listed.map((name) => columnNamed(columns, name, source).name)
    : columns.map(({ name }) => name);
  const values: (string | null)[] = [];
  const parameter = (value: string, type: string): string => `$${values.push(value)}::${type}`;
  const conditions = [onlyCondition(source, columns, parameter)];
  if (request.mode !== 'snapshot') {
    const isKeyed = key.length > 0;
    const behind = from && behindCondition(order, from, isKeyed, settings, parameter);
    const bounds = [behind, settledCondition(order, request, settings)].filter((bound) => bound !== undefined);
    const unplaced = order.filter(({ nullable }) => nullable).map(({ name }) => `${quoteIdentifier(name)} IS NULL`);
    if (bounds.length > 0) conditions.push([`(${bounds.join(' AND ')})`, ...unplaced].join(' OR '));
  }
  const where = conditions.filter((condition) => condition !== undefined).map((condition) => `(${condition})`);
  const text = [
    `SELECT ${quoteList(selected)} FROM ${quoteIdentifier(source.name.schema)}.${quoteIdentifier(source.name.table)}`,
    where.length > 0 ? `WHERE ${where.join(' AND ')}` : '',
    order.length > 0 ? `ORDER BY ${quoteList(order.map(({ name }) => name))}` : '',
  ];
  return { text: text.filter(Boolean).join(' '), values, order: order.map(({ name }) => name) };
}

function orderOf({ mode, cursorColumns }: PullRequest, key: readonly string[]): readonly string[] {
  if (mode === 'incremental') return [...cursorColumns, ...key];
  return mode === 'full' ? key : [];
}

type Parameter = (value: string, type: string) => string;

/** Strictly behind the position, or not before the time that may still have changed at the last reading. */
function behindCondition(
  order: readonly TableColumn[],
  from: PullPosition,
  isKeyed: boolean,
  settings: PostgresSettings,
  parameter: Parameter,
): string | undefined {
  const [leading] = order;
  const [first] = from.after;
  if (!leading || first === undefined) return undefined;
  const places = order.map((column, place) => parameter(from.after[place] ?? '', column.type));
  // Without a key, rows of one cursor value cannot be told apart: all of them are read again.
  const behind = `(${quoteList(order.map(({ name }) => name))}) ${isKeyed ? '>' : '>='} (${places.join(', ')})`;
  const { lookBackSeconds = postgresDefaults.lookBackSeconds } = settings;
  const clock = clockOf(leading);
  if (clock === undefined || from.readAt === undefined) return behind;
  const readAt = parameter(from.readAt, 'timestamptz');
  const since = inClock(clock, `${readAt} - make_interval(secs => ${lookBackSeconds})`, settings);
  const column = quoteIdentifier(leading.name);
  // The first condition follows from the others; it is there so that an index on the column serves.
  return `${column} >= LEAST(${places[0]}, ${since}) AND (${behind} OR ${column} >= ${since})`;
}

function settledCondition(
  order: readonly TableColumn[],
  { mode }: PullRequest,
  settings: PostgresSettings,
): string | undefined {
  const [leading] = order;
  const clock = mode === 'incremental' && leading ? clockOf(leading) : undefined;
  if (!leading || clock === undefined) return undefined;
  const { settleSeconds = postgresDefaults.settleSeconds } = settings;
  return `${quoteIdentifier(leading.name)} <= ${inClock(clock, `now() - make_interval(secs => ${settleSeconds})`, settings)}`;
}

function onlyCondition(
  { only, stream }: TableSource,
  columns: readonly TableColumn[],
  parameter: Parameter,
): string | undefined {
  if (!only) return undefined;
  const { name, type } = columnNamed(columns, only.column, { stream });
  return only.value === null
    ? `${quoteIdentifier(name)} IS NULL`
    : `${quoteIdentifier(name)} = ${parameter(only.value, type)}`;
}

function clockOf({ type }: TableColumn): Clock {
  if (/^timestamp(?:\(\d\))? with time zone$/u.test(type)) return 'instant';
  if (/^timestamp(?:\(\d\))? without time zone$/u.test(type)) return 'local';
  return type === 'date' ? 'day' : undefined;
}

/** An instant in the terms of a column; columns without a zone mean the configured one or the server's own. */
function inClock(clock: Exclude<Clock, undefined>, instant: string, { timeZone }: PostgresSettings): string {
  if (clock === 'instant') return `(${instant})`;
  const serversOwn = `(SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'TimeZone')`;
  const local = `((${instant}) AT TIME ZONE ${timeZone === undefined ? serversOwn : `'${timeZone}'`})`;
  return clock === 'day' ? `${local}::date` : local;
}

function columnNamed(
  columns: readonly TableColumn[],
  name: string,
  { stream }: Pick<TableSource, 'stream'>,
): TableColumn {
  const found = columns.find((column) => column.name === name);
  if (!found) throw new GatewayError('CONNECTOR_COLUMN_MISSING', { stream, column: name });
  return found;
}
