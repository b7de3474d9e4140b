import type { CodeTable, CodeTables } from '../code-tables.js';
import type { DictionaryDataset } from './dataset-page.js';
import { code, table, writtenByProgram } from './page-text.js';

/** A table of more codes is not written out; its file is named instead. */
const shownCodesMax = 200;

/** All code tables with the datasets that use them. */
export function codeTablesPage(codeTables: CodeTables, datasets: readonly DictionaryDataset[]): string {
  const sections = codeTables.names.flatMap((name) => {
    const found = codeTables.table(name);
    return found === undefined ? [] : [section(found, usersOf(name, datasets))];
  });
  return `# 代码表 / Code tables

${writtenByProgram}
工作区可以用 \`kind: CodeTable\` 清单覆盖同名的代码表，或用 \`extends\` 在其上增改代码。停用的代码仍可读出；事件发生在停用之后的记录不收，
“只提醒”的表除外。
A \`CodeTable\` manifest of a workspace stands in for the table of its name, or adds to the one that it \`extends\`.
Codes that were given up stay readable; a record of an event after their end is refused, unless the table only warns.
${sections.join('')}`;
}

function section(codeTable: CodeTable, users: readonly string[]): string {
  const { name, title, titleEn, standard, version, validFrom, validTo, strictness } = codeTable;
  const use = `${validFrom} 起 from${validTo === undefined ? '' : `，${validTo} 止 to`}`;
  return `
## ${name}

**${title} / ${titleEn}** · ${standard} · ${version} · ${use}${strictness === 'warn' ? ' · 只提醒 only warns' : ''}\\
用于 Used by：${users.length === 0 ? '无 none' : users.join(' ')}

${codesOf(codeTable)}`;
}

function codesOf({ name, items }: CodeTable): string {
  if (items.length > shownCodesMax) {
    const file = `schemas/code-tables/${name}.yaml`;
    return `共 ${items.length} 个代码，见 [${file}](../../${file})。${items.length} codes, in that file.\n`;
  }
  const rows = items.map(({ code: own, zh, en = '', validFrom = '', validTo = '', replacedBy }) => [
    code(own),
    zh,
    en,
    validFrom,
    validTo + (replacedBy === undefined ? '' : ` → ${code(replacedBy)}`),
  ]);
  return table(['代码 Code', '中文', 'English', '启用 From', '停用 Last day of use'], rows);
}

function usersOf(name: string, datasets: readonly DictionaryDataset[]): string[] {
  return datasets
    .filter(({ schema }) => [...schema.fields.values()].some(({ codeTable }) => codeTable === name))
    .map(({ schema }) => `[${schema.titleZh}](${schema.name}.md)`);
}
