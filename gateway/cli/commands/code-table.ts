import { InvalidArgumentError, type Command } from 'commander';

import { loadCodeTables, type CodeItem, type CodeTable } from '../../../schemas/code-tables.js';
import { GatewayError } from '../../../schemas/errors.js';
import { isLegalDate } from '../../../schemas/legal-date.js';
import { group, print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import { openWorkspace } from '../workspace-files.js';

interface TableOptions extends CommonOptions {
  readonly workspace?: string;
}

interface ShowOptions extends TableOptions {
  readonly on?: string;
}

/** `jiantong code-table list|show`. */
export function addCodeTableCommands(program: Command, line: CommandLine): void {
  const codeTable = group(program, 'code-table', { zh: '代码表。', en: 'Code tables.' });
  const workspaceOption = '--workspace <folder>';
  const workspaceWords = '工作区目录，连同其代码表。 Folder of the workspace, with its own tables.';
  line
    .add(codeTable, 'list', {
      zh: '列出代码表及其依据。',
      en: 'List the code tables with the documents that they come from.',
      example: 'jiantong code-table list',
    })
    .option(workspaceOption, workspaceWords)
    .action(line.does((options: TableOptions) => list(line, options)));
  line
    .add(codeTable, 'show', {
      zh: '显示代码表，或其中几个代码；停用的代码写明停用日和接替的代码。',
      en: 'Show a code table, or some of its codes, those given up with their last day and what took their place.',
      example: 'jiantong code-table show division 320602 623001 --on 2026-11-23',
    })
    .argument('<name>')
    .argument('[codes...]', '代码，默认全部。 Codes; all by default.')
    .option('--on <date>', '只显示该日在用的代码。 Only codes in use on that day.', legalDate)
    .option(workspaceOption, workspaceWords)
    .action(line.does((name: string, codes: string[], options: ShowOptions) => show(line, name, codes, options)));
}

const tableColumns: readonly Column<CodeTable>[] = [
  { zh: '代码表', en: 'table', value: ({ name }) => name },
  { zh: '名称', en: 'title', value: ({ title, titleEn }) => `${title} ${titleEn}` },
  { zh: '版本', en: 'version', value: ({ version }) => version },
  { zh: '启用', en: 'from', value: ({ validFrom }) => validFrom },
  { zh: '代码数', en: 'codes', value: ({ items }) => items.length },
  { zh: '宽严', en: 'strictness', value: ({ strictness }) => (strictness === 'warn' ? '只提醒 warns' : '拒收 refuses') },
  { zh: '依据', en: 'standard', value: ({ standard }) => standard, widthMax: 80 },
];

const itemColumns: readonly Column<CodeItem>[] = [
  { zh: '代码', en: 'code', value: ({ code }) => code },
  { zh: '中文', en: 'in Chinese', value: ({ zh }) => zh },
  { zh: '英文', en: 'in English', value: ({ en }) => en ?? null },
  { zh: '启用', en: 'from', value: ({ validFrom }) => validFrom ?? null },
  { zh: '停用', en: 'last day', value: ({ validTo }) => validTo ?? null },
  { zh: '接替', en: 'replaced by', value: ({ replacedBy }) => replacedBy ?? null },
];

async function list({ world }: CommandLine, options: TableOptions): Promise<ExitCode> {
  const codeTables = openWorkspace(world, options.workspace).codeTables(loadCodeTables());
  const tables = codeTables.names.flatMap((name) => codeTables.table(name) ?? []);
  const heads = tables.map(({ items, ...head }) => ({ ...head, codes: items.length }));
  print(world, options, { tables: heads }, () => table(tableColumns, tables));
  return exitCode.done;
}

/** Codes that were asked for and are not there end it with exit code 1. */
async function show(
  { world }: CommandLine,
  name: string,
  codes: readonly string[],
  options: ShowOptions,
): Promise<ExitCode> {
  const codeTables = openWorkspace(world, options.workspace).codeTables(loadCodeTables());
  const found = codeTables.table(name);
  if (found === undefined) throw new GatewayError('CLI_NAME_UNKNOWN', { table: name, known: codeTables.names.join(', ') });
  const chosen = codes.length === 0 ? found.items : codes.flatMap((code) => codeTables.item(name, code) ?? []);
  const items = chosen.filter((item) => options.on === undefined || isInUse(item, options.on));
  const missing = codes.filter((code) => !items.some((item) => item.code === code));
  print(world, options, { table: name, items, missing }, () => {
    const absent = missing.length === 0 ? '' : `\n没有或不在用 not there or not in use: ${missing.join(', ')}\n`;
    return table(itemColumns, items) + absent;
  });
  return missing.length === 0 ? exitCode.done : exitCode.foundProblem;
}

function isInUse({ validFrom, validTo }: CodeItem, day: string): boolean {
  return (validFrom === undefined || day >= validFrom) && (validTo === undefined || day <= validTo);
}

function legalDate(text: string): string {
  if (isLegalDate(text)) return text;
  throw new InvalidArgumentError('应为 YYYY-MM-DD。 A day is written YYYY-MM-DD.');
}
