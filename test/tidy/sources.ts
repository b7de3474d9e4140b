import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { assetPath } from '../../schemas/assets.js';

/** One TypeScript file of the project, the console's page included. */
export interface Source {
  /** From the project's root, e.g. `gateway/store/open.ts`. */
  readonly path: string;
  readonly text: string;
  /** Text without comments. */
  readonly code: string;
  readonly imports: readonly SourceImport[];
}

export interface SourceImport {
  readonly path: string;
  /** True for `import type`, and where every name is imported as a type: nothing is loaded then. */
  readonly typeOnly: boolean;
  /** `*` for all of them. */
  readonly names: readonly string[];
}

/** Imports of our own files, in the four forms that the sources use. */
const statement = /^(?:import|export)\s+(?<type>type\s+)?(?<names>(?:\w+,\s*)?\{[^}]*\}|\*(?: as \w+)?|\w+)\s*from\s*'(?<from>\.[^']+)'/gmu;
const dynamic = /\bimport\('(?<from>\.[^']+)'\)/gu;
const forItsEffect = /^import '(?<from>\.[^']+)'/gmu;
const worker = /new URL\('(?<from>\.[^']+\.js)', import\.meta\.url\)/gu;

/** Every TypeScript file of the source folders, by path. */
export function readSources(): ReadonlyMap<string, Source> {
  const paths = ['schemas', 'mappings', 'connectors', 'gateway', 'test'].flatMap((folder) =>
    readdirSync(assetPath(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/u.test(name))
      .map((name) => join(folder, name)),
  );
  const known = new Set(paths);
  return new Map(paths.toSorted().map((path) => [path, readSource(path, known)]));
}

function readSource(path: string, known: ReadonlySet<string>): Source {
  const text = readFileSync(assetPath(path), 'utf8');
  const target = (from: string): string => {
    const source = normalize(join(dirname(path), from)).replace(/\.js$/u, '.ts');
    return known.has(`${source}x`) ? `${source}x` : source;
  };
  const imports = [...text.matchAll(statement)].map(({ groups }) => {
    const names = namesOf(groups?.['names'] ?? '');
    const typeOnly = groups?.['type'] !== undefined || (names.length > 0 && names.every(({ type }) => type));
    return { path: target(groups?.['from'] ?? ''), typeOnly, names: names.map(({ name }) => name) };
  });
  const loaded = [dynamic, worker, forItsEffect].flatMap((pattern) => [...text.matchAll(pattern)]).map(({ groups }) => ({
    path: target(groups?.['from'] ?? ''),
    typeOnly: false,
    names: ['*'],
  }));
  return { path, text, code: withoutComments(text), imports: [...imports, ...loaded] };
}

function namesOf(clause: string): { readonly name: string; readonly type: boolean }[] {
  if (!clause.includes('{')) return [{ name: '*', type: false }];
  return clause
    .slice(clause.indexOf('{') + 1, -1)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => ({
      name: part.replace(/^type\s+/u, '').replace(/\s+as\s+.*$/u, ''),
      type: part.startsWith('type '),
    }));
}

/** Strings first, so that a comment mark inside one is none; good enough for searching, not a parser. */
const stringOrComment = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[^]*?\*\/|\/\/.*$/gmu;

function withoutComments(text: string): string {
  return text.replaceAll(stringOrComment, (found) => (found.startsWith('/') ? '' : found));
}

/** Circles among the keys of a graph, each as its members; empty where there are none. */
export function circles(graph: ReadonlyMap<string, Iterable<string>>): string[][] {
  const found: string[][] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (node: string, path: readonly string[]): void => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      found.push([...path.slice(path.indexOf(node)), node]);
      return;
    }
    state.set(node, 'open');
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    state.set(node, 'done');
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}
