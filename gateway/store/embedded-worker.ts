import { fdatasyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { openedId, type EmbeddedReply, type EmbeddedRequest, type EmbeddedWorkerData } from './embedded-protocol.js';

/**
 * PGlite keeps its files through Emscripten's NODEFS, which has no fsync: a commit would live only in the
 * operating system's cache and a power failure would lose it. This adds the missing operation. It leans on
 * Emscripten's internals, so the version of PGlite is pinned and a test counts the calls.
 */
class SyncingNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args);
    const addSync = (module: EmscriptenModule): void => {
      module.FS.filesystems.NODEFS.stream_ops.fsync = (stream) => {
        if (stream.nfd !== undefined) fdatasyncSync(stream.nfd);
        return 0;
      };
    };
    const preRun = (made.emscriptenOpts.preRun ?? []) as unknown[];
    return { ...made, emscriptenOpts: { ...made.emscriptenOpts, preRun: [...preRun, addSync] as never } };
  }
}

interface EmscriptenModule {
  readonly FS: {
    readonly filesystems: {
      readonly NODEFS: { readonly stream_ops: { fsync?: (stream: { nfd?: number }) => number } };
    };
  };
}

/** PGlite starts PostgreSQL with `-F` (no fsync); without it and with a plain fsync each commit reaches the disk. */
const startParams = [
  ...PGlite.defaultStartParams.filter((word) => word !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  // As for a server store: batches look up some hundred rows of large tables by their keys.
  '-c',
  'random_page_cost=1.1',
];

const byteArray = 17;
const parsers: PGliteOptions['parsers'] = {
  [types.INT8]: (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a JavaScript number`);
    return value;
  },
  [types.DATE]: (text: string) => text,
  [types.NUMERIC]: (text: string) => text,
};

async function serve(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  const { folder } = workerData as EmbeddedWorkerData;
  const send = (reply: EmbeddedReply): void => port.postMessage(reply);
  let database: PGlite;
  try {
    database = await PGlite.create({ fs: new SyncingNodeFS(folder), startParams, parsers });
    send({ id: openedId, rows: [], byteColumns: [] });
  } catch (error) {
    send({ id: openedId, error: describe(error) });
    return;
  }
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: EmbeddedRequest) => {
    last = last.then(async () => {
      try {
        send(await answer(database, request));
      } catch (error) {
        send({ id: request.id, error: describe(error) });
      }
      if (request.kind === 'close') port.close();
    });
  });
}

async function answer(database: PGlite, request: EmbeddedRequest): Promise<EmbeddedReply> {
  switch (request.kind) {
    case 'query': {
      const result = await database.query<Record<string, unknown>>(request.sql, [...request.parameters]);
      const byteColumns = result.fields.filter((field) => field.dataTypeID === byteArray).map((field) => field.name);
      return { id: request.id, rows: result.rows, byteColumns };
    }
    case 'copy':
      await database.query(request.sql, [], { blob: new Blob([request.bytes]) });
      break;
    case 'execute':
      await database.exec(request.sql);
      break;
    case 'close':
      await database.close();
  }
  return { id: request.id, rows: [], byteColumns: [] };
}

function describe(error: unknown): { message: string; code?: string; detail?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, detail } = error as Error & { code?: string; detail?: string };
  return { message: error.message, ...(code ? { code } : {}), ...(detail ? { detail } : {}) };
}

await serve();
