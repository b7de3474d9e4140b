import { assetPath } from '../../schemas/assets.js';
import { GatewayError } from '../../schemas/errors.js';
import { readManifests } from './load.js';
import { readManifestFiles } from './manifest-files.js';
import { describeProblem } from './manifest-problem.js';
import type { ManifestSchemas } from './manifest-schemas.js';
import type { Manifest } from './resources.js';

const folders = ['mappings', 'gateway/deadlines/rules', 'gateway/deadlines/calendar'];

/**
 * The mappings, deadline rules and calendars that come with the program, read once at start. A workspace overrides
 * them by name. Throws CONFIG_SHIPPED_FILE_DAMAGED.
 */
export function loadShipped(schemas?: ManifestSchemas): readonly Manifest[] {
  const read = folders.map((folder) => ({ folder, ...readManifestFiles(assetPath(folder)) }));
  const files = read.flatMap(({ folder, files }) => files.map(({ file, text }) => ({ file: `${folder}/${file}`, text })));
  const { manifests, problems } = readManifests(files, schemas);
  const [problem] = [...read.flatMap((folder) => folder.problems), ...problems];
  if (problem !== undefined) throw new GatewayError('CONFIG_SHIPPED_FILE_DAMAGED', { problem: describeProblem(problem) });
  return manifests.map((manifest) => ({ ...manifest, isShipped: true }));
}
