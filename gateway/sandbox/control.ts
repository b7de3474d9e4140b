import type { Addresses } from './addresses.js';
import type { SystemFaults } from './faults.js';
import type { Truth } from './generator/generator.js';
import { isRecord, parseRecord } from './json.js';
import { targets, type Books, type EntryList, type Target } from './receivers/books.js';
import {
  changeableStreams,
  SourceChangeError,
  type ChangeableStream,
  type SourceChanges,
} from './sources/source-changes.js';
import { faultySystems, type FaultySystem } from './systems.js';
import { startSystemServer, type Reply, type SystemServer } from './system-server.js';

export interface ControlOptions {
  readonly port: number;
  readonly books: Readonly<Record<Target, Books>>;
  readonly faults: Readonly<Record<FaultySystem, SystemFaults>>;
  readonly changes: SourceChanges;
  readonly truth: () => Truth;
  /** Known only when every server has its port. */
  readonly addresses: () => Addresses;
}

const listMax = 10_000;
const lists: readonly EntryList[] = ['arrivals', 'accepted', 'duplicates'];

/** The sandbox's own interface, for tests and for whoever sits before it. Loopback only, never misbehaves. */
export async function startControl(options: ControlOptions): Promise<SystemServer> {
  const { books, faults, changes, truth, addresses } = options;
  return startSystemServer({
    port: options.port,
    bodyBytesMax: 1024 * 1024,
    failure: (_status, error) => ({ error }),
    routes: [
      { method: 'get', path: '/control/health', answer: () => ok({ status: 'ok' }) },
      { method: 'get', path: '/control/addresses', answer: () => ok(addresses()) },
      { method: 'get', path: '/control/truth', answer: () => ok(truth()) },
      { method: 'get', path: '/control/books', answer: ({ query }) => readBooks(query, books) },
      {
        method: 'get',
        path: '/control/faults',
        answer: () =>
          ok(Object.fromEntries(faultySystems.map((system) => [system, faults[system].settings]))),
      },
      { method: 'post', path: '/control/faults', answer: ({ body }) => setFaults(body, faults) },
      { method: 'post', path: '/control/sources/rows', answer: ({ body }) => putRow(body, changes) },
    ],
  });
}

async function readBooks(query: URLSearchParams, books: ControlOptions['books']): Promise<Reply> {
  const target = query.get('target');
  const list = query.get('list');
  const chosen = targets.filter((name) => target === null || name === target);
  if (chosen.length === 0) return wrong(`target 应为 ${targets.join('、')} 之一`);
  if (list === null) {
    return ok({ targets: Object.fromEntries(chosen.map((name) => [name, books[name].counts])) });
  }
  const kind = lists.find((name) => name === list);
  const [name] = chosen;
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? 1000);
  if (kind === undefined || target === null || name === undefined)
    return wrong(`list 应为 ${lists.join('、')} 之一，并给出 target`);
  if (!Number.isInteger(offset) || offset < 0 || !Number.isInteger(limit) || limit < 1 || limit > listMax) {
    return wrong(`offset 应为非负整数，limit 应为 1 至 ${listMax}`);
  }
  return ok(await books[name].list(kind, offset, limit));
}

function setFaults(body: Buffer, faults: ControlOptions['faults']): Reply {
  const { target, ...settings } = parseRecord(body) ?? {};
  const system = faultySystems.find((name) => name === target);
  if (system === undefined) return wrong(`target 应为 ${faultySystems.join('、')} 之一`);
  const mistakes = faults[system].set(settings);
  return mistakes.length > 0
    ? wrong(mistakes.join('; '))
    : ok({ target: system, ...faults[system].settings });
}

async function putRow(body: Buffer, changes: SourceChanges): Promise<Reply> {
  const { stream, row } = parseRecord(body) ?? {};
  const known = changeableStreams.find((name) => name === stream);
  if (known === undefined || !isRecord(row))
    return wrong(`stream 应为 ${changeableStreams.join('、')} 之一，row 应为对象`);
  return putInto(known, row, changes);
}

async function putInto(
  stream: ChangeableStream,
  row: Readonly<Record<string, unknown>>,
  changes: SourceChanges,
): Promise<Reply> {
  try {
    return ok(await changes.put(stream, row));
  } catch (error) {
    if (error instanceof SourceChangeError) return wrong(error.message);
    throw error;
  }
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function wrong(error: string): Reply {
  return { status: 400, body: { error } };
}
