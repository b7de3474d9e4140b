import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetPath } from '../../schemas/assets.js';

/**
 * Last step of the build: makes the command executable and puts it where `npx jiantong` looks. npm links the commands of
 * dependencies, not the package's own, and a checkout is to have its command right after `npm ci`.
 */
function linkCommand(): void {
  const main = assetPath('dist/gateway/cli/main.js');
  const folder = assetPath('node_modules/.bin');
  chmodSync(main, 0o755);
  if (!existsSync(folder)) return; // installed as somebody's dependency: npm has linked it
  if (process.platform === 'win32') {
    writeFileSync(join(folder, 'jiantong.cmd'), `@node "${main}" %*\r\n`);
    return;
  }
  rmSync(join(folder, 'jiantong'), { force: true });
  symlinkSync(join('..', '..', 'dist', 'gateway', 'cli', 'main.js'), join(folder, 'jiantong'));
}

linkCommand();
