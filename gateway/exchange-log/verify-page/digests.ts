import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { assetPath } from '../../../schemas/assets.js';
import { verifierFile, verifierKinds } from './verifier-files.js';

/** Writes the digests of the verifiers, as they were just built, where they are published. Part of `npm run generate`. */
function publishDigests(): void {
  const page = assetPath('docs/exchange-log.md');
  let text = readFileSync(page, 'utf8');
  for (const kind of verifierKinds) {
    const digest = createHash('sha256').update(readFileSync(verifierFile(kind))).digest('hex');
    text = text.replace(new RegExp(`(?<=\`verify\\.${kind}\`：\\n\`)[0-9a-f]{64}`, 'u'), digest);
  }
  writeFileSync(page, text);
}

publishDigests();
