import type { Queryable } from '../store/store.js';

/** The numbers under which the store's rows know departments, datasets, connectors, streams and rules. */
export interface NameIds {
  department(name: string): number;
  dataset(name: string): number;
  connector(reference: string): number;
  stream(connector: string, stream: string): number;
  rule(name: string): number;
}

export interface Names {
  readonly departments: readonly string[];
  readonly datasets: readonly string[];
  readonly connectors: readonly { readonly reference: string; readonly system: string }[];
  readonly streams: readonly { readonly connector: string; readonly stream: string }[];
  readonly rules: readonly string[];
}

/** Gives every name a number, the old ones theirs, in the caller's transaction. */
export async function ensureNames(transaction: Queryable, names: Names): Promise<NameIds> {
  const departments = await ensure(transaction, 'department', names.departments);
  const datasets = await ensure(transaction, 'dataset', names.datasets);
  const rules = await ensure(transaction, 'deadline_rule', names.rules);
  const connectorRows = await transaction.query<{ id: number; reference: string }>(
    `INSERT INTO connector (reference, system) SELECT * FROM unnest($1::text[], $2::text[])
     ON CONFLICT (reference) DO UPDATE SET system = excluded.system RETURNING id, reference`,
    [names.connectors.map((one) => one.reference), names.connectors.map((one) => one.system)],
  );
  const connectors = new Map(connectorRows.map((row) => [row.reference, row.id]));
  const streamRows = await transaction.query<{ id: number; connector_id: number; name: string }>(
    `INSERT INTO source_stream (connector_id, name) SELECT * FROM unnest($1::int[], $2::text[])
     ON CONFLICT (connector_id, name) DO UPDATE SET name = excluded.name RETURNING id, connector_id, name`,
    [names.streams.map((one) => known(connectors, one.connector)), names.streams.map((one) => one.stream)],
  );
  const streams = new Map(streamRows.map((row) => [`${String(row.connector_id)} ${row.name}`, row.id]));
  return {
    department: (name) => known(departments, name),
    dataset: (name) => known(datasets, name),
    connector: (reference) => known(connectors, reference),
    stream: (connector, stream) => known(streams, `${String(known(connectors, connector))} ${stream}`),
    rule: (name) => known(rules, name),
  };
}

async function ensure(
  transaction: Queryable,
  table: 'department' | 'dataset' | 'deadline_rule',
  names: readonly string[],
): Promise<Map<string, number>> {
  const rows = await transaction.query<{ id: number; name: string }>(
    `INSERT INTO ${table} (name) SELECT DISTINCT unnest($1::text[])
     ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id, name`,
    [names],
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}

function known(ids: ReadonlyMap<string, number>, name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the store has no number for ${name}`);
  return id;
}
