import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../../schemas/assets.js';
import { runIn, testWorld } from '../gateway/cli/test-world.js';

const page = readFileSync(assetPath('docs/exchange-log.md'), 'utf8');

describe('docs/exchange-log.md', () => {
  it('gives the digest of the plain verifier as it is shipped', () => {
    const script = readFileSync(assetPath('gateway/exchange-log/verify/verify.py'));
    expect(page).toContain(`\`${createHash('sha256').update(script).digest('hex')}\``);
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
