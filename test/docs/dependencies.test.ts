import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../../schemas/assets.js';
import { readSources } from '../tidy/sources.js';

interface Package {
  readonly license?: string;
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
    const installed = rows.map(([name = '']) => [name, readPackage(`node_modules/${name}/package.json`).license]);
    expect(rows.map(([name, licence]) => [name, licence])).toEqual(installed);
  });

  it('says what each is for', () => {
    expect(rows.filter(([, , purpose]) => !purpose).map(([name]) => name)).toEqual([]);
  });
});

describe('package.json', () => {
  const sources = [...readSources().values()];
  const isImported = (name: string, shipped: boolean): boolean =>
    sources.some(({ path, code }) => path.startsWith('test/') !== shipped && new RegExp(`'${name}(?:/[^']*)?'`, 'u').test(code));

  it('declares no dependency that the shipped code does not import', () => {
    const shipped = [...Object.keys(ours.dependencies), ...Object.keys(ours.peerDependencies)];
    expect(shipped.filter((name) => !isImported(name, true))).toEqual([]);
  });

  it('lets a driver that is installed where needed be tested in the version that it asks for', () => {
    const tested = Object.keys(ours.peerDependencies).map((name) => [name, ours.devDependencies[name]]);
    expect(tested).toEqual(Object.entries(ours.peerDependencies));
  });

  it('declares nothing for development that neither a test nor a script uses', () => {
    const tools = ['jest', 'oxlint', 'oxlint-tsgolint', 'typescript'];
    const unused = Object.keys(ours.devDependencies).filter(
      (name) => !tools.includes(name) && !name.startsWith('@types/') && !isImported(name, false),
    );
    expect(unused).toEqual([]);
  });
});
