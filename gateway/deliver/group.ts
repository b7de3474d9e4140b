/** Rows by the exchange that they belong to. */
export function groupByExchange<Row extends { readonly exchange: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.exchange);
    if (group) group.push(row);
    else groups.set(row.exchange, [row]);
  }
  return groups;
}
