import type { Command } from 'commander';

import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../../schemas/json.js';
import type { AdoptionView, ListedRow } from '../../services/adoptions.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { readInputRows } from '../input-rows.js';
import { interruptible } from '../interrupts.js';
import { withServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import { connectorNamed, connectorsOf } from '../workspace-files.js';
import type { World } from '../world.js';

interface AdoptOptions extends CommonOptions {
  readonly target: string;
  readonly listing?: string;
  readonly connector?: string;
  readonly stream?: string;
  readonly workspace?: string;
  readonly key: string;
  readonly date?: string;
  readonly person: string;
  readonly dryRun?: boolean;
}

/** A longer list is given in parts. */
const rowsMax = 200_000;
const rowsAtOnce = 5000;

/** `jiantong adopt`. */
export function addAdoptCommand(program: Command, line: CommandLine): void {
  line
    .add(program, 'adopt', {
      zh: '首次接入时，按接收方已有记录的清单认领：等待中的投递视为已送达，不再推送。先暂停该目标，认领后再恢复。',
      en: 'At first load, take as delivered what a receiver’s own list shows that it has; nothing is pushed. Pause the target first, and resume it afterwards.',
      example: 'jiantong adopt gannan-housing/housing-penalties --target data-office/credit-china --listing 已公示.xlsx --key 处罚决定书文号 --date 公示日期 --person 张经办 --dry-run',
    })
    .argument('<exchange>', '交换任务，部门/名称。 The exchange, department/name.')
    .requiredOption('--target <name>', '目标，部门/名称。 The target, department/name.')
    .option('--listing <file>', '清单：CSV、XLSX 或 JSON。 The list: CSV, XLSX or JSON.')
    .option('--connector <name>', '或读对方自己的数据：能读它的连接器。 Or read the receiver itself: a connector that can.')
    .option('--stream <name>', '该连接器的数据流。 The stream of that connector.')
    .option('--workspace <folder>', '该连接器所在的工作区。 The workspace of that connector.')
    .requiredOption('--key <column>', '文号或主键所在的列。 Column of the document number or key.')
    .option('--date <column>', '接收方日期所在的列；没有日期的不计入按时率。 Column of the receiver’s own day; without one nothing counts as in time.')
    .requiredOption('--person <name>', '办理人。 Who does it.')
    .option('--dry-run', '只说明会认领什么。 Only say what would be adopted.')
    .action(line.does((exchange: string, options: AdoptOptions) => adopt(line, exchange, options)));
}

async function adopt({ world }: CommandLine, exchange: string, options: AdoptOptions): Promise<ExitCode> {
  const { target, person, dryRun: isDryRun } = options;
  const rows = (await listedRows(world, options)).map((row) => listedRow(row, options));
  return withServices(world, options, async ({ services }) => {
    const parts: AdoptionView[] = [];
    for (const part of inParts(rows)) parts.push(await services.adoptions.adopt({ exchange, target, rows: part, person, isDryRun }));
    const adopted = joined(parts);
    print(world, options, adopted, () => table(columns, [adopted]) + leftOut(adopted));
    const isClean = adopted.ambiguous.length + adopted.wrongDates.length === 0;
    return isClean ? exitCode.done : exitCode.foundProblem;
  });
}

async function listedRows(world: World, options: AdoptOptions): Promise<readonly JsonObject[]> {
  const { listing, connector: name, stream, workspace } = options;
  if (listing !== undefined) return (await readInputRows(world, listing, rowsMax)).map(({ row }) => row);
  if (name === undefined || stream === undefined || workspace === undefined) {
    throw new GatewayError('CLI_ADOPT_SOURCE_MISSING', { given: name ?? stream ?? workspace });
  }
  const connector = connectorNamed(await connectorsOf(world, { ...options, workspace }), name).open();
  return interruptible(world, async (signal) => {
    try {
      const batches = connector.pull?.({ stream, key: [], mode: 'full', cursorColumns: [], cursor: null }, signal);
      if (batches === undefined) throw new GatewayError('CLI_CONNECTOR_CANNOT_PULL', { connector: name });
      const rows: JsonObject[] = [];
      for await (const { changes } of batches) {
        rows.push(...changes.map(({ row }) => row).slice(0, rowsMax - rows.length));
        if (rows.length >= rowsMax) break;
      }
      return rows;
    } finally {
      await connector.close();
    }
  });
}

/** Throws CLI_ADOPT_COLUMN_MISSING where the list has no such column. */
function listedRow(row: JsonObject, { key: keyColumn, date: dateColumn }: AdoptOptions): ListedRow {
  const key = textOf(row[keyColumn]);
  if (key === '') throw new GatewayError('CLI_ADOPT_COLUMN_MISSING', { column: keyColumn, known: Object.keys(row).join(', ').slice(0, 200) });
  const date = dateColumn === undefined ? '' : textOf(row[dateColumn]);
  return date === '' ? { key } : { key, date: dayOf(date) };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** The day at the start of a date as receivers write them; anything else as it is, which is reported. */
function dayOf(text: string): string {
  const found = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})/u.exec(text);
  if (!found) return '0000-00-00';
  const [, year = '', month = '', day = ''] = found;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Rows of one key stay together: how many there are is part of what they say. */
function inParts(rows: readonly ListedRow[]): ListedRow[][] {
  const parts: ListedRow[][] = [[]];
  let last: string | undefined;
  for (const row of rows.toSorted((first, second) => (first.key < second.key ? -1 : Number(first.key > second.key)))) {
    const part = parts.at(-1) ?? [];
    if (part.length >= rowsAtOnce && row.key !== last) parts.push([row]);
    else part.push(row);
    last = row.key;
  }
  return parts.filter((part) => part.length > 0);
}

function joined(parts: readonly AdoptionView[]): AdoptionView {
  const sum = (of: (part: AdoptionView) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return {
    adopted: sum(({ adopted }) => adopted),
    undated: sum(({ undated }) => undated),
    delivered: sum(({ delivered }) => delivered),
    ambiguous: parts.flatMap(({ ambiguous }) => ambiguous),
    unknown: parts.flatMap(({ unknown }) => unknown),
    wrongDates: parts.flatMap(({ wrongDates }) => wrongDates),
  };
}

const columns: readonly Column<AdoptionView>[] = [
  { zh: '认领', en: 'adopted', value: ({ adopted }) => adopted },
  { zh: '其中无日期', en: 'without a day', value: ({ undated }) => undated },
  { zh: '无需认领', en: 'nothing waited', value: ({ delivered }) => delivered },
  { zh: '一号多条', en: 'ambiguous', value: ({ ambiguous }) => ambiguous.length },
  { zh: '本地没有', en: 'unknown here', value: ({ unknown }) => unknown.length },
  { zh: '日期有误', en: 'wrong days', value: ({ wrongDates }) => wrongDates.length },
];

const shownMax = 20;

function leftOut({ ambiguous, wrongDates, unknown }: AdoptionView): string {
  const say = (words: string, keys: readonly string[]): string =>
    keys.length === 0 ? '' : `${words}: ${keys.slice(0, shownMax).join('、')}${keys.length > shownMax ? ' …' : ''}\n`;
  return (
    say('一号多条，未认领 more records here than rows on the list', ambiguous) +
    say('日期不存在或晚于今天 days that do not exist or lie ahead', wrongDates.map(({ key, date }) => `${key} ${date}`)) +
    say('清单上有而本地没有 on the list and not here', unknown)
  );
}
