import type { ConnectorType } from '../../connectors/connector.js';
import type { CodeTables } from '../../schemas/code-tables.js';
import { GatewayError } from '../../schemas/errors.js';
import type { Validator } from '../../schemas/validator.js';
import type { Store } from '../store/store.js';
import { checkWorkspace } from '../workspace/check.js';
import { loadWorkspace } from '../workspace/load.js';
import { problemLine } from '../workspace/manifest-problem.js';
import { shippedDepartment, shippedManifests } from '../workspace/shipped.js';
import { createWorkspace, type Workspace } from '../workspace/workspace.js';
import type { Manifest } from '../workspace/resources.js';

export interface WorkspaceTools {
  readonly connectorTypes: ReadonlyMap<string, ConnectorType<never>>;
  readonly validator: Validator;
  readonly codeTables: CodeTables;
  readonly now: Date;
}

/** Reads and checks a folder of manifests. Throws CONFIG_WORKSPACE_WRONG with every mistake, a line each. */
export function readWorkspaceFolder(folder: string, tools: WorkspaceTools): Workspace {
  const loaded = loadWorkspace(folder);
  const workspace = createWorkspace(loaded.manifests, shippedManifests());
  const problems = loaded.problems.length > 0 ? loaded.problems : checkWorkspace(workspace, tools);
  if (problems.length > 0) {
    throw new GatewayError('CONFIG_WORKSPACE_WRONG', { mistakes: problems.map((one) => problemLine(one)).join('\n') });
  }
  return workspace;
}

/** The workspace that was applied to the store last. */
export async function readAppliedWorkspace(store: Store): Promise<Workspace> {
  const rows = await store.query<{ manifest: Manifest }>(
    `SELECT DISTINCT ON (kind, department, name) manifest FROM resource_version
     WHERE department <> $1 ORDER BY kind, department, name, version DESC`,
    [shippedDepartment],
  );
  return createWorkspace(
    rows.map(({ manifest }) => ({ ...manifest, file: 'store', document: 1 })),
    shippedManifests(),
  );
}
