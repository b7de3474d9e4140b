/** What stands at the top of every page, so that nobody mends a page by hand. */
export const writtenByProgram = `由 \`npm run docs:schemas\` 从 \`schemas/\` 写成，请勿手改。
Written from \`schemas/\` by \`npm run docs:schemas\`; do not edit.
`;

/** A Markdown table. Bars and line breaks in a cell would break it, so they are written otherwise. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellText).join(' | ')} |\n`;
  return line(heads) + line(heads.map(() => '---')) + rows.map(line).join('');
}

/** A path or code as Markdown shows it, character by character. */
export function code(text: string): string {
  return `\`${text}\``;
}

function cellText(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ').trim();
}
