import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createGenerator, type Generator, type GeneratorOptions } from '../generator/generator.js';
import { isRecord } from '../json.js';
import { licenceFiles, penaltyFiles, writeCsvFiles } from './csv-files.js';
import { writeWorkbooks } from './workbook.js';

export interface DropFolders {
  readonly licences: string;
  readonly penalties: string;
  readonly workbooks: string;
}

export function dropFolders(folder: string): DropFolders {
  return {
    licences: join(folder, 'drop', 'gannan-market', 'licences'),
    penalties: join(folder, 'drop', 'gannan-market', 'penalties'),
    workbooks: join(folder, 'drop', 'gannan-ecology'),
  };
}

export const changesFile = 'source-changes.jsonl';
const stateFile = 'sandbox.json';
/** Raised when the generator's rows change, so that files of an older form are made anew. */
const form = 1;

/**
 * The source files, made once: while records and seed stay the same they are never touched again, so that rows
 * added by hand survive, and the day they were made for stays theirs. Gives the generator of exactly these files.
 */
export async function prepareSources(folder: string, wanted: GeneratorOptions): Promise<Generator> {
  await mkdir(folder, { recursive: true });
  const made = await readState(join(folder, stateFile));
  if (made !== undefined && made.records === wanted.records && made.seed === wanted.seed)
    return createGenerator(made);
  await rm(join(folder, stateFile), { force: true });
  await rm(join(folder, changesFile), { force: true });
  const folders = dropFolders(folder);
  for (const place of Object.values(folders)) await rm(place, { recursive: true, force: true });
  const generator = createGenerator(wanted);
  await writeCsvFiles(folders.licences, licenceFiles, generator.marketLicences);
  await writeCsvFiles(folders.penalties, penaltyFiles, generator.marketPenalties);
  await writeWorkbooks(folders.workbooks, generator.ecologyPenalties, wanted.today);
  // Last, so that files of a start that was broken off are made again.
  await writeFile(join(folder, stateFile), `${JSON.stringify({ form, ...wanted }, null, 2)}\n`);
  return generator;
}

async function readState(path: string): Promise<GeneratorOptions | undefined> {
  if (!existsSync(path)) return undefined;
  const state: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!isRecord(state) || state['form'] !== form) return undefined;
  const { records, seed, today } = state;
  if (typeof records !== 'number' || typeof seed !== 'number' || typeof today !== 'string') return undefined;
  return { records, seed, today };
}
