import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { assetPath } from '../../schemas/assets.js';
import type { CodeTables } from '../../schemas/code-tables.js';
import type { JsonObject } from '../../schemas/json.js';
import { compileMapping, type Mapping } from '../compile.js';
import { fragmentOf, withFragments, type MappingFragment } from '../fragment.js';

/** A compiled rule file of the package. */
export interface RuleFile {
  /** From the package's folder, with `/`: `mappings/gsxt/penalty.yaml`. */
  readonly path: string;
  readonly mapping: Mapping;
}

/** The shipped rules, a folder a system, and the rules of departments that come as examples. */
const folders = ['mappings', 'examples/gannan/mappings'];

/** All rule files that come with the program, by path. Throws an Error that lists the mistakes of one that does not compile. */
export function readRuleFiles(codeTables: CodeTables): readonly RuleFile[] {
  const documents = folders
    .flatMap((folder) => readdirSync(assetPath(folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`))
    .filter((path) => path.endsWith('.yaml'))
    .toSorted()
    .flatMap((path) => parseAllDocuments(readFileSync(assetPath(path), 'utf8')).map((document) => ({ path, manifest: document.toJS() as Manifest })));
  const fragments = documents.flatMap(({ manifest }) => (manifest.kind === 'MappingFragment' ? [fragmentOf(manifest)] : []));
  return documents.flatMap(({ path, manifest }) => (manifest.kind === 'Mapping' ? [compiled(path, manifest, fragments, codeTables)] : []));
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly department: string };
  readonly spec: JsonObject;
}

function compiled(path: string, { metadata, spec }: Manifest, fragments: readonly MappingFragment[], codeTables: CodeTables): RuleFile {
  const whole = withFragments(spec, metadata.department, fragments);
  const { mapping, problems } = compileMapping(whole.spec, { name: metadata.name, codeTables });
  if (mapping === undefined || whole.mistakes.length > 0) throw new Error(`${path}: ${JSON.stringify([whole.mistakes, problems])}`);
  return { path, mapping };
}
