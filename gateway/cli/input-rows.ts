import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import type { Connector, ConnectorType } from '../../connectors/connector.js';
import { connectorTypes } from '../../connectors/registry.js';
import { noReferences, referencesOf, type References } from '../../mappings/references.js';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import { interruptible } from './interrupts.js';
import type { World } from './world.js';

/** A row given on the command line, and where it stands in what was given. */
export interface InputRow {
  readonly position: string;
  readonly row: JsonObject;
}

/** Files that a connector type reads better than we could here, by the end of their names. */
const fileTypes: Readonly<Record<string, { readonly type: string; readonly config: object }>> = {
  '.csv': { type: 'csv', config: {} },
  '.tsv': { type: 'csv', config: { delimiter: '\t' } },
  '.xlsx': { type: 'excel', config: {} },
};

/**
 * The first `limit` rows of a file, `-` being standard input: CSV and Excel as the connectors of these types read them
 * by default, anything else as JSON (an object, an array of objects, or an object a line). Throws CLI_INPUT_UNREADABLE,
 * and what the connectors throw.
 */
export async function readInputRows(world: World, input: string, limit: number): Promise<readonly InputRow[]> {
  if (input === '-') return jsonRows(await text(world.stdin), limit);
  const path = resolve(world.workingFolder, input);
  const kind = fileTypes[extname(path).toLowerCase()];
  return kind ? fileRows(world, path, kind, limit) : jsonRows(await fileText(path, input), limit);
}

/**
 * The reference records of a file for rules that look something up: a JSON object with a list of records for each dataset.
 * None where no file is given. Throws CLI_INPUT_UNREADABLE.
 */
export async function readReferences(world: World, input: string | undefined): Promise<References> {
  if (input === undefined) return noReferences;
  const value = parsed(await fileText(resolve(world.workingFolder, input), input));
  if (isRecordLists(value)) return referencesOf(value);
  throw new GatewayError('CLI_INPUT_UNREADABLE', { input: basename(input), expected: '{ dataset: [record, …] }' });
}

function isRecordLists(value: unknown): value is Readonly<Record<string, readonly JsonObject[]>> {
  const isObject = (one: unknown): boolean => typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!isObject(value)) return false;
  return Object.values(value as object).every((records) => Array.isArray(records) && records.every(isObject));
}

async function fileText(path: string, input: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new GatewayError('CLI_INPUT_UNREADABLE', { input }, cause);
  }
}

async function fileRows(
  world: World,
  path: string,
  { type, config }: { readonly type: string; readonly config: object },
  limit: number,
): Promise<InputRow[]> {
  const file = { ...config, folder: dirname(path), pattern: basename(path), readyWhen: 'rename' };
  const connector = connectorOf(connectorTypes().get(type), file, world, dirname(path));
  const request = { stream: 'files', key: [], mode: 'full', cursorColumns: [], cursor: null } as const;
  return interruptible(world, async (signal) => {
    const rows: InputRow[] = [];
    try {
      for await (const { changes } of connector.pull?.(request, signal) ?? []) {
        for (const { position, row } of changes) if (rows.length < limit) rows.push({ position, row });
        if (rows.length >= limit) break;
      }
    } finally {
      await connector.close();
    }
    if (rows.length === 0) throw new GatewayError('CLI_INPUT_UNREADABLE', { input: basename(path) });
    return rows;
  });
}

function connectorOf(type: ConnectorType<never> | undefined, config: object, world: World, folder: string): Connector {
  if (!type) throw new Error('a type of the table above is not registered');
  return type.create(config as never, {
    name: 'cli/input',
    now: () => world.clock.now(),
    workspaceFolder: folder,
    fileRoots: [folder],
    log: () => undefined,
  });
}

function jsonRows(input: string, limit: number): InputRow[] {
  const whole = parsed(input);
  const values = whole === undefined ? input.split('\n').filter((line) => line.trim() !== '').map(parsed) : [whole].flat();
  const wrong = values.findIndex((value) => typeof value !== 'object' || value === null || Array.isArray(value));
  if (wrong >= 0 || values.length === 0) throw new GatewayError('CLI_INPUT_UNREADABLE', { row: wrong + 1 });
  return (values as JsonObject[]).slice(0, limit).map((row, index) => ({ position: `row ${String(index + 1)}`, row }));
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return undefined;
  }
}
