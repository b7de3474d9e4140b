import { fragmentOf, withFragments, type MappingFragment } from '../../mappings/fragment.js';
import { assetPath } from '../../schemas/assets.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { readManifestFiles, type ManifestFile } from './manifest-files.js';
import { type ManifestProblem, problemAt, valueAt } from './manifest-problem.js';
import { manifestSchemas, type ManifestSchemas } from './manifest-schemas.js';
import type { Manifest } from './resources.js';
import { readYamlDocuments, type YamlDocument } from './yaml-documents.js';

/** What a folder holds. Manifests with problems of form are left out of `manifests`. */
export interface LoadedWorkspace {
  readonly manifests: readonly Manifest[];
  /** In the order of files and lines. */
  readonly problems: readonly ManifestProblem[];
}

const problemsMax = 500;

/**
 * Reads every manifest of a folder, fills in defaults, and judges each by itself; `checkWorkspace` judges them among
 * each other. Never throws for what stands in the folder: all mistakes of all files come back at once (the first 500).
 */
export function loadWorkspace(folder: string, schemas?: ManifestSchemas): LoadedWorkspace {
  const { files, problems } = readManifestFiles(folder);
  const loaded = readManifests(files, schemas);
  const all = [...problems, ...loaded.problems];
  if (all.length === 0 && loaded.manifests.length === 0) all.push(problemAt({ file: folder }, 'CONFIG_FOLDER_EMPTY'));
  return { manifests: loaded.manifests, problems: all.slice(0, problemsMax) };
}

/**
 * Reads the manifests of files that are already in memory; mappings come with the rules of the fragments that they use,
 * from these files or from the program's own. Who reads often hands in the schemas, which cost to compile.
 */
export function readManifests(files: readonly ManifestFile[], schemas = manifestSchemas()): LoadedWorkspace {
  const read = readDocuments(files, schemas);
  const usesAny = read.manifests.some(({ kind, spec }) => kind === 'Mapping' && spec['use'] !== undefined);
  const fragments = usesAny ? [...read.fragments, ...shippedFragments(schemas)] : [];
  const problems = [...read.problems];
  const manifests = read.manifests.map((manifest) => {
    if (manifest.kind !== 'Mapping') return manifest;
    const { spec, mistakes } = withFragments(manifest.spec, manifest.metadata.department, fragments);
    problems.push(...mistakes.map(({ code, path, ...facts }) => problemAt(manifest, code, { path: `/spec${path}`, ...facts })));
    return { ...manifest, spec };
  });
  return { manifests, problems };
}

let shipped: readonly MappingFragment[] | undefined;

/** The fragments that come with the program, for everybody's mappings; read when the first mapping asks for any. */
function shippedFragments(schemas: ManifestSchemas): readonly MappingFragment[] {
  return (shipped ??= readDocuments(readManifestFiles(assetPath('mappings/fragments')).files, schemas).fragments);
}

interface ReadDocuments extends LoadedWorkspace {
  readonly fragments: readonly MappingFragment[];
}

function readDocuments(files: readonly ManifestFile[], schemas: ManifestSchemas): ReadDocuments {
  const manifests: Manifest[] = [];
  const fragments: MappingFragment[] = [];
  const problems: ManifestProblem[] = [];
  for (const { file, text } of files) {
    for (const document of readYamlDocuments(text)) {
      const found = problemsOf(file, document, schemas);
      problems.push(...found);
      if (found.length > 0 || document.value === undefined) continue;
      const manifest = { ...manifestOf(document.value), file, document: document.document, lines: document.lines };
      if (isFragment(document.value)) fragments.push(fragmentOf(manifest));
      else manifests.push(manifest);
    }
  }
  return { manifests, fragments, problems };
}

function isFragment(value: JsonValue): boolean {
  return valueAt(value, '/kind') === 'MappingFragment';
}

function problemsOf(file: string, { document, value, lines, faults }: YamlDocument, schemas: ManifestSchemas): ManifestProblem[] {
  const place = { file, document, lines };
  if (faults.length > 0) {
    return faults.map(({ code, line, ...facts }) => ({ ...problemAt(place, code, facts), line }));
  }
  if (value === undefined) return [];
  const problems = schemas.check(value).map(({ code, ...facts }) => problemAt(place, code, facts));
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** The schemas have been through it; what they leave to us is made uniform here. */
function manifestOf(value: JsonValue): Pick<Manifest, 'apiVersion' | 'kind' | 'metadata' | 'spec'> {
  const manifest = value as unknown as Pick<Manifest, 'apiVersion' | 'kind' | 'metadata' | 'spec'>;
  if (manifest.kind === 'Exchange') listColumns(manifest.spec);
  return manifest;
}

/** `cursor: updated_at` means a list of one. */
function listColumns(spec: JsonObject): void {
  const source = spec['source'] as JsonObject;
  for (const name of ['cursor', 'key']) {
    const columns = source[name];
    if (typeof columns === 'string') source[name] = [columns];
  }
}
