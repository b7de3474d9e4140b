import type { Store } from '../store/store.js';
import { exportManifests, manifestsText, writeManifestFiles } from '../workspace/export.js';
import { contentOf } from '../workspace/resource-key.js';
import { readStoredManifests } from '../workspace/versions.js';
import { exitCode, type ExitCode } from './exit-code.js';

export interface ExportOptions {
  readonly store: Pick<Store, 'query'>;
  /** New or empty folder for the files; without one, all goes to `out` as one YAML text. */
  readonly folder?: string;
  readonly json?: boolean;
  /** Takes the result; text ends with a line break. */
  readonly out: (text: string) => void;
}

/**
 * `jiantong export`: the applied configuration as files that `apply` takes. Shipped manifests are left out: every
 * program brings them. Secrets are references in it, never values. Throws CONFIG_EXPORT_FOLDER_NOT_EMPTY.
 */
export async function exportConfiguration({ store, folder, json, out }: ExportOptions): Promise<ExitCode> {
  const manifests = await readStoredManifests(store);
  if (folder === undefined) {
    out(json === true ? `${JSON.stringify(manifests.map(contentOf), null, 2)}\n` : manifestsText(manifests));
    return exitCode.done;
  }
  const files = exportManifests(manifests);
  writeManifestFiles(folder, files);
  const names = files.map(({ file }) => file);
  out(json === true ? `${JSON.stringify({ folder, files: names }, null, 2)}\n` : names.map((name) => `${folder}/${name}\n`).join(''));
  return exitCode.done;
}
