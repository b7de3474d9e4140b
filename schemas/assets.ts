import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this package, found upwards from the running file, so that data files (schemas, rules,
 * migrations) are read from one place whether the code runs from the source tree or from dist/.
 */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json of jiantong not found above the running file');
    folder = parent;
  }
  return folder;
}

/** Absolute path of a data file shipped with the package, e.g. `assetPath('schemas/records/inspection.schema.json')`. */
export function assetPath(relativePath: string): string {
  return join(packageRoot(), relativePath);
}
