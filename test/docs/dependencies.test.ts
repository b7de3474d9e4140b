import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../../schemas/assets.js';
import { readSources } from '../tidy/sources.js';

interface Package {
  readonly license?: string;
  /** How older packages declare it. */
  readonly licenses?: readonly { readonly type: string }[];
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

const readPackage = (path: string): Package => JSON.parse(readFileSync(assetPath(path), 'utf8')) as Package;
const ours = readPackage('package.json');
const [, runtime = '', development = '', optional = ''] = readFileSync(assetPath('docs/dependencies.md'), 'utf8').split(/^## /mu);

/** Cells of a table's rows below its head. */
function rowsOf(section: string): string[][] {
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

describe.each([
  ['dependencies', ours.dependencies, rowsOf(runtime)],
  ['devDependencies', ours.devDependencies, rowsOf(development)],
  ['peerDependencies', ours.peerDependencies, rowsOf(optional)],
] as const)('the table of %s', (_, declared, rows) => {
  it('lists exactly what package.json does, in the same order', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(declared).toSorted());
  });

  it('gives each the licence that the installed package declares', () => {
    const installed = rows.map(([name = '']) => {
      const { license, licenses } = readPackage(`node_modules/${name}/package.json`);
      return [name, license ?? licenses?.map(({ type }) => type).join(', ')];
    });
    expect(rows.map(([name, licence]) => [name, licence])).toEqual(installed);
  });

  it('says what each is for', () => {
    expect(rows.filter(([, , purpose]) => !purpose).map(([name]) => name)).toEqual([]);
  });
});

describe('package-lock.json', () => {
  it('installs nothing that runs a script of its own, which could fetch more than the registry gives', () => {
    const { packages } = JSON.parse(readFileSync(assetPath('package-lock.json'), 'utf8')) as {
      readonly packages: Record<string, { readonly hasInstallScript?: boolean }>;
    };
    const running = Object.entries(packages).filter(([name, { hasInstallScript }]) => name !== '' && hasInstallScript);
    expect(running.map(([name]) => name)).toEqual([]);
  });
});

describe('package.json', () => {
  const sources = [...readSources().values()];
  /** Pages are bundled when the package is built: what they are made of is needed then, not where the gateway runs. */
  const pages = ['gateway/console/', 'gateway/exchange-log/verify-page/'];
  const whereUsed = (path: string): 'shipped' | 'development' =>
    path.startsWith('test/') || pages.some((folder) => path.startsWith(folder)) ? 'development' : 'shipped';
  const isImported = (name: string, where: 'shipped' | 'development'): boolean =>
    sources.some(({ path, code }) => whereUsed(path) === where && new RegExp(`'${name}(?:/[^']*)?'`, 'u').test(code));

  it('declares no dependency that the shipped code does not import', () => {
    const shipped = [...Object.keys(ours.dependencies), ...Object.keys(ours.peerDependencies)];
    expect(shipped.filter((name) => !isImported(name, 'shipped'))).toEqual([]);
  });

  it('lets a driver that is installed where needed be tested in the version that it asks for', () => {
    const tested = Object.keys(ours.peerDependencies).map((name) => [name, ours.devDependencies[name]]);
    expect(tested).toEqual(Object.entries(ours.peerDependencies));
  });

  it('declares nothing for development that neither a test nor a script uses', () => {
    // What is installed where needed is loaded by the shipped code; here it is for the tests that need it.
    const tools = ['jest', 'oxlint', 'oxlint-tsgolint', 'typescript', ...Object.keys(ours.peerDependencies)];
    const unused = Object.keys(ours.devDependencies).filter(
      (name) => !tools.includes(name) && !name.startsWith('@types/') && !isImported(name, 'development'),
    );
    expect(unused).toEqual([]);
  });
});
