import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { compileMapping, type Mapping } from '../../mappings/compile.js';
import { diffMappings, type MappingDifference, type RowToCompare } from '../../mappings/diff.js';
import { loadCodeTables, type CodeTables } from '../../schemas/code-tables.js';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';
import { redactText } from '../logging/redact-text.js';
import { readVersionsSince } from '../reading/stored-records.js';
import { createRecordSealing } from '../sealing/record-sealing.js';
import { loadMasterKey } from '../sealing/master-key.js';
import { createSealer } from '../sealing/sealer.js';
import { createIdMaker } from '../store/uuid.js';
import { readManifests } from '../workspace/load.js';
import { describeProblem } from '../workspace/manifest-problem.js';
import { manifestsOf } from '../workspace/workspace.js';
import { print, type CommandLine } from './command.js';
import { exitCode, type ExitCode } from './exit-code.js';
import { readInputRows } from './input-rows.js';
import { settingsOf, withStore, type CommonOptions } from './open-services.js';
import { table, type Column } from './table.js';
import { testedDatasets } from './tested-datasets.js';
import { openWorkspace } from './workspace-files.js';
import type { World } from './world.js';

export interface DiffOptions extends CommonOptions {
  readonly workspace?: string;
  readonly input?: string;
  readonly since?: string;
  readonly limit: number;
}

const rowsMax = 1_000_000;

/** `jiantong mapping diff`: exit code 1 where a row that mapped well would not any more. */
export async function diff({ world }: CommandLine, files: readonly [string, string], options: DiffOptions): Promise<ExitCode> {
  const codeTables = openWorkspace(world, options.workspace).codeTables(loadCodeTables());
  const [before, after] = await Promise.all(files.map((file) => mappingOf(world, file, codeTables)));
  if (!before || !after) throw new Error('two files were asked for');
  const difference = withoutPersonal(await compare(world, before, after, options), [before, after]);
  print(world, options, difference, () => differenceText(difference));
  return difference.brokenNow > 0 ? exitCode.foundProblem : exitCode.done;
}

async function compare(world: World, before: Mapping, after: Mapping, options: DiffOptions): Promise<MappingDifference> {
  const { input, since, limit } = options;
  if (input !== undefined) return diffMappings(before, after, await readInputRows(world, input, rowsMax), limit);
  const { from } = after;
  // Rows of a source are not kept: only what was made of them is.
  if (since === undefined || !('dataset' in from)) throw new GatewayError('CLI_DIFF_ROWS_MISSING');
  const { dataFolder, masterKey } = settingsOf(world, options);
  return withStore(world, options, (store) => {
    const sealer = createSealer({ masterKey: loadMasterKey(dataFolder, masterKey) });
    const sealing = createRecordSealing(sealer, createIdMaker(() => world.clock.now()));
    const versions = readVersionsSince(store, sealing, { dataset: from.dataset, since });
    return diffMappings(before, after, rowsOf(versions), limit);
  });
}

async function* rowsOf(versions: ReturnType<typeof readVersionsSince>): AsyncGenerator<RowToCompare> {
  for await (const { recordId, version, record } of versions) {
    yield { position: `${recordId} v${String(version)}`, row: record };
  }
}

/** The one mapping of a manifest file. Throws CLI_MAPPING_FILE_WRONG. */
async function mappingOf({ workingFolder }: World, file: string, codeTables: CodeTables): Promise<Mapping> {
  const wrong = (reason: string, cause?: unknown): GatewayError => new GatewayError('CLI_MAPPING_FILE_WRONG', { file, reason }, cause);
  const text = await readFile(resolve(workingFolder, file), 'utf8').catch((cause: unknown) => {
    throw wrong('cannot be read', cause);
  });
  const { manifests, problems } = readManifests([{ file, text }]);
  const [problem] = problems;
  if (problem) throw wrong(describeProblem(problem));
  const mappings = manifestsOf('Mapping', manifests);
  const [manifest] = mappings;
  if (!manifest || mappings.length !== 1) throw wrong(`${String(mappings.length)} mappings`);
  const { mapping, problems: mistakes } = compileMapping(manifest.spec, { name: manifest.metadata.name, codeTables, ...testedDatasets()(manifest.spec) });
  if (!mapping) throw wrong(`${mistakes[0]?.path ?? ''}: ${mistakes[0]?.en ?? ''}`);
  return mapping;
}

interface ChangeLine {
  readonly position: string;
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const fieldColumns: readonly Column<MappingDifference['byField'][number]>[] = [
  { zh: '字段', en: 'field', value: ({ path }) => path },
  { zh: '变化的行', en: 'rows that change', value: ({ rows }) => rows },
];
const changeColumns: readonly Column<ChangeLine>[] = [
  { zh: '位置', en: 'position', value: ({ position }) => position, widthMax: 44 },
  { zh: '字段', en: 'field', value: ({ path }) => path, widthMax: 40 },
  { zh: '原来', en: 'before', value: ({ before }) => before, widthMax: 50 },
  { zh: '现在', en: 'after', value: ({ after }) => after, widthMax: 50 },
];

function differenceText(difference: MappingDifference): string {
  const { rows, changed, brokenNow, mendedNow, byField, examples } = difference;
  const counts = `比较 compared ${String(rows)}，变化 changed ${String(changed)}，新增错误 broken ${String(brokenNow)}，不再出错 mended ${String(mendedNow)}\n`;
  if (changed === 0) return counts;
  const lines = examples.flatMap(({ position, fields }) =>
    fields.map(({ path, before, after }, at): ChangeLine => ({
      position: at === 0 ? position : '',
      path,
      before: shown(before),
      after: shown(after),
    })),
  );
  return [counts, table(fieldColumns, byField), table(changeColumns, lines)].join('\n');
}

/** For people and machines alike: whoever compares rules has no need of the persons in the records. */
function withoutPersonal(difference: MappingDifference, mappings: readonly Mapping[]): MappingDifference {
  const isPersonal = (path: string): boolean => {
    const field = path.replaceAll(/\.\d+(?=\.|$)/gu, '.*');
    // A list that is told as a whole holds what any of its items does.
    return mappings.some(({ personalTargets }) => [...personalTargets].some((target) => target === field || target.startsWith(`${field}.`)));
  };
  const hidden = (path: string, value: JsonValue | undefined): JsonValue | undefined =>
    value === undefined || value === null ? value : isPersonal(path) ? '***' : shown(value);
  const examples = difference.examples.map(({ fields, ...row }) => ({
    ...row,
    fields: fields.map(({ path, before, after }) => ({ path, before: hidden(path, before), after: hidden(path, after) })),
  }));
  return { ...difference, examples };
}

/** What looks like personal data is not shown. */
function shown(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return redactText(typeof value === 'string' ? value : JSON.stringify(value));
}
