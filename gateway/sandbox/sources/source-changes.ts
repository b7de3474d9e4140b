import { appendFileSync, createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Generator } from '../generator/generator.js';
import type { Row, TransportRow } from '../generator/rows.js';
import { isRecord, type JsonRecord } from '../json.js';
import { appendCsvRow, licenceFiles, penaltyFiles } from './csv-files.js';
import type { Database } from './database.js';
import { changesFile, dropFolders } from './drop-folder.js';
import { isColumn, nextHousingId, putHousingRow, readHousingRow, type HousingTable } from './housing.js';
import type { TransportInspections } from './transport.js';

export const changeableStreams = [
  'gannan-housing/t_inspection', 'gannan-housing/t_penalty', 'gannan-transport/inspections',
  'gannan-market/licences', 'gannan-market/penalties',
] as const;
export type ChangeableStream = (typeof changeableStreams)[number];

export interface SourceChangesOptions {
  readonly folder: string;
  readonly generator: Generator;
  readonly database: Database;
  readonly transport: TransportInspections;
  readonly now: () => Date;
}

type Change =
  | { readonly stream: 'gannan-transport/inspections'; readonly row: TransportRow }
  | { readonly stream: Exclude<ChangeableStream, 'gannan-transport/inspections'>; readonly row: Row };

/** Wrong wish of a caller, in words for him. */
export class SourceChangeError extends Error {}

/** Rows added or changed after the sources were made. Kept in a file, since two of the sources live in memory. */
export class SourceChanges {
  private readonly path: string;
  private readonly added = new Map<ChangeableStream, number>();

  constructor(private readonly options: SourceChangesOptions) {
    this.path = join(options.folder, changesFile);
  }

  /** Makes the changes of earlier runs again, once, before the sources are opened. */
  async replay(): Promise<void> {
    if (!existsSync(this.path)) return;
    for await (const line of createInterface({ input: createReadStream(this.path, 'utf8') })) {
      const change = parseChange(line);
      if (change === undefined) continue;
      this.count(change.stream);
      // Rows of files are in the files already.
      if (!change.stream.startsWith('gannan-market/')) await this.make(change);
    }
  }

  /** Adds a row, or changes the one with its id; columns left out come from a good invented row, or stay as they are. */
  async put(stream: ChangeableStream, given: JsonRecord): Promise<Row | TransportRow> {
    const change: Change =
      stream === 'gannan-transport/inspections'
        ? { stream, row: this.completeTransport(given) }
        : { stream, row: await this.complete(stream, given) };
    this.count(stream);
    await this.make(change);
    appendFileSync(this.path, `${JSON.stringify(change)}\n`);
    return change.row;
  }

  private completeTransport(given: JsonRecord): TransportRow {
    const { generator, transport, now } = this.options;
    const source = generator.transportInspections;
    const fresh = source.goodRow(source.count + (this.added.get('gannan-transport/inspections') ?? 0));
    const id = typeof given['id'] === 'number' ? given['id'] : transport.nextId;
    requireKnown(given, (name) => name in fresh);
    // Values are passed on as given: a service may well send what its reader does not expect.
    return {
      ...(transport.find(id) ?? fresh),
      ...(given as Partial<TransportRow>),
      id,
      updatedAt: now().toISOString(),
    };
  }

  private async complete(
    stream: Exclude<ChangeableStream, 'gannan-transport/inspections'>,
    given: JsonRecord,
  ): Promise<Row> {
    const { generator, database, now } = this.options;
    const extra = this.added.get(stream) ?? 0;
    const cells = readCells(given);
    if (stream === 'gannan-market/licences' || stream === 'gannan-market/penalties') {
      const source =
        stream === 'gannan-market/licences' ? generator.marketLicences : generator.marketPenalties;
      const fresh = source.goodRow(source.count + extra);
      requireKnown(given, (name) => name in fresh);
      return { ...fresh, ...cells };
    }
    const table = tableOf(stream);
    requireKnown(given, (name) => isColumn(table, name));
    const source = table === 't_inspection' ? generator.housingInspections : generator.housingPenalties;
    const id = cells['id'] ?? (await nextHousingId(database, table));
    const standing = cells['id'] === undefined ? undefined : await readHousingRow(database, table, id);
    return {
      ...(standing ?? source.goodRow(source.count + extra)),
      ...cells,
      id,
      updated_at: now().toISOString(),
    };
  }

  private async make(change: Change): Promise<void> {
    const { database, transport, folder, generator } = this.options;
    const folders = dropFolders(folder);
    if (change.stream === 'gannan-transport/inspections') {
      transport.put(Number(change.row['id']), change.row);
    } else if (change.stream === 'gannan-market/licences') {
      await appendCsvRow(
        folders.licences,
        licenceFiles,
        Object.keys(generator.marketLicences.goodRow(0)),
        change.row,
      );
    } else if (change.stream === 'gannan-market/penalties') {
      await appendCsvRow(
        folders.penalties,
        penaltyFiles,
        Object.keys(generator.marketPenalties.goodRow(0)),
        change.row,
      );
    } else {
      await putHousingRow(database, tableOf(change.stream), change.row);
    }
  }

  private count(stream: ChangeableStream): void {
    this.added.set(stream, (this.added.get(stream) ?? 0) + 1);
  }
}

function tableOf(stream: 'gannan-housing/t_inspection' | 'gannan-housing/t_penalty'): HousingTable {
  return stream === 'gannan-housing/t_inspection' ? 't_inspection' : 't_penalty';
}

function requireKnown(given: JsonRecord, isKnown: (name: string) => boolean): void {
  const unknown = Object.keys(given).filter((name) => !isKnown(name));
  if (unknown.length > 0) throw new SourceChangeError(`没有这些列：${unknown.join('、')}`);
}

function readCells(given: JsonRecord): Row {
  const cells: Row = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string' || value === null) cells[name] = value;
    else if (typeof value === 'number') cells[name] = String(value);
    else throw new SourceChangeError(`列 ${name} 应为文本、数字或 null`);
  }
  return cells;
}

function parseChange(line: string): Change | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // Only this program writes the file; a last line cut off by a crash is passed over.
    return isRecord(value) && changeableStreams.includes(value['stream'] as ChangeableStream)
      ? (value as unknown as Change)
      : undefined;
  } catch {
    return undefined;
  }
}
