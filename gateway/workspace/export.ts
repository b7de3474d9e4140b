import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { GatewayError } from '../../schemas/errors.js';
import type { ManifestFile } from './manifest-files.js';
import { contentOf } from './resource-key.js';
import type { Manifest } from './resources.js';

/**
 * Manifests as files, one for each kind of each department: `gannan-housing/exchange.yaml`. Read again, they are the
 * same manifests; defaults that were filled in stand in them.
 */
export function exportManifests(manifests: readonly Manifest[]): ManifestFile[] {
  const files = new Map<string, Manifest[]>();
  for (const manifest of manifests.toSorted(byName)) {
    const file = `${manifest.metadata.department}/${fileNameOf(manifest.kind)}`;
    files.set(file, [...(files.get(file) ?? []), manifest]);
  }
  return [...files].map(([file, members]) => ({ file, text: manifestsText(members) }));
}

/** Manifests as the documents of one YAML text. */
export function manifestsText(manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => stringify(contentOf(manifest), { version: '1.2', lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');
}

/** Writes files below a folder that is new or empty. Throws CONFIG_EXPORT_FOLDER_NOT_EMPTY. */
export function writeManifestFiles(folder: string, files: readonly ManifestFile[]): void {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new GatewayError('CONFIG_EXPORT_FOLDER_NOT_EMPTY', { folder });
  for (const { file, text } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** `DeadlineRule` → `deadline-rule.yaml`. */
function fileNameOf(kind: string): string {
  return `${kind.replaceAll(/\B[A-Z]/gu, (letter) => `-${letter}`).toLowerCase()}.yaml`;
}

function byName(a: Manifest, b: Manifest): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
