import type { ConnectorType } from '../../connectors/connector.js';
import { shanghaiDate } from '../clock.js';
import { affectsDeadlines, deadlinesInForce } from '../deadlines/in-force.js';
import { previewMoves } from '../deadlines/move-preview.js';
import { applyWorkspace } from '../exchanges/apply.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import { checkWorkspace } from '../workspace/check.js';
import { loadWorkspace } from '../workspace/load.js';
import { describeProblem, type ManifestProblem } from '../workspace/manifest-problem.js';
import { resourceKey } from '../workspace/resource-key.js';
import { loadShipped } from '../workspace/shipped.js';
import { type ManifestChanges, previewManifests, readStoredManifests, type ResourceChange } from '../workspace/versions.js';
import { createWorkspace } from '../workspace/workspace.js';
import { exitCode, type ExitCode } from './exit-code.js';
import { movesText } from './moves-text.js';
import { table } from './table.js';

export interface ApplyOptions {
  readonly store: Store;
  /** Folder of manifests. */
  readonly folder: string;
  readonly types: ReadonlyMap<string, ConnectorType<never>>;
  readonly makeId: MakeId;
  readonly now: Date;
  /** Who applies: stands in the exchange log. */
  readonly actor: string;
  /** Say what would change and change nothing. */
  readonly dryRun?: boolean;
  readonly json?: boolean;
  /** Takes the result; text ends with a line break. */
  readonly out: (text: string) => void;
  /** Takes mistakes, a line each. */
  readonly err: (text: string) => void;
}

/**
 * `jiantong apply -f DIR`: puts the folder's manifests beside those that the store holds already, and in place of those
 * of their names. All of them are checked together first; with any mistake nothing is changed and the exit code is 2.
 * Open obligations follow rules and calendars that change; what moves is shown with its arithmetic, with `dryRun` before.
 */
export async function applyFolder(options: ApplyOptions): Promise<ExitCode> {
  const { store, folder, types, now } = options;
  const loaded = loadWorkspace(folder);
  if (loaded.problems.length > 0) return refuse(options, loaded.problems);
  const given = new Set(loaded.manifests.map(resourceKey));
  const kept = (await readStoredManifests(store)).filter((manifest) => !given.has(resourceKey(manifest)));
  const workspace = createWorkspace({ manifests: [...kept, ...loaded.manifests], shipped: loadShipped(), folder });
  const problems = checkWorkspace(workspace, { types, today: shanghaiDate(now) });
  if (problems.length > 0) return refuse(options, problems);
  const changes = await previewManifests(store, workspace.manifests);
  const deadlines = affectsDeadlines(changes) ? await previewMoves(store, deadlinesInForce(workspace, () => 0), now) : undefined;
  const isDone = options.dryRun !== true;
  if (isDone) await applyWorkspace(store, workspace, options.actor, options.makeId, now, { confirms: true });
  if (options.json === true) options.out(`${JSON.stringify({ ...changes, deadlines: deadlines ?? null }, null, 2)}\n`);
  else options.out(changesText(changes) + (deadlines ? movesText(deadlines, isDone) : ''));
  return exitCode.done;
}

function refuse({ json, out, err }: ApplyOptions, problems: readonly ManifestProblem[]): ExitCode {
  if (json === true) out(`${JSON.stringify({ problems }, null, 2)}\n`);
  else for (const problem of problems) err(`${describeProblem(problem)}\n`);
  return exitCode.wrongUsage;
}

function changesText({ created, changed, unchanged }: ManifestChanges): string {
  const rows = [
    ...created.map((change) => ({ ...change, did: '新增 created' })),
    ...changed.map((change) => ({ ...change, did: '变更 changed' })),
  ];
  const columns = [
    { zh: '结果', en: 'result', value: ({ did }: { did: string }) => did },
    { zh: '种类', en: 'kind', value: ({ kind }: ResourceChange) => kind },
    { zh: '名称', en: 'name', value: ({ department, name }: ResourceChange) => `${department}/${name}` },
    { zh: '版本', en: 'version', value: ({ version }: ResourceChange) => version },
  ];
  const count = (zh: string, en: string, changes: readonly ResourceChange[]): string => `${zh} ${en} ${String(changes.length)}`;
  const sums = [count('新增', 'created', created), count('变更', 'changed', changed), count('未变', 'unchanged', unchanged)].join('，');
  return `${rows.length === 0 ? '' : table(columns, rows)}${sums}\n`;
}
