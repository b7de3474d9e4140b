import { GatewayError } from '../../schemas/errors.js';
import type { TableName, TableNeed, TableRight } from '../shared/sql/table-database.js';
import { presets } from './presets.js';
import type { ExchangeStream, ExchangeTableConfig, RoleColumns, TableRoles } from './spec.js';

/** A stream with its preset filled in. */
export interface ExchangeTable {
  readonly stream: string;
  readonly name: TableName;
  readonly columns: RoleColumns & { readonly id: string };
  readonly operations?: TableRoles['operations'];
  readonly states?: TableRoles['states'];
  readonly deleteFlags?: TableRoles['deleteFlags'];
  readonly key: readonly string[];
  readonly source?: string;
  readonly temporaryCodes: readonly string[];
  readonly receiverDeletes: boolean;
}

/**
 * The table of a stream that goes in one direction.
 * @param schema of streams that name none
 * @throws CONNECTOR_STREAM_MISSING, CONNECTOR_CONFIG_INVALID
 */
export function tableFor(
  config: ExchangeTableConfig,
  schema: string,
  stream: string,
  direction: 'send' | 'receive',
): ExchangeTable {
  const found = Object.hasOwn(config.streams, stream) ? config.streams[stream] : undefined;
  if (!found || directionOf(found) !== direction) {
    throw new GatewayError('CONNECTOR_STREAM_MISSING', {
      stream,
      direction,
      offered: Object.keys(config.streams).join(', '),
    });
  }
  const preset: Partial<TableRoles> = found.preset === undefined ? {} : presets[found.preset];
  const columns: RoleColumns = { ...preset.columns, ...found.columns };
  const { id } = columns;
  const { operations = preset.operations, states = preset.states, deleteFlags = preset.deleteFlags } = found;
  const key = found.key ?? (id === undefined ? [] : [id]);
  const missing = missingSettings(columns, { operations, states, deleteFlags }, found, key);
  if (id === undefined || missing.length > 0) {
    throw new GatewayError('CONNECTOR_CONFIG_INVALID', {
      stream,
      missing: [...(id === undefined ? ['columns.id'] : []), ...missing].join(', '),
    });
  }
  return {
    stream,
    name: nameOf(found, schema),
    columns: { ...columns, id },
    operations,
    states,
    deleteFlags,
    key,
    source: found.source,
    temporaryCodes: found.temporaryCodes ?? [],
    receiverDeletes: found.receiverDeletes ?? false,
  };
}

/**
 * What `check` has to find: every column that has a role, and the right to change rows where a row that was refused
 * for now is offered again in its place.
 * @throws CONNECTOR_CONFIG_INVALID
 */
export function neededTables(config: ExchangeTableConfig, schema: string): TableNeed[] {
  return Object.entries(config.streams).map(([stream, given]) => {
    const direction = directionOf(given);
    const { name, columns, key, states } = tableFor(config, schema, stream, direction);
    const changes = columns.idempotencyKey !== undefined;
    const sends = direction === 'send';
    // What the receiver writes back may be protected from us.
    const { message: _message, code: _code, stateTime, ...ours } = columns;
    const marks = states?.taken !== undefined;
    const marked = [columns.state, stateTime].filter((column) => column !== undefined);
    const mayChange: readonly TableRight[] = (sends ? changes : marks) ? ['update'] : [];
    return {
      name,
      written: sends ? Object.values(ours) : marked,
      rights: sends ? ['select', 'insert', ...mayChange] : ['select', ...mayChange],
      columns: [...new Set([...Object.values(columns), ...(sends ? [] : key)])],
    };
  });
}

function directionOf({ direction = 'send' }: ExchangeStream): 'send' | 'receive' {
  return direction;
}

function nameOf({ schema, table }: ExchangeStream, own: string): TableName {
  return { schema: schema ?? own, table };
}

/** A column with a role is of no use without the words that stand in it. */
function missingSettings(
  columns: RoleColumns,
  { operations, states, deleteFlags }: Partial<TableRoles>,
  stream: ExchangeStream,
  key: readonly string[],
): string[] {
  const missing: string[] = [];
  if (columns.operation !== undefined && !operations) missing.push('operations');
  if (columns.state !== undefined && !states) missing.push('states');
  if (columns.deleteFlag !== undefined && !deleteFlags) missing.push('deleteFlags');
  if (columns.source !== undefined && stream.source === undefined && directionOf(stream) === 'send')
    missing.push('source');
  // Rows are marked by one column that tells them apart.
  if (states?.taken !== undefined && (columns.state === undefined || key.length !== 1)) missing.push('columns.state, key');
  return missing;
}
