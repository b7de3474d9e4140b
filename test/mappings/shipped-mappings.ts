import { readdirSync } from 'node:fs';
import { manifestsOf, type SpecOfKind } from '../../gateway/workspace/workspace.js';
import { readManifests } from '../../gateway/workspace/load.js';
import { readManifestFiles } from '../../gateway/workspace/manifest-files.js';
import { manifestSchemas } from '../../gateway/workspace/manifest-schemas.js';
import type { Manifest } from '../../gateway/workspace/resources.js';
import { assetPath } from '../../schemas/assets.js';

const schemas = manifestSchemas();

/** The mappings of a folder of the package, complete with the rules of the fragments that they use. */
export function mappingsIn(folder: string): readonly Manifest<SpecOfKind['Mapping']>[] {
  const { manifests, problems } = readManifests(readManifestFiles(assetPath(folder)).files, schemas);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return manifestsOf('Mapping', manifests);
}

/** Every shipped mapping: a new folder is tested by being there. */
export function shippedMappings(): readonly Manifest<SpecOfKind['Mapping']>[] {
  return readdirSync(assetPath('mappings'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => mappingsIn(`mappings/${name}`));
}
