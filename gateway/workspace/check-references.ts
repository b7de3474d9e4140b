import type { CheckContext } from './check.js';
import { oneOf } from './one-of.js';
import type { Kind, Manifest, Reference } from './resources.js';
import type { SpecOfKind } from './workspace.js';

/** What a reference leads to, after reporting what is wrong with it; undefined where it leads nowhere. */
export function resolveOrReport<K extends Kind>(
  { manifest, kind, reference, path }: { manifest: Manifest<unknown>; kind: K; reference: Reference; path: string },
  context: CheckContext,
): Manifest<SpecOfKind[K]> | undefined {
  const resolved = context.workspace.resolve(kind, reference, manifest.metadata.department);
  if (resolved.code !== undefined) context.report(manifest, resolved.code, { path, given: `${kind} ${reference}` });
  return resolved.manifest;
}

/** True where the dataset is one that the gateway has a schema of. */
export function checkDataset(manifest: Manifest<{ readonly dataset: string }>, context: CheckContext): boolean {
  const { dataset } = manifest.spec;
  if (context.datasets.has(dataset)) return true;
  context.report(manifest, 'CONFIG_DATASET_UNKNOWN', { path: '/spec/dataset', given: dataset, expected: oneOf(context.datasets.keys(), dataset) });
  return false;
}
