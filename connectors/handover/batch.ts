import { createHash } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../../schemas/errors.js';
import { errnoOf } from '../shared/errno.js';

/** What lies in a batch's folder beside the files for the receiver: who has it, and which deliveries it holds. */
export interface Batch {
  readonly name: string;
  readonly stream: string;
  readonly assignee: string;
  /** UTC, ISO. */
  readonly madeAt: string;
  readonly rows: readonly BatchRow[];
}

export interface BatchRow {
  readonly idempotencyKey: string;
  /** Text of the stream's key column: what the receiver's result file names the row by. */
  readonly key: string;
  readonly version: number;
  readonly op: 'upsert' | 'withdraw';
}

/** What the receiver said of some of a batch's rows, by idempotency key. */
export interface BatchResult {
  readonly rows: Readonly<Record<string, RowResult>>;
}

export interface RowResult {
  readonly outcome: 'accepted' | 'rejected';
  readonly code: string;
  readonly text: string;
  /** UTC, ISO. */
  readonly at: string;
}

const batchFile = 'batch.json';
const resultFile = 'result.json';
const markersFolder = 'keys';
/** Batches that may lie in one folder; more means that nobody clears them away. */
const batchesMax = 20_000;
const privateMode = 0o600;
const batchPattern = /^\d{8}-[0-9a-f]{12}$/u;

/**
 * Writes a batch whole or not at all: its files into a folder that gets its name last. Before that every delivery's
 * marker is set, so that a batch is found again by any of its keys however the writer ended.
 */
export async function writeBatch(folder: string, batch: Batch, files: ReadonlyMap<string, string | Buffer>): Promise<void> {
  const unfinished = join(folder, `.${batch.name}.part`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  for (const [name, content] of files) await writeWhole(join(unfinished, name), content);
  await writeWhole(join(unfinished, batchFile), JSON.stringify(batch, undefined, 2));
  await mkdir(join(folder, markersFolder), { recursive: true, mode: 0o700 });
  for (const { idempotencyKey } of batch.rows) await replaceFile(markerPath(folder, idempotencyKey), batch.name);
  await rename(unfinished, join(folder, batch.name));
}

/** The batch that holds a delivery; undefined for one that was never written. */
export async function batchOfKey(folder: string, idempotencyKey: string): Promise<string | undefined> {
  const name = await textOf(markerPath(folder, idempotencyKey));
  // A marker without its batch is what a writer left that died before the end.
  return name !== undefined && (await readBatch(folder, name)) ? name : undefined;
}

/** Undefined where there is no such batch. @throws HANDOVER_BATCH_DAMAGED */
export async function readBatch(folder: string, name: string): Promise<Batch | undefined> {
  return batchPattern.test(name) ? await readJson<Batch>(join(folder, name, batchFile)) : undefined;
}

/** What is known of a batch's rows so far; empty before the first word. @throws HANDOVER_BATCH_DAMAGED */
export async function readResult(folder: string, name: string): Promise<BatchResult> {
  return (await readJson<BatchResult>(join(folder, name, resultFile))) ?? { rows: {} };
}

/** Adds to what is known of a batch. What was said of a row first stays: it may have been settled by it. */
export async function addResult(folder: string, name: string, rows: BatchResult['rows']): Promise<void> {
  const known = await readResult(folder, name);
  await replaceFile(join(folder, name, resultFile), JSON.stringify({ rows: { ...rows, ...known.rows } }, undefined, 2));
}

/** Every batch of a folder, oldest first. @throws HANDOVER_FOLDER_FULL, HANDOVER_BATCH_DAMAGED */
export async function listBatches(folder: string): Promise<Batch[]> {
  const names = (await readdir(folder)).filter((name) => batchPattern.test(name)).toSorted();
  if (names.length > batchesMax) throw new GatewayError('HANDOVER_FOLDER_FULL', { folder, limit: batchesMax });
  const found: Batch[] = [];
  for (const name of names) {
    const batch = await readBatch(folder, name);
    if (batch) found.push(batch);
  }
  return found.toSorted((a, b) => (a.madeAt < b.madeAt ? -1 : 1));
}

/** A key may hold characters that no file name may. */
function markerPath(folder: string, idempotencyKey: string): string {
  return join(folder, markersFolder, createHash('sha256').update(idempotencyKey).digest('hex'));
}

async function replaceFile(path: string, content: string): Promise<void> {
  await rm(`${path}.part`, { force: true });
  await writeWhole(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

/** On the disk when it returns. */
async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', privateMode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw new GatewayError('FILE_NOT_READABLE', { file: path }, error);
  }
}

/** Reads what only this file writes. */
async function readJson<Content>(path: string): Promise<Content | undefined> {
  const content = await textOf(path);
  if (content === undefined) return undefined;
  try {
    return JSON.parse(content) as Content;
  } catch (error) {
    throw new GatewayError('HANDOVER_BATCH_DAMAGED', { file: path }, error);
  }
}
