import type { ConnectorType } from '../../connectors/connector.js';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import { shanghaiDate } from '../clock.js';
import { resourceReadings } from '../reading/resources.js';
import type { Scope } from '../reading/scope.js';
import type { ApplyPreview, GivenManifests, ManifestMistake, ResourceDifference, ResourceServices } from '../services/resources.js';
import type { Store } from '../store/store.js';
import { checkWorkspace } from '../workspace/check.js';
import { manifestDifference } from '../workspace/difference.js';
import { manifestsText } from '../workspace/export.js';
import { readManifests } from '../workspace/load.js';
import { describeProblem, type ManifestProblem } from '../workspace/manifest-problem.js';
import { manifestSchemas, type ManifestSchemas } from '../workspace/manifest-schemas.js';
import { contentOf, resourceKey } from '../workspace/resource-key.js';
import type { Manifest } from '../workspace/resources.js';
import { loadShipped } from '../workspace/shipped.js';
import { previewManifests, readStoredManifests } from '../workspace/versions.js';
import { createWorkspace, type Workspace } from '../workspace/workspace.js';
import { refuseOthers } from './reach.js';

export interface ConfigurationTools {
  readonly store: Store;
  readonly types: ReadonlyMap<string, ConnectorType<never>>;
  readonly now: () => Date;
  /** Relative file places are meant from here. */
  readonly folder: () => string;
  /** Writes a checked workspace's versions into the store and puts it into force, here and for all processes. */
  readonly putInForce: (workspace: Workspace, actor: string) => Promise<void>;
}

/** Name under which messages speak of the text that was handed in. */
const givenFile = 'manifests.yaml';

interface Prepared extends ApplyPreview {
  readonly workspace: Workspace;
  readonly faults: readonly ManifestProblem[];
}

/** Changing the configuration, for a caller with this reach. */
export function configurationServices(
  tools: ConfigurationTools,
  { scope, actor }: { readonly scope: Scope; readonly actor: string },
): Pick<ResourceServices, 'preview' | 'apply' | 'rollBack' | 'export'> {
  const { store } = tools;
  const apply = (given: GivenManifests): Promise<ApplyPreview> =>
    inTurn(store, async () => {
      const prepared = await prepare(tools, scope, given);
      const { problems, changes, unchanged, workspace, faults } = prepared;
      if (faults.length > 0) throw new GatewayError('CONFIG_WORKSPACE_WRONG', { mistakes: faults.map(describeProblem).join('\n') });
      if (changes.length > 0) await tools.putInForce(workspace, actor);
      return { problems, changes, unchanged };
    });
  return {
    async preview(given) {
      const { problems, changes, unchanged } = await prepare(tools, scope, given);
      return { problems, changes, unchanged };
    },
    apply,
    async rollBack(kind, name, version) {
      const { manifest } = await resourceReadings({ store, scope }).version(kind, name, version);
      return apply({ text: JSON.stringify(manifest) });
    },
    async export() {
      const manifests = await readStoredManifests(store);
      return manifestsText(manifests.filter(({ metadata }) => scope === 'all' || scope.includes(metadata.department)));
    },
  };
}

let parts: { readonly schemas: ManifestSchemas; readonly shipped: readonly Manifest[] } | undefined;

/** What every program brings itself, read and compiled once: that takes a second. */
function ownParts(): NonNullable<typeof parts> {
  if (parts) return parts;
  const schemas = manifestSchemas();
  return (parts = { schemas, shipped: loadShipped(schemas) });
}

/** Two who apply at once would each judge what the other is about to change. */
const turns = new WeakMap<Store, Promise<unknown>>();

function inTurn<Result>(store: Store, work: () => Promise<Result>): Promise<Result> {
  const done = (turns.get(store) ?? Promise.resolve()).then(work);
  turns.set(store, done.catch(() => undefined)); // told to whoever asked for it
  return done;
}

/** Throws CONFIG_CHANGED_MEANWHILE, and what {@link refuseOthers} does. */
async function prepare(tools: ConfigurationTools, scope: Scope, { text, seen = {} }: GivenManifests): Promise<Prepared> {
  const { store } = tools;
  const { schemas, shipped } = ownParts();
  const given = readManifests([{ file: givenFile, text }], schemas);
  const stored = await readStoredManifests(store);
  refuseOthers(scope, given.manifests, stored);
  const keys = new Set(given.manifests.map(resourceKey));
  const folder = tools.folder();
  const kept = stored.filter((manifest) => !keys.has(resourceKey(manifest)));
  const workspace = createWorkspace({ manifests: [...kept, ...given.manifests], shipped, folder });
  const faults = given.problems.length > 0 ? given.problems : newFaults(tools, createWorkspace({ manifests: stored, shipped, folder }), workspace);
  const plan = await previewManifests(store, given.manifests);
  const before = new Map(stored.map((manifest) => [resourceKey(manifest), manifest]));
  await refuseStale(store, seen);
  const changes = [...plan.created, ...plan.changed].map((change): ResourceDifference => {
    const after = given.manifests.findLast((one) => resourceKey(one) === `${change.kind} ${change.department}/${change.name}`);
    const former = after && before.get(resourceKey(after));
    const isNew = plan.created.includes(change);
    const differences = manifestDifference(former ? plain(former) : {}, after ? plain(after) : {});
    return { kind: change.kind, name: `${change.department}/${change.name}`, version: change.version, digest: change.digest, isNew, differences };
  });
  return { workspace, faults, problems: faults.map(mistakeOf), changes, unchanged: plan.unchanged.length };
}

/** A manifest's content as the plain JSON that was written. */
function plain(manifest: Manifest): JsonObject {
  return contentOf(manifest);
}

/** What is wrong with the new workspace and was not with the present one: a time that ran out elsewhere is nobody's mistake here. */
function newFaults({ types, now }: ConfigurationTools, present: Workspace, next: Workspace): ManifestProblem[] {
  const check = { types, today: shanghaiDate(now()) };
  const faults = checkWorkspace(next, check);
  if (faults.length === 0) return [];
  const known = new Set(checkWorkspace(present, check).map((problem) => JSON.stringify(problem)));
  return faults.filter((problem) => !known.has(JSON.stringify(problem)));
}

async function refuseStale(store: Store, seen: Readonly<Record<string, string | null>>): Promise<void> {
  for (const [key, digest] of Object.entries(seen)) {
    const [row] = await store.query<{ digest: string }>(
      `SELECT digest FROM resource_version WHERE kind || ' ' || department || '/' || name = $1 ORDER BY version DESC LIMIT 1`,
      [key],
    );
    if ((row?.digest ?? null) !== digest) throw new GatewayError('CONFIG_CHANGED_MEANWHILE', { resource: key });
  }
}

function mistakeOf({ code, document, line, path, zh, en, given, expected, fixZh, fixEn }: ManifestProblem): ManifestMistake {
  const facts = [given === undefined ? '' : ` 给定 given: ${given}`, expected === undefined ? '' : ` 应为 expected: ${expected}`].join('');
  return { code, document: document ?? 1, line: line ?? null, path, zh: `${zh}${facts}`, en: `${en}${facts}`, fixZh, fixEn };
}
