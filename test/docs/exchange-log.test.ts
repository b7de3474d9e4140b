import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { verifierFile, verifierKinds } from '../../gateway/exchange-log/verify-page/verifier-files.js';
import { assetPath } from '../../schemas/assets.js';
import { runIn, testWorld } from '../gateway/cli/test-world.js';

const page = readFileSync(assetPath('docs/exchange-log.md'), 'utf8');

describe('docs/exchange-log.md', () => {
  it('gives the digests of the verifiers as they are shipped', () => {
    for (const kind of verifierKinds) {
      const digest = createHash('sha256').update(readFileSync(verifierFile(kind))).digest('hex');
      expect(page).toMatch(new RegExp(`\`verify\\.${kind}\`：\n\`${digest}\``, 'u'));
    }
  });

  it('names commands and options that there are', async () => {
    const commands = [...page.matchAll(/npx jiantong log ([a-z-]+)([^`]*)`/gu)];
    expect(commands.length).toBeGreaterThan(5);
    for (const [, name = '', rest = ''] of commands) {
      const { code, stdout } = await runIn(testWorld(), 'log', name, '--help');
      expect([name, code]).toEqual([name, 0]);
      for (const [option] of rest.matchAll(/--[a-z]+/gu)) expect(stdout).toContain(option);
    }
  });
});
