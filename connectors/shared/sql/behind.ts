/**
 * `a >= x AND (a > x OR (b > y))` for two columns and so on: for databases that do not compare whole rows, or use no
 * index when they do.
 */
export function behindByColumns(
  quote: (name: string) => string,
  columns: readonly string[],
  at: (column: number) => string,
  orEqual: boolean,
  from = 0,
): string {
  const [first, ...rest] = columns;
  if (first === undefined) return '1 = 1';
  const column = quote(first);
  if (rest.length === 0) return `${column} ${orEqual ? '>=' : '>'} ${at(from)}`;
  return `(${column} >= ${at(from)} AND (${column} > ${at(from)} OR ${behindByColumns(quote, rest, at, orEqual, from + 1)}))`;
}
