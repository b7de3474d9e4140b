import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { assetPath } from '../../schemas/assets.js';

/** The YAML examples of a connector type's README by their names. */
export function readmeExamples<Config>(type: string): Map<string, Config> {
  const text = readFileSync(assetPath(`connectors/${type}/README.md`), 'utf8');
  const blocks = text.matchAll(/^```yaml (?<name>.+)\n(?<yaml>[^]*?)^```$/gmu);
  return new Map(
    Array.from(blocks, ({ groups }) => [groups?.['name'] ?? '', parse(groups?.['yaml'] ?? '') as Config]),
  );
}
