import type { ColumnInfo, SourceRow, StreamInfo } from '../../connector.js';
import { cellText } from '../cell-text.js';

/** Rows by the text in one of their columns, in the order in which they come. */
export function grouped(rows: readonly SourceRow[], by: string): Map<string, SourceRow[]> {
  const groups = new Map<string, SourceRow[]>();
  for (const row of rows) {
    const name = cellText(row, by);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(row);
  }
  return groups;
}

/**
 * What a catalogue says of a schema: tables (`name`, `comment`, `row_count`), their columns (`in_table`, `name`, `type`,
 * `nullable` as 1 or 0, `comment`) and the columns of their primary keys (`in_table`, `name`).
 */
export function streamsOf(tables: readonly SourceRow[], columns: readonly SourceRow[], keys: readonly SourceRow[]): StreamInfo[] {
  const columnsOf = grouped(columns, 'in_table');
  const keysOf = grouped(keys, 'in_table');
  return tables.map((table) => {
    const name = cellText(table, 'name');
    const rowCount = cellText(table, 'row_count');
    return {
      name,
      titleZh: cellText(table, 'comment') || undefined,
      columns: (columnsOf.get(name) ?? []).map(columnInfo),
      key: (keysOf.get(name) ?? []).map((part) => cellText(part, 'name')),
      rowCount: rowCount === '' ? undefined : Number(rowCount),
    };
  });
}

function columnInfo(row: SourceRow): ColumnInfo {
  return {
    name: cellText(row, 'name'),
    type: cellText(row, 'type'),
    comment: cellText(row, 'comment') || undefined,
    nullable: cellText(row, 'nullable') === '1',
  };
}
