import type { Command } from 'commander';

import type { Change, StreamInfo } from '../../../connectors/connector.js';
import { withoutColumns } from '../../../mappings/withheld.js';
import { GatewayError } from '../../../schemas/errors.js';
import type { JsonValue } from '../../../schemas/json.js';
import { checkConnector } from '../../doctor/checks/connector.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { findingsTable } from '../findings-table.js';
import { interruptible } from '../interrupts.js';
import { maskedRow } from '../../logging/masked-row.js';
import type { CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import { connectorNamed, connectorsOf, type ConnectorEntry } from '../workspace-files.js';

interface ConnectorOptions extends CommonOptions {
  readonly workspace: string;
}

const previewRowsMax = 500;

/** `jiantong connector list|check|discover|preview`: tries connectors of a workspace folder, changes nothing anywhere. */
export function addConnectorCommands(program: Command, line: CommandLine): void {
  const connector = group(program, 'connector', { zh: '连接器。', en: 'Connectors.' });
  const add = (name: string, zh: string, en: string, rest: string): Command =>
    line
      .add(connector, name, { zh, en, example: `jiantong connector ${name} --workspace examples/gannan${rest}` })
      .requiredOption('--workspace <folder>', '工作区目录。 Folder of the workspace.');
  add('list', '列出工作区的连接器。', "List the workspace's connectors.", '').action(
    line.does((options: ConnectorOptions) => list(line, options)),
  );
  add(
    'check',
    '逐步检查能否连通、登录、读写；不改动对方任何内容。',
    'Check step by step whether a system can be reached and used; changes nothing.',
    ' gannan-housing/housing-db',
  )
    .argument('[names...]', '连接器，默认全部。 Connectors; all by default.')
    .action(line.does((names: string[], options: ConnectorOptions) => check(line, names, options)));
  add(
    'discover',
    '列出对方提供的数据流、字段和类型。',
    'List the streams that a system offers, with columns and types.',
    ' gannan-housing/housing-db',
  )
    .argument('<name>')
    .action(line.does((name: string, options: ConnectorOptions) => discover(line, name, options)));
  add(
    'preview',
    '读取数据流的前几行；证件号码、电话和密码已遮蔽，不得带出的列不显示。',
    'Read the first rows of a stream; identity numbers, phones and secrets are masked, withheld columns left out.',
    ' gannan-housing/housing-db t_penalty',
  )
    .argument('<name>')
    .argument('<stream>')
    .option('--rows <n>', '行数。 Rows.', wholeNumber(1, previewRowsMax), 10)
    .action(
      line.does((name: string, stream: string, options: ConnectorOptions & { rows: number }) =>
        preview(line, name, stream, options),
      ),
    );
}

const connectorColumns: readonly Column<ConnectorEntry>[] = [
  { zh: '名称', en: 'name', value: ({ name }) => name },
  { zh: '类型', en: 'type', value: ({ manifest }) => manifest.spec.type },
  { zh: '系统', en: 'system', value: ({ manifest }) => manifest.spec.system },
  {
    zh: '用途',
    en: 'use',
    value: ({ manifest }) => (manifest.spec.delivery === undefined ? '来源 source' : '目标 target'),
  },
  { zh: '重发', en: 'repeat', value: ({ manifest }) => manifest.spec.delivery?.repeat ?? null },
  { zh: '送达凭据', en: 'acceptance', value: ({ manifest }) => manifest.spec.delivery?.acceptance ?? null },
];

async function list({ world }: CommandLine, options: ConnectorOptions): Promise<ExitCode> {
  const connectors = await connectorsOf(world, options);
  const document = {
    connectors: connectors.map(({ name, manifest: { spec } }) => ({
      name,
      type: spec.type,
      system: spec.system,
      delivery: spec.delivery ?? null,
    })),
  };
  print(world, options, document, () => table(connectorColumns, connectors));
  return exitCode.done;
}

async function check({ world }: CommandLine, names: readonly string[], options: ConnectorOptions): Promise<ExitCode> {
  const all = await connectorsOf(world, options);
  const chosen = names.length === 0 ? all : names.map((name) => connectorNamed(all, name));
  return interruptible(world, async (signal) => {
    const findings = await Promise.all(chosen.map((connector) => checkConnector(connector, signal)));
    print(world, options, { findings }, () => findingsTable(findings));
    return findings.some(({ state }) => state === 'bad') ? exitCode.foundProblem : exitCode.done;
  });
}

const streamColumns: readonly Column<StreamInfo>[] = [
  { zh: '数据流', en: 'stream', value: ({ name }) => name },
  { zh: '标题', en: 'title', value: ({ titleZh }) => titleZh ?? null },
  { zh: '行数', en: 'rows', value: ({ rowCount }) => rowCount ?? null },
  { zh: '主键', en: 'key', value: ({ key }) => (key.length === 0 ? null : key.join(', ')) },
  {
    zh: '字段',
    en: 'columns',
    value: ({ columns }) => columns.map(({ name, type }) => `${name} ${type}`).join(', '),
    widthMax: 100,
  },
];

async function discover({ world }: CommandLine, name: string, options: ConnectorOptions): Promise<ExitCode> {
  const connector = connectorNamed(await connectorsOf(world, options), name).open();
  return interruptible(world, async (signal) => {
    try {
      const streams = await connector.discover(signal);
      print(world, options, { streams }, () => table(streamColumns, streams));
      return exitCode.done;
    } finally {
      await connector.close();
    }
  });
}

async function preview(
  { world }: CommandLine,
  name: string,
  stream: string,
  options: ConnectorOptions & { rows: number },
): Promise<ExitCode> {
  const entry = connectorNamed(await connectorsOf(world, options), name);
  const connector = entry.open();
  return interruptible(world, async (signal) => {
    try {
      const request = { stream, key: [], mode: 'full', cursorColumns: [], cursor: null } as const;
      const batches = connector.pull?.(request, signal);
      if (batches === undefined) throw new GatewayError('CLI_CONNECTOR_CANNOT_PULL', { connector: entry.name });
      const changes: Change[] = [];
      for await (const batch of batches) {
        changes.push(...batch.changes.slice(0, options.rows - changes.length));
        if (changes.length >= options.rows) break;
      }
      const withheld = entry.withheld(stream);
      const rows = changes.map(({ position, row }) => ({ position, row: maskedRow(withoutColumns(row, withheld)) }));
      print(world, options, { rows }, () => table(previewColumns(rows), rows));
      return exitCode.done;
    } finally {
      await connector.close();
    }
  });
}

interface PreviewRow {
  readonly position: string;
  readonly row: Readonly<Record<string, JsonValue>>;
}

function previewColumns(rows: readonly PreviewRow[]): Column<PreviewRow>[] {
  const names = [...new Set(rows.flatMap(({ row }) => Object.keys(row)))];
  return [
    { zh: '位置', en: 'position', value: ({ position }) => position },
    ...names.map((name): Column<PreviewRow> => ({
      zh: name,
      en: '',
      value: ({ row }) => cellOf(row[name]),
      widthMax: 24,
    })),
  ];
}

function cellOf(value: JsonValue | undefined): string | number | boolean | null {
  if (value === undefined) return null;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
