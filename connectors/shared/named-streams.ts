import type { StreamInfo } from '../connector.js';

/** Tables as streams: those that a configuration names come first under their names, then all the others. */
export function nameStreams(
  tables: readonly StreamInfo[],
  streams: Readonly<Record<string, { readonly table: string; readonly schema?: string }>> = {},
  schema?: string,
): StreamInfo[] {
  const named = Object.entries(streams).flatMap(([name, stream]) => {
    const isHere = stream.schema === undefined || stream.schema === schema;
    const found = isHere ? tables.find((table) => table.name === stream.table) : undefined;
    return found ? [{ ...found, name }] : [];
  });
  const names = new Set(named.map(({ name }) => name));
  return [...named, ...tables.filter(({ name }) => !names.has(name))];
}
