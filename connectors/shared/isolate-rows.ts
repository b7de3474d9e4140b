/** What a database said against one row, in its own words. */
export interface RowRefusal {
  /** The database's code, e.g. the SQLSTATE `22001`. */
  readonly code: string;
  readonly text: string;
  /** False when the same row may be taken later, e.g. once the row that it refers to has come. */
  readonly permanent: boolean;
}

/**
 * Writes rows together; when the database refuses them they are halved until the guilty ones stand alone, so that
 * their neighbours are written. At most about 2·log2(rows) further attempts for each guilty row.
 * @param attempt writes all rows given or none of them, and returns the refusal in the latter case
 * @returns per row, in the order given: its refusal, or undefined where it was written
 */
export async function isolateRows<Row>(
  rows: readonly Row[],
  attempt: (rows: readonly Row[]) => Promise<RowRefusal | undefined>,
): Promise<(RowRefusal | undefined)[]> {
  if (rows.length === 0) return [];
  const refusal = await attempt(rows);
  if (!refusal) return rows.map(() => undefined);
  if (rows.length === 1) return [refusal];
  const middle = Math.ceil(rows.length / 2);
  const first = await isolateRows(rows.slice(0, middle), attempt);
  return [...first, ...(await isolateRows(rows.slice(middle), attempt))];
}
