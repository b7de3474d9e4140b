import { assetPath } from '../../schemas/assets.js';
import { GatewayError } from '../../schemas/errors.js';
import { readManifestFiles } from './manifest-files.js';
import { describeProblem } from './manifest-problem.js';
import { readManifests } from './load.js';
import type { Manifest } from './resources.js';

/** Owner of every manifest that comes with the program; no department of a workspace may be called so. */
export const shippedDepartment = 'jiantong';

const folders = ['mappings', 'gateway/deadlines/rules', 'gateway/deadlines/calendar'];

/**
 * The mappings, deadline rules and calendars that come with the program, read once at start. A workspace overrides
 * them by name. Throws CONFIG_SHIPPED_FILE_DAMAGED.
 */
export function loadShipped(): readonly Manifest[] {
  const manifests = folders.flatMap((folder) => {
    const { files, problems } = readManifestFiles(assetPath(folder));
    const loaded = readManifests(files.map(({ file, text }) => ({ file: `${folder}/${file}`, text })));
    const [problem] = [...problems, ...loaded.problems];
    if (problem !== undefined) throw new GatewayError('CONFIG_SHIPPED_FILE_DAMAGED', { problem: describeProblem(problem) });
    return loaded.manifests;
  });
  for (const { file, metadata } of manifests) {
    if (metadata.department === shippedDepartment) continue;
    throw new GatewayError('CONFIG_SHIPPED_FILE_DAMAGED', { file, department: metadata.department, expected: shippedDepartment });
  }
  return manifests;
}
