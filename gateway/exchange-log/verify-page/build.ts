import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { assetPath } from '../../../schemas/assets.js';
import { verifierForBrowsers } from './for-browsers.js';
import { verifierFile } from './verifier-files.js';

/**
 * A step of the build: makes `verify.html`, one file with everything in it, from the verifier that the gateway uses. Not
 * minified, so that it can be read; the same sources and tools give the same bytes, whose digest is published.
 */
async function buildVerifierPage(): Promise<void> {
  const source = assetPath('gateway/exchange-log/verify-page/page');
  const { output } = await build({
    input: join(source, 'main.ts'),
    // Names in comments are from here on, so that they are the same on every machine.
    cwd: assetPath('.'),
    platform: 'browser',
    tsconfig: join(source, 'tsconfig.json'),
    plugins: [verifierForBrowsers()],
    transform: { target: 'es2022' },
    logLevel: 'warn',
    // An import that is not found would be left to the browser, which has it neither.
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
    write: false,
    output: { format: 'iife', minify: false, sourcemap: false, codeSplitting: false },
  });
  const style = readFileSync(join(source, 'verify.css'), 'utf8');
  // A script that holds its own end would end there.
  const script = output[0].code.replaceAll('</script', String.raw`<\/script`);
  const policy = [
    "default-src 'none'",
    `script-src '${sourceHash(script)}'`,
    `style-src '${sourceHash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = readFileSync(join(source, 'verify.html'), 'utf8')
    .replace('{{policy}}', () => policy)
    .replace('{{style}}', () => style)
    .replace('{{script}}', () => script);
  writeFileSync(verifierFile('html'), page);
}

/** As a content security policy names a script or style that may run. */
function sourceHash(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

await buildVerifierPage();
