import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GatewayError } from '../../../schemas/errors.js';
import type { Place, PlacedFile } from '../places/place.js';

/** Folder beside the written files where we keep which record went into which; the receiver leaves it alone. */
const ledgerFolder = '.jiantong';
const keysSuffix = '.keys';
const partSuffix = '.part';
/** Most batches that are remembered: beyond, someone has to clear the folder of old ones. */
const batchesMax = 20_000;

/** One written file: what it is called, and the idempotency keys of its records. */
interface SentFile {
  readonly file: string;
  readonly keys: readonly string[];
}

/**
 * Remembers, beside the written files, which record went into which. A batch is written under a name of ours, then its
 * keys, then renamed to what the receiver reads: where the keys are there and the name of ours is not, it was handed
 * over, whatever the receiver has made of it since. Holds for one place that one run has open.
 */
export class SentFiles {
  readonly #place: Place;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #known: Map<string, SentFile>;

  /** @param known the batches that earlier runs of the same connector have read */
  constructor(place: Place, folder: string, known: Map<string, SentFile>, signal: AbortSignal) {
    this.#place = place;
    this.#folder = folder;
    this.#known = known;
    this.#signal = signal;
  }

  /** The batch that holds each key, and whether it was handed over. Keys that are in none are left out. */
  async find(keys: readonly string[]): Promise<Map<string, { readonly batch: string; readonly isHandedOver: boolean }>> {
    const files = await this.#list();
    const parts = new Set(files.flatMap(({ name }) => (name.endsWith(partSuffix) ? [stem(name, partSuffix)] : [])));
    for (const file of files.filter(({ name }) => name.endsWith(keysSuffix))) await this.#read(file);
    const wanted = new Set(keys);
    const found = new Map<string, { batch: string; isHandedOver: boolean }>();
    for (const [batch, { keys: held }] of this.#known) {
      for (const key of held) if (wanted.has(key)) found.set(key, { batch, isHandedOver: !parts.has(batch) });
    }
    return found;
  }

  /** Writes a batch's file and its keys where the receiver does not look; nothing is handed over yet. */
  async prepare(file: string, keys: readonly string[], content: Buffer): Promise<string> {
    const batch = batchOf(keys);
    await this.#place.write(this.#folder, `${ledgerFolder}/${batch}${partSuffix}`, content, this.#signal);
    const sent: SentFile = { file, keys };
    const path = `${ledgerFolder}/${batch}${keysSuffix}`;
    await this.#place.write(this.#folder, `${path}.new`, Buffer.from(JSON.stringify(sent)), this.#signal);
    await this.#place.move(this.#folder, `${path}.new`, path, this.#signal);
    this.#known.set(batch, sent);
    return batch;
  }

  /** Hands a prepared batch over by giving its file the name that the receiver reads. */
  async handOver(batch: string, hasMarker: boolean): Promise<void> {
    const file = this.#known.get(batch)?.file;
    if (file === undefined) throw new Error(`batch ${batch} was not prepared`);
    await this.#place.move(this.#folder, `${ledgerFolder}/${batch}${partSuffix}`, file, this.#signal);
    if (hasMarker) await this.#place.write(this.#folder, `${file}.ok`, Buffer.alloc(0), this.#signal);
  }

  async #list(): Promise<readonly PlacedFile[]> {
    const isOurs = (name: string): boolean => name.endsWith(keysSuffix) || name.endsWith(partSuffix);
    try {
      const files = await this.#place.list(`${this.#folder}/${ledgerFolder}`, isOurs, this.#signal);
      if (files.length > batchesMax)
        throw new GatewayError('FILE_FOLDER_TOO_FULL', { folder: ledgerFolder, files: files.length, limit: batchesMax });
      return files;
    } catch (error) {
      // Made with the first batch. That the folder around it is missing is told by writing.
      if (error instanceof GatewayError && error.code === 'FILE_FOLDER_MISSING') return [];
      throw error;
    }
  }

  async #read(file: PlacedFile): Promise<void> {
    const batch = stem(file.name, keysSuffix);
    if (this.#known.has(batch)) return;
    const held = await this.#place.hold(`${this.#folder}/${ledgerFolder}`, file, this.#signal);
    if (!held) return;
    try {
      const sent: unknown = JSON.parse(await readFile(held.path, 'utf8'));
      if (isSentFile(sent)) this.#known.set(batch, sent);
    } finally {
      await held.release();
    }
  }
}

/** Name of a batch: the same for the same records, so that it is written once however often it is tried. */
export function batchOf(keys: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(keys.toSorted())).digest('hex').slice(0, 24);
}

function stem(name: string, suffix: string): string {
  return name.slice(0, -suffix.length);
}

function isSentFile(value: unknown): value is SentFile {
  return (
    typeof value === 'object' && value !== null && 'file' in value && typeof value.file === 'string' && 'keys' in value && Array.isArray(value.keys)
  );
}

export type KnownBatches = Map<string, SentFile>;
