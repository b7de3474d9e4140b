import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { assetPath } from '../../schemas/assets.js';
import type { CodeTables } from '../../schemas/code-tables.js';
import type { JsonObject } from '../../schemas/json.js';
import { compileMapping, type Mapping } from '../compile.js';

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
  return folders
    .flatMap((folder) => readdirSync(assetPath(folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`))
    .filter((path) => path.endsWith('.yaml'))
    .toSorted()
    .flatMap((path) => parseAllDocuments(readFileSync(assetPath(path), 'utf8')).map((document) => compiled(path, document.toJS() as Manifest, codeTables)));
}

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: JsonObject;
}

function compiled(path: string, { metadata, spec }: Manifest, codeTables: CodeTables): RuleFile {
  const { mapping, problems } = compileMapping(spec, { name: metadata.name, codeTables });
  if (mapping === undefined) throw new Error(`${path}: ${JSON.stringify(problems)}`);
  return { path, mapping };
}
