import { GatewayError } from '../../../schemas/errors.js';
import type { PullRequest } from '../../connector.js';
import type { Statement } from './connection.js';
import type { PullDialect, SqlDialect, TableColumn } from './dialect.js';
import type { PullPosition } from './pull-cursor.js';
import { selectedList, tableOf } from './statements.js';
import type { TableSource } from './table-database.js';

export interface PullQuery extends Statement {
  /** Columns that order the rows; a row's values in them are its position. Empty: the order says nothing. */
  readonly order: readonly string[];
}

/**
 * The statement that reads what a request asks for. An incremental one reads, in the order of cursor columns and key,
 * what stands behind the last position, what may have been committed late before it, and, at the end, rows whose
 * cursor column or key is empty: those have no place in the order, so every pull reads them.
 * @throws CONNECTOR_COLUMN_MISSING, CONNECTOR_CONFIG_INVALID for an incremental request without cursor columns, for a
 *   window on a column that tells no time, and for a snapshot of a window
 */
export function pullQuery(
  dialect: SqlDialect,
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
    ? listed.map((name) => columnNamed(columns, name, source))
    : columns;
  const sql = new PullConditions(dialect);
  const conditions = [sql.only(source, columns), sql.window(source, columns, request)];
  if (request.mode !== 'snapshot') {
    const behind = from && sql.behind(order, from, key.length > 0);
    const bounds = [behind, sql.settled(order, request)].filter((bound) => bound !== undefined);
    const unplaced = order.filter(({ nullable }) => nullable).map(({ name }) => `${dialect.quote(name)} IS NULL`);
    if (bounds.length > 0) conditions.push([`(${bounds.join(' AND ')})`, ...unplaced].join(' OR '));
  }
  const where = conditions.filter((condition) => condition !== undefined).map((condition) => `(${condition})`);
  const names = order.map(({ name }) => name);
  const text = [
    `SELECT ${selectedList(dialect, selected)} FROM ${tableOf(dialect, source.name)}`,
    where.length > 0 ? `WHERE ${where.join(' AND ')}` : '',
    // With the table before it a name is the column, and not what is selected under that name.
    order.length > 0 ? `ORDER BY ${names.map((name) => `${tableOf(dialect, source.name)}.${dialect.quote(name)}`).join(', ')}` : '',
  ];
  return { text: text.filter(Boolean).join(' '), values: sql.values, order: names };
}

function orderOf({ mode, cursorColumns }: PullRequest, key: readonly string[]): readonly string[] {
  if (mode === 'incremental') return [...cursorColumns, ...key];
  return mode === 'full' ? key : [];
}

/** Conditions of one statement; their parameters are numbered, and listed, in the order in which they stand in it. */
class PullConditions {
  readonly values: string[] = [];
  readonly #dialect: SqlDialect;
  readonly #pulling: PullDialect;

  constructor(dialect: SqlDialect) {
    this.#dialect = dialect;
    this.#pulling = dialect.pulling;
  }

  only({ only, stream }: TableSource, columns: readonly TableColumn[]): string | undefined {
    if (!only) return undefined;
    const { name, type } = columnNamed(columns, only.column, { stream });
    const column = this.#dialect.quote(name);
    return only.value === null ? `${column} IS NULL` : `${column} = ${this.#bind(only.value, type)}`;
  }

  window({ window, stream }: TableSource, columns: readonly TableColumn[], { mode }: PullRequest): string | undefined {
    if (!window) return undefined;
    const column = columnNamed(columns, window.column, { stream });
    const clock = this.#pulling.clockOf(column);
    if (clock === undefined) {
      throw new GatewayError('CONNECTOR_CONFIG_INVALID', { stream, 'window.column': column.name, type: column.type });
    }
    // What is older than the window would look withdrawn.
    if (mode === 'snapshot') throw new GatewayError('CONNECTOR_CONFIG_INVALID', { stream, mode, window: column.name });
    const name = this.#dialect.quote(column.name);
    const within = `${name} >= ${this.#pulling.before(clock, this.#pulling.now, window.days * daySeconds)}`;
    return column.nullable ? `${within} OR ${name} IS NULL` : within;
  }

  /** Strictly behind the position, or not before the time that may still have changed at the last reading. */
  behind(order: readonly TableColumn[], from: PullPosition, isKeyed: boolean): string | undefined {
    const [leading] = order;
    if (!leading || from.after.length === 0) return undefined;
    const at = (place: number): string => this.#bind(from.after[place] ?? '', order[place]?.type ?? '');
    const names = order.map(({ name }) => name);
    // Without a key, rows of one cursor value cannot be told apart: all of them are read again.
    const behind = (): string => this.#pulling.behind(names, at, !isKeyed);
    const clock = this.#pulling.clockOf(leading);
    const { readAt } = from;
    if (clock === undefined || readAt === undefined) return behind();
    const { lookBackSeconds } = this.#dialect.settings;
    const since = (): string =>
      this.#pulling.before(clock, this.#bind(readAt, this.#pulling.instantType), lookBackSeconds);
    const column = this.#dialect.quote(leading.name);
    // The first condition follows from the others; it is there so that an index on the column serves.
    return `${column} >= ${this.#pulling.earlier(at(0), since())} AND (${behind()} OR ${column} >= ${since()})`;
  }

  settled([leading]: readonly TableColumn[], { mode }: PullRequest): string | undefined {
    const clock = mode === 'incremental' && leading ? this.#pulling.clockOf(leading) : undefined;
    if (!leading || clock === undefined) return undefined;
    const { settleSeconds } = this.#dialect.settings;
    return `${this.#dialect.quote(leading.name)} <= ${this.#pulling.before(clock, this.#pulling.now, settleSeconds)}`;
  }

  #bind(value: string, type: string): string {
    const bound = this.#pulling.bind(value, type, this.values.length + 1);
    this.values.push(bound.value);
    return bound.text;
  }
}

const daySeconds = 24 * 60 * 60;

function columnNamed(
  columns: readonly TableColumn[],
  name: string,
  { stream }: Pick<TableSource, 'stream'>,
): TableColumn {
  const found = columns.find((column) => column.name === name);
  if (!found) throw new GatewayError('CONNECTOR_COLUMN_MISSING', { stream, column: name });
  return found;
}
