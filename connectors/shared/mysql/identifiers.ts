/** A name as MySQL takes it literally, whatever stands in it: `t_penalty` becomes a name in backticks. */
export function quoteName(name: string): string {
  // U+0000 marks parameters, see `render`.
  if (name === '' || name.includes('\0')) throw new Error('a name in SQL is empty or holds U+0000');
  return `\`${name.replaceAll('`', '``')}\``;
}
