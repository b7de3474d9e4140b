/**
 * A name as standard SQL takes it literally, whatever stands in it: `t_penalty` → `"t_penalty"`. Upper and lower case
 * count from then on, so a name must be written as the database keeps it.
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new Error('a name in SQL is empty or holds U+0000');
  return `"${name.replaceAll('"', '""')}"`;
}
