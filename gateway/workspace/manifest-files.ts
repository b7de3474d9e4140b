import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ManifestProblem, problemAt } from './manifest-problem.js';

/** One manifest file: its path relative to the folder, with slashes, and its text. */
export interface ManifestFile {
  readonly file: string;
  readonly text: string;
}

const filesMax = 5_000;
export const fileBytesMax = 8 * 1024 * 1024;
const folderBytesMax = 128 * 1024 * 1024;
const foldersDeepMax = 12;
const mebibyte = 1024 * 1024;

/**
 * Reads every *.yaml and *.yml below a folder, in alphabetical order. Names that begin with a dot are passed over and
 * linked folders are not followed. Whatever cannot be read is a problem beside the rest.
 */
export function readManifestFiles(folder: string): { files: ManifestFile[]; problems: ManifestProblem[] } {
  const reading: Reading = { folder, files: [], problems: [], found: 0, bytes: 0 };
  readFolder(reading, '', 0);
  return { files: reading.files, problems: reading.problems };
}

interface Reading {
  readonly folder: string;
  readonly files: ManifestFile[];
  readonly problems: ManifestProblem[];
  found: number;
  bytes: number;
}

function readFolder(reading: Reading, path: string, depth: number): void {
  if (depth > foldersDeepMax) {
    tooMuch(reading, path, `最多 ${String(foldersDeepMax)} 层文件夹`, `at most ${String(foldersDeepMax)} folders deep`);
    return;
  }
  const entries = attempt(() => readdirSync(join(reading.folder, path), { withFileTypes: true }));
  if (entries === undefined) {
    reading.problems.push(problemAt({ file: path || reading.folder }, 'CONFIG_FOLDER_UNREADABLE'));
    return;
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) readFolder(reading, inner, depth + 1);
    else if (/\.ya?ml$/iu.test(entry.name)) readFile(reading, inner);
  }
}

function readFile(reading: Reading, file: string): void {
  reading.found += 1;
  if (reading.found > filesMax) {
    if (reading.found === filesMax + 1) tooMuch(reading, file, `最多 ${String(filesMax)} 个文件`, `at most ${String(filesMax)} files`);
    return;
  }
  const path = join(reading.folder, file);
  const size = attempt(() => statSync(path))?.size ?? 0;
  reading.bytes += size;
  if (size > fileBytesMax || reading.bytes > folderBytesMax) {
    const [one, all] = [fileBytesMax / mebibyte, folderBytesMax / mebibyte].map(String) as [string, string];
    tooMuch(reading, file, `单个文件最多 ${one} MiB，合计最多 ${all} MiB`, `at most ${one} MiB a file and ${all} MiB together`);
    return;
  }
  const bytes = attempt(() => readFileSync(path));
  if (bytes === undefined) {
    reading.problems.push(problemAt({ file }, 'CONFIG_FILE_UNREADABLE'));
    return;
  }
  const text = attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (text === undefined) reading.problems.push(problemAt({ file }, 'CONFIG_FILE_NOT_UTF8'));
  else reading.files.push({ file, text });
}

function tooMuch(reading: Reading, file: string, zh: string, en: string): void {
  reading.problems.push(problemAt({ file }, 'CONFIG_LIMIT_EXCEEDED', { expected: { zh, en } }));
}

/** Undefined where the file system or the decoder refuses: the caller reports that with its place. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
