import { GatewayError } from '../../schemas/errors.js';
import type { SheetRow } from './sheet-rows.js';
import type { ExcelStream } from './spec.js';

/** The header is looked for in so many rows from the top. */
export const headerRowsSearched = 30;
/** A row with at least this share of the most texts of any row may be the header: the first such row is. */
const headerShare = 0.6;

export interface SheetHeader {
  readonly rowNumber: number;
  /** By column; undefined where a column has no name. */
  readonly names: readonly (string | undefined)[];
}

/**
 * Finds the header among the first rows of a sheet: the configured row; else the first that holds most of the known
 * names; else the first that has about as many texts as any (titles and group headings are merged and have few).
 * A name missing there is taken from the row above: a cell merged over both rows stands in the upper one.
 * @throws EXCEL_HEADER_MISSING
 */
export function findHeader(
  rows: readonly SheetRow[],
  stream: ExcelStream,
  key: readonly string[],
  file: string,
): SheetHeader {
  const known = new Set([...stream.columns, ...key]);
  const header =
    stream.headerRow === 'auto' ? search(rows, known) : rows.find((row) => row.number === stream.headerRow);
  const names = header ? namesOf(header) : [];
  if (!header || names.every((name) => name === undefined)) {
    throw new GatewayError('EXCEL_HEADER_MISSING', {
      file,
      headerRow: stream.headerRow,
      rowsSearched: rows.length,
    });
  }
  const above = rows.find((row) => row.number === header.number - 1);
  const width = Math.max(
    names.length,
    ...rows.filter((row) => row.number > header.number).map((row) => row.cells.length),
  );
  const upper = above ? namesOf(above) : [];
  return {
    rowNumber: header.number,
    names: distinct(
      Array.from({ length: width }, (_, column) => names[column] ?? upper[column]),
      file,
    ),
  };
}

function search(rows: readonly SheetRow[], known: ReadonlySet<string>): SheetRow | undefined {
  const matches = rows.map(
    (row) => namesOf(row).filter((name) => name !== undefined && known.has(name)).length,
  );
  const most = Math.max(0, ...matches);
  if (most > 0) return rows[matches.indexOf(most)];
  const texts = rows.map((row) => namesOf(row).filter((name) => name !== undefined).length);
  const enough = Math.max(1, Math.max(0, ...texts) * headerShare);
  return rows[texts.findIndex((count) => count >= enough)];
}

/** Texts of a row as names: blanks and line breaks inside a heading are one blank. */
function namesOf(row: SheetRow): (string | undefined)[] {
  return Array.from(row.cells, (cell) =>
    cell?.isText && cell.text ? cell.text.replace(/\s+/gu, ' ').trim() || undefined : undefined,
  );
}

function distinct(names: readonly (string | undefined)[], file: string): readonly (string | undefined)[] {
  const twice = names.find((name, column) => name !== undefined && names.indexOf(name) !== column);
  if (twice !== undefined)
    throw new GatewayError('EXCEL_HEADER_MISSING', { file, reason: `two columns are called ${twice}` });
  return names;
}
