import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../schemas/assets.js';
import { errorTable } from '../schemas/errors.js';
import { circles, readSources, type Source } from './tidy/sources.js';

const sources = readSources();
const all = [...sources.values()];
const shipped = all.filter(({ path }) => !path.startsWith('test/'));

/** `a.ts -> b.ts` for every import that the rule forbids. */
function forbiddenImports(files: readonly Source[], isForbidden: (from: string, to: string) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((one) => isForbidden(path, one.path)).map((one) => `${path} -> ${one.path}`),
  );
}

/** The folder of `gateway/` that a file lies in; undefined for the files directly in it and for other folders. */
function gatewayFolder(path: string): string | undefined {
  const [top, folder, ...rest] = path.split('/');
  return top === 'gateway' && rest.length > 0 ? folder : undefined;
}

describe('imports', () => {
  it('lead to files that exist', () => {
    expect(forbiddenImports(all, (_, to) => !sources.has(to))).toEqual([]);
  });

  it('keep the directions of the top folders', () => {
    const mayImport: Record<string, readonly string[]> = {
      schemas: ['schemas'],
      mappings: ['mappings', 'schemas'],
      connectors: ['connectors', 'schemas'],
      gateway: ['gateway', 'connectors', 'mappings', 'schemas'],
    };
    const top = (path: string): string => path.split('/')[0] ?? '';
    expect(forbiddenImports(shipped, (from, to) => !mayImport[top(from)]?.includes(top(to)))).toEqual([]);
  });

  it('never lead from one connector type to another', () => {
    const sharedFolders = ['shared', 'conformance'];
    const type = (path: string): string | undefined => /^connectors\/(\w[^/]*)\//u.exec(path)?.[1];
    const isForbidden = (from: string, to: string): boolean => {
      const [own, other] = [type(from), type(to)];
      return own !== undefined && other !== undefined && own !== other && !sharedFolders.includes(other);
    };
    expect(forbiddenImports(shipped, isForbidden)).toEqual([]);
  });

  it('lead from the store to no other part of the gateway', () => {
    const ofStore = shipped.filter(({ path }) => gatewayFolder(path) === 'store');
    expect(forbiddenImports(ofStore, (_, to) => to.startsWith('gateway/') && gatewayFolder(to) !== 'store')).toEqual([]);
  });

  it('keep the sandbox apart: it judges what arrives by rules of its own, and shares only the clock', () => {
    const ofSandbox = shipped.filter(({ path }) => gatewayFolder(path) === 'sandbox');
    expect(
      forbiddenImports(ofSandbox, (_, to) => gatewayFolder(to) !== 'sandbox' && to !== 'gateway/clock.ts'),
    ).toEqual([]);
  });

  it('lead to the command line and the API from above only: services know nothing of who calls them', () => {
    // The program's own files at the top join all parts; the command line says what it needs of them as an interface.
    const mayImport: Record<string, readonly (string | undefined)[]> = { api: ['cli', undefined], cli: [undefined] };
    const isForbidden = (from: string, to: string): boolean => {
      const [own, other] = [gatewayFolder(from), gatewayFolder(to)];
      return from.startsWith('gateway/') && own !== other && other !== undefined && mayImport[other]?.includes(own) === false;
    };
    expect(forbiddenImports(shipped, isForbidden)).toEqual([]);
  });

  it('make no circle among files', () => {
    const graph = new Map(
      all.map(({ path, imports }) => [path, imports.filter(({ typeOnly }) => !typeOnly).map((one) => one.path)]),
    );
    expect(circles(graph)).toEqual([]);
  });

  it('make no circle among the folders of the gateway', () => {
    const graph = new Map<string, Set<string>>();
    for (const { path, imports } of shipped) {
      const own = gatewayFolder(path);
      if (own === undefined) continue;
      const reached = graph.get(own) ?? new Set();
      for (const one of imports) {
        const other = gatewayFolder(one.path);
        if (!one.typeOnly && other !== undefined && other !== own) reached.add(other);
      }
      graph.set(own, reached);
    }
    expect(circles(graph)).toEqual([]);
  });
});

/** `path: line` of every line of code that matches, except in files that may. */
function linesWith(pattern: RegExp, files: readonly Source[], mayHave: (path: string) => boolean): string[] {
  return files
    .filter(({ path }) => !mayHave(path))
    .flatMap(({ path, code }) =>
      code
        .split('\n')
        .filter((line) => pattern.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
}

describe('the shipped code', () => {
  it('writes to the console only in the command line', () => {
    expect(linesWith(/\bconsole\./u, shipped, (path) => path.startsWith('gateway/cli/'))).toEqual([]);
  });

  it('asks the present time only in the clock', () => {
    expect(linesWith(/\bnew Date\(\)|\bDate\.now\(/u, shipped, (path) => path === 'gateway/clock.ts')).toEqual([]);
  });

  it('reads the environment only in the configuration', () => {
    expect(linesWith(/\bprocess\.env\b/u, shipped, (path) => path === 'gateway/config.ts')).toEqual([]);
  });

  it('keeps every file within 400 lines, tests included', () => {
    const long = all.filter(({ text }) => text.split('\n').length > 401).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it('leaves nothing undone in comments', () => {
    const undone = all.filter(({ path }) => path !== 'test/tidy.test.ts').filter(({ text }) => /\b(?:TODO(?!\(#)|FIXME|XXX)\b/u.test(text));
    expect(undone.map(({ path }) => path)).toEqual([]);
  });

  it('uses every error code of the table', () => {
    const used = shipped.filter(({ path }) => !path.startsWith('schemas/error-codes/')).map(({ text }) => text).join('\n');
    const unused = Object.keys(errorTable).filter((code) => !new RegExp(`['"\`]${code}['"\`]`, 'u').test(used));
    expect(unused).toEqual([]);
  });
});

describe('exports', () => {
  const imported = new Map<string, Set<string>>();
  for (const { imports } of all) {
    for (const { path, names } of imports) imported.set(path, new Set([...(imported.get(path) ?? []), ...names]));
  }
  const isImported = (path: string, name: string): boolean => {
    const names = imported.get(path);
    return names !== undefined && (names.has(name) || names.has('*'));
  };
  const exported = all.flatMap(({ path, code }) =>
    [...code.matchAll(/^export (?:abstract |async |declare )*(?<kind>const|let|function\*?|class|interface|type) (?<name>\w+)/gmu)].map(
      ({ groups }) => ({ path, code, kind: groups?.['kind'] ?? '', name: groups?.['name'] ?? '' }),
    ),
  );

  it('are imported somewhere when they are values', () => {
    const dead = exported.filter(({ path, kind, name }) => kind !== 'type' && kind !== 'interface' && !isImported(path, name));
    expect(dead.map(({ path, name }) => `${path} ${name}`)).toEqual([]);
  });

  it('are imported somewhere or part of another declaration when they are types', () => {
    const dead = exported.filter(({ path, code, kind, name }) => {
      if (kind !== 'type' && kind !== 'interface') return false;
      return !isImported(path, name) && (code.match(new RegExp(`\\b${name}\\b`, 'gu')) ?? []).length < 2;
    });
    expect(dead.map(({ path, name }) => `${path} ${name}`)).toEqual([]);
  });
});

describe('every text of the project', () => {
  const folders = ['schemas', 'mappings', 'connectors', 'gateway', 'test', 'examples', 'docs', '.ci'];
  const isText = (name: string): boolean => /\.(?:tsx?|mjs|json|ya?ml|md|sql|svg|css|html)$|^run$/u.test(name);
  const files = [
    ...folders.flatMap((folder) =>
      readdirSync(assetPath(folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    ),
    ...readdirSync(assetPath('.')),
  ]
    .filter((path) => isText(path.split('/').at(-1) ?? ''))
    .map((path) => ({ path, text: readFileSync(assetPath(path), 'utf8') }));
  const having = (pattern: RegExp): string[] => files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  it('names no folder of the machine that it was written on', () => {
    expect(having(/(?<![\w.:/*-])\/(?:work|root|Users|home\/\w+)\/\w/u)).toEqual([]);
  });

  it('names no package registry, so that an install asks whichever one its user has set', () => {
    expect(having(/https?:\/\/(?:registry|npm|mirrors?|artifactory|nexus)\./u)).toEqual([]);
    expect(having(/"resolved":\s"http/u)).toEqual([]);
  });

  it('ends with a line break and holds no trailing spaces', () => {
    expect(files.filter(({ text }) => text !== '' && !text.endsWith('\n')).map(({ path }) => path)).toEqual([]);
    expect(having(/[^\S\n]\n/u)).toEqual([]);
  });
});
