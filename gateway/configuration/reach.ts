import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Scope } from '../reading/scope.js';
import { secretReferences } from '../workspace/resolve.js';
import { resourceKey } from '../workspace/resource-key.js';
import type { Manifest } from '../workspace/resources.js';

/**
 * Keeps a department to what is its own. Its manifests alone may be changed by it; the department's own entry belongs to
 * the data office; and a connector of a department may reach for no environment variable of the gateway's process and no
 * folder but that of the department's name, for there lie other departments' files and the gateway's own keys. What stood
 * in the connector before is left to it. Throws CONFIG_MANIFEST_OF_OTHERS, CONFIG_REACHES_BEYOND.
 */
export function refuseOthers(scope: Scope, given: readonly Manifest[], stored: readonly Manifest[]): void {
  if (scope === 'all') return;
  const before = new Map(stored.map((manifest) => [resourceKey(manifest), manifest]));
  for (const manifest of given) {
    const key = resourceKey(manifest);
    const { department } = manifest.metadata;
    if (!scope.includes(department) || manifest.kind === 'Department') {
      throw new GatewayError('CONFIG_MANIFEST_OF_OTHERS', { resource: key });
    }
    if (manifest.kind !== 'Connector') continue;
    const known = reachOf(before.get(key));
    const beyond = [...reachOf(manifest)].filter((reach) => !known.has(reach) && !isOwnFolder(reach, department));
    if (beyond.length > 0) throw new GatewayError('CONFIG_REACHES_BEYOND', { resource: key, reaches: beyond.join(', ') });
  }
}

/** What a connector's configuration reaches for on the gateway's own machine: `env NAME`, `folder PATH`. */
function reachOf(manifest: Manifest | undefined): ReadonlySet<string> {
  const config = manifest?.spec['config'];
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return new Set();
  const variables = secretReferences(config).flatMap(({ from, name }) => (from === 'env' ? [`env ${name}`] : []));
  return new Set([...variables, ...foldersOf(config)]);
}

/** Folders and files of this machine: those of a place on another server are that server's. */
function foldersOf(config: JsonObject): string[] {
  const { place } = config;
  const isElsewhere = typeof place === 'object' && place !== null && 'host' in place;
  if (isElsewhere) return [];
  return Object.entries(config).flatMap(([name, value]) => {
    if (/folder|file$/iu.test(name) && typeof value === 'string') return [`folder ${value}`];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? foldersOf(value) : [];
  });
}

function isOwnFolder(reach: string, department: string): boolean {
  const [, folder = ''] = /^folder (.*)$/su.exec(reach) ?? [];
  const parts = folder.split(/[/\\]/u);
  return parts[0] === department && !parts.includes('..');
}
