import { draftMapping, type Draft, type KnownRule, type SampledColumn } from '../../mappings/draft/draft.js';
import { draftText } from '../../mappings/draft/draft-text.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';
import { createValidator } from '../../schemas/validator.js';
import { withoutColumns } from '../../mappings/withheld.js';
import { manifestsOf, type Workspace } from '../workspace/workspace.js';
import { print, type CommandLine } from './command.js';
import { exitCode, type ExitCode } from './exit-code.js';
import { readInputRows } from './input-rows.js';
import { interruptible } from './interrupts.js';
import type { CommonOptions } from './open-services.js';
import { connectorNamed, connectorsOf, openWorkspace } from './workspace-files.js';
import type { World } from './world.js';

export interface DraftOptions extends CommonOptions {
  readonly workspace?: string;
  readonly connector?: string;
  readonly stream?: string;
  readonly input?: string;
  readonly to: string;
  readonly rows: number;
}

interface Sample {
  readonly department: string;
  readonly system: string;
  readonly stream: string;
  readonly columns: readonly SampledColumn[];
}

const samplesMax = 200;

/** `jiantong mapping draft`: proposes a mapping for a stream or a file and prints it; nothing is applied. */
export async function draft({ world }: CommandLine, options: DraftOptions): Promise<ExitCode> {
  const workspace = openWorkspace(world, options.workspace);
  const codeTables = workspace.codeTables(loadCodeTables());
  const dataset = createValidator({ schemas: loadRecordSchemas(), codeTables }).dataset(options.to);
  const sample = await sampleOf(world, options);
  const proposal = draftMapping(sample.columns, dataset, { codeTables, known: knownRules(workspace, options.to) });
  const head = { ...sample, name: `${sample.stream}-draft`, dataset: options.to };
  print(world, options, documentOf(proposal), () => draftText(proposal, head));
  return exitCode.done;
}

function documentOf({ lines, unusedColumns, requiredMissing }: Draft) {
  return { lines, unusedColumns, requiredMissing: requiredMissing.map(({ path }) => path.join('.')) };
}

async function sampleOf(world: World, options: DraftOptions): Promise<Sample> {
  const { connector, stream, input, workspace, rows } = options;
  if (input !== undefined) {
    const given = await readInputRows(world, input, rows);
    return { department: 'my-department', system: 'my-system', stream: 'rows', columns: columnsOf(given.map(({ row }) => row)) };
  }
  if (connector === undefined || stream === undefined || workspace === undefined) {
    throw new GatewayError('CLI_DRAFT_SOURCE_MISSING');
  }
  const entry = connectorNamed(await connectorsOf(world, { ...options, workspace }), connector);
  const opened = entry.open();
  return interruptible(world, async (signal) => {
    try {
      const found = (await opened.discover(signal)).find(({ name }) => name === stream);
      const read: JsonObject[] = [];
      const request = { stream, key: [], mode: 'full', cursorColumns: [], cursor: null } as const;
      for await (const { changes } of opened.pull?.(request, signal) ?? []) {
        read.push(...changes.slice(0, rows - read.length).map(({ row }) => withoutColumns(row, entry.withheld(stream))));
        if (read.length >= rows) break;
      }
      const { department } = entry.manifest.metadata;
      const comments = new Map(found?.columns.map(({ name, comment }) => [name, comment]));
      const columns = columnsOf(read).map((column) => ({ ...column, comment: comments.get(column.name) }));
      return { department, system: entry.manifest.spec.system, stream, columns };
    } finally {
      await opened.close();
    }
  });
}

/** Every column that any row has, with its values as text; lists and objects are not looked into. */
function columnsOf(rows: readonly JsonObject[]): SampledColumn[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => ({
    name,
    values: rows.map((row) => textOf(row[name])).filter((text) => text !== '').slice(0, samplesMax),
  }));
}

function textOf(value: JsonValue | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value).trim();
}

/** Rules over one plain column of mappings that fill the same dataset, shipped or the workspace's own. */
function knownRules(workspace: Workspace, dataset: string): KnownRule[] {
  return manifestsOf('Mapping', workspace.manifests).flatMap(({ metadata, spec }) => {
    const { to, fields } = spec as { to?: { dataset?: string }; fields?: Record<string, JsonValue> };
    if (to?.dataset !== dataset) return [];
    return Object.entries(fields ?? {}).flatMap(([target, rule]) => {
      if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return [];
      const { from } = rule;
      return typeof from === 'string' && !/[.[\\]/u.test(from) ? [{ column: from, target, rule, mapping: metadata.name }] : [];
    });
  });
}
