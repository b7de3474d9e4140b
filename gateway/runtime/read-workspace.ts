import { GatewayError } from '../../schemas/errors.js';
import type { Store } from '../store/store.js';
import { checkWorkspace, type CheckTools } from '../workspace/check.js';
import { loadWorkspace } from '../workspace/load.js';
import { manifestSchemas } from '../workspace/manifest-schemas.js';
import { describeProblem } from '../workspace/manifest-problem.js';
import { loadShipped } from '../workspace/shipped.js';
import { readStoredManifests } from '../workspace/versions.js';
import { createWorkspace, type Workspace } from '../workspace/workspace.js';

/** Reads and checks a folder of manifests. Throws CONFIG_WORKSPACE_WRONG with every mistake, a line each. */
export function readWorkspaceFolder(folder: string, tools: CheckTools): Workspace {
  const schemas = manifestSchemas();
  const { manifests, problems } = loadWorkspace(folder, schemas);
  const workspace = createWorkspace({ manifests, shipped: loadShipped(schemas), folder });
  const mistakes = problems.length > 0 ? problems : checkWorkspace(workspace, tools);
  if (mistakes.length > 0) {
    throw new GatewayError('CONFIG_WORKSPACE_WRONG', { mistakes: `\n${mistakes.map(describeProblem).join('\n')}` });
  }
  return workspace;
}

/** The workspace that was applied to the store last; file places are then meant from `folder`. */
export async function readAppliedWorkspace(store: Store, folder: string): Promise<Workspace> {
  const shipped = loadShipped();
  const stored = await readStoredManifests(store);
  return createWorkspace({ manifests: stored, shipped, folder });
}
