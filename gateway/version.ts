import { readFileSync } from 'node:fs';
import { assetPath } from '../schemas/assets.js';

/** The program's version, as package.json has it. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(assetPath('package.json'), 'utf8')) as { version: string };
  return version;
}
