import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type OutputChunk, type Plugin } from 'rolldown';
import { assetPath } from '../../schemas/assets.js';
import { verifierForBrowsers } from '../exchange-log/verify-page/for-browsers.js';

/**
 * Second step of the build: turns the page's sources into the files that the gateway serves. Every file but the page
 * itself bears a digest of its content in its name, so that a browser may keep it for ever.
 */
async function buildPage(): Promise<void> {
  const source = assetPath('gateway/console/page');
  const target = assetPath('dist/gateway/console/public');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'assets'), { recursive: true });
  const { output } = await build({
    input: join(source, 'main.tsx'),
    cwd: source,
    platform: 'browser',
    tsconfig: join(source, 'tsconfig.json'),
    plugins: [verifierForBrowsers(), nonceForStyles(), withoutTestTools()],
    transform: { target: 'es2022' },
    logLevel: 'warn',
    onLog: (level, log, handle) => {
      // `'use client'` at the head of a component library's files says something to servers that render pages.
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
    },
    output: {
      dir: join(target, 'assets'),
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: '[name]-[hash].js',
      minify: true,
      sourcemap: false,
    },
  });
  const entry = output.find((one): one is OutputChunk => one.type === 'chunk' && one.isEntry);
  if (!entry) throw new Error('the page has no entry');
  const style = join('assets', `page-${digestOf(join(source, 'page.css'))}.css`);
  cpSync(join(source, 'page.css'), join(target, style));
  cpSync(join(source, 'icon.svg'), join(target, 'icon.svg'));
  const page = readFileSync(join(source, 'index.html'), 'utf8')
    .replace('/page.css', `/${style.replaceAll('\\', '/')}`)
    .replace('/main.tsx', `/assets/${entry.fileName}`)
    .replace('<!-- chunks -->', entry.imports.map((name) => `<link rel="modulepreload" href="/assets/${name}">`).join(''));
  writeFileSync(join(target, 'index.html'), page);
}

/**
 * Some of the component library's styles are written without the nonce that it was given, and the page's policy stops
 * them: they find it in the page themselves. Throws where the library writes its styles in another way by now.
 */
function nonceForStyles(): Plugin {
  const writing = 'styleNode.innerHTML = css;';
  return {
    name: 'nonce-for-styles',
    transform: {
      filter: { id: /@rc-component[\\/]util[\\/]es[\\/]Dom[\\/]dynamicCSS\.js$/ },
      handler: (code) => {
        if (!code.includes(writing)) throw new Error('the place where the component library writes its styles is not found');
        return code.replace(writing, `styleNode.nonce ||= document.querySelector('meta[name="csp-nonce"]')?.content; ${writing}`);
      },
    },
  };
}

/** The form library exports a tool for tests of its own, which imports a validator that nobody else needs and makes code. */
function withoutTestTools(): Plugin {
  const validator = '@rjsf/validator-ajv8';
  return {
    name: 'without-test-tools',
    resolveId: (source) => (source === validator ? { id: validator, external: true, moduleSideEffects: false } : undefined),
  };
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8);
}

await buildPage();
