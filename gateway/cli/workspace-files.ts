import { resolve } from 'node:path';

import type { Connector, ConnectorContext, ConnectorType } from '../../connectors/connector.js';
import { connectorTypes } from '../../connectors/registry.js';
import { GatewayError } from '../../schemas/errors.js';
import { shanghaiDate } from '../clock.js';
import { connectorNetworks } from '../networks.js';
import { readWorkspaceFolder } from '../runtime/read-workspace.js';
import { readSecrets, type SecretBook } from '../secrets/secrets.js';
import { resolveSecrets, secretReferences, type ReferredValues } from '../workspace/resolve.js';
import type { ConnectorSpec, Manifest } from '../workspace/resources.js';
import { loadShipped } from '../workspace/shipped.js';
import { withheldColumns } from '../workspace/withheld-columns.js';
import { createWorkspace, type Workspace } from '../workspace/workspace.js';
import { sealerOf, settingsOf, withStore, type CommonOptions } from './open-services.js';
import type { World } from './world.js';

/** A workspace folder, read and checked; without a folder what comes with the program. Throws CONFIG_WORKSPACE_WRONG. */
export function openWorkspace({ workingFolder, clock }: World, folder: string | undefined): Workspace {
  if (folder === undefined) return createWorkspace({ manifests: [], shipped: loadShipped(), folder: workingFolder });
  return readWorkspaceFolder(resolve(workingFolder, folder), {
    types: connectorTypes(),
    today: shanghaiDate(clock.now()),
  });
}

/** What is needed to try one connector of a workspace folder. */
export interface ConnectorEntry {
  /** `department/name`. */
  readonly name: string;
  readonly manifest: Manifest<ConnectorSpec>;
  /** Relative file places are meant from here. */
  readonly workspaceFolder: string;
  /** What its references stand for. */
  readonly values: ReferredValues;
  /** Opens it with its secrets filled in; the caller closes it. */
  readonly open: () => Connector;
  /** Columns of a stream that nobody may see, because a mapping withholds them. */
  readonly withheld: (stream: string) => readonly string[];
}

/**
 * The connectors of a workspace in the order of the files. Where one names a secret, the store is opened for a moment to
 * read it: throws STORE_DATA_FOLDER_IN_USE while a gateway holds the embedded one.
 */
export async function connectorsOf(
  world: World,
  options: CommonOptions & { readonly workspace: string },
): Promise<readonly ConnectorEntry[]> {
  const settings = settingsOf(world, options);
  const { dataFolder, fileRoots } = settings;
  const workspace = openWorkspace(world, options.workspace);
  const namesSecret = workspace.connectors().some(({ spec }) => secretReferences(spec.config).some(({ from }) => from === 'secret'));
  const secrets: SecretBook = namesSecret ? await withStore(world, options, (store) => readSecrets(store, sealerOf(settings))) : new Map();
  return workspace.connectors().map((manifest) => {
    const name = `${manifest.metadata.department}/${manifest.metadata.name}`;
    const context: ConnectorContext = {
      name,
      now: () => world.clock.now(),
      workspaceFolder: workspace.folder,
      fileRoots: [dataFolder, ...fileRoots],
      networks: connectorNetworks(settings, world.env),
      log: () => undefined,
    };
    const values = { env: world.env, secrets: secrets.get(manifest.metadata.department) ?? {} };
    return {
      name,
      manifest,
      workspaceFolder: workspace.folder,
      values,
      open: () => openConnector(manifest, context, values),
      withheld: (stream) => withheldColumns(workspace, manifest, stream),
    };
  });
}

/** One connector by its name, or by the bare name where only one department has it. Throws CLI_NAME_UNKNOWN. */
export function connectorNamed(connectors: readonly ConnectorEntry[], name: string): ConnectorEntry {
  const matching = connectors.filter((entry) => entry.name === name || entry.manifest.metadata.name === name);
  const [entry] = matching;
  if (entry !== undefined && matching.length === 1) return entry;
  throw new GatewayError('CLI_NAME_UNKNOWN', {
    connector: name,
    known: connectors.map((known) => known.name).join(', '),
  });
}

function openConnector({ spec }: Manifest<ConnectorSpec>, context: ConnectorContext, values: ReferredValues): Connector {
  const type: ConnectorType<never> | undefined = connectorTypes().get(spec.type);
  if (type === undefined) throw new GatewayError('CLI_NAME_UNKNOWN', { type: spec.type, connector: context.name });
  // Checked against the type's own spec, so it has the form that the type wants.
  return type.create(resolveSecrets(spec.config, values, type.spec) as never, context);
}
