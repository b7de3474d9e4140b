import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { CheckStep, Connector, ConnectorContext, ConnectorType, PullRequest, StreamInfo } from '../connector.js';
import { runSteps } from './check-steps.js';
import { fileCheckSteps } from './file-check.js';
import type { ReadFile } from './file-pull.js';
import type { FileWriter } from './file-push/file-writer.js';
import { pushFile, queryFiles } from './file-push/push.js';
import type { KnownBatches } from './file-push/sent-files.js';
import { SentFiles } from './file-push/sent-files.js';
import type { FileWrite } from './file-push/write-settings.js';
import { pullFiles } from './file-pull.js';
import type { FileConfig } from './file-streams.js';
import { streamNames, streamSettings } from './file-streams.js';
import type { FoundFile } from './found-file.js';
import { withFirstPart } from './held-file.js';
import { openPlace } from './places/open-place.js';
import type { Place } from './places/place.js';
import type { FileChoice } from './places/ready-files.js';
import { readyFiles } from './places/ready-files.js';

/** Settings that every stream of files has. */
export interface FileStream extends FileChoice {
  readonly archive: 'none' | 'move';
  /** Absent: the stream is only read. */
  readonly write?: FileWrite;
}

/** What one kind of file needs to be a connector. */
export interface FileKind<Stream extends FileStream> {
  readonly type: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly spec: JsonObject;
  readonly defaults: Omit<Stream, 'folder'>;
  /** Column names of one file; none for an empty one. */
  readonly columns: (file: FoundFile, stream: Stream, signal: AbortSignal) => Promise<readonly string[]>;
  /** Reads files for one pull. */
  readonly reader: (stream: Stream, request: PullRequest) => ReadFile;
  readonly writer: (stream: Stream) => FileWriter;
}

/** A connector type that reads and writes files of one kind in folders of this machine or of an SFTP or FTP server. */
export function fileConnector<Stream extends FileStream>(
  kind: FileKind<Stream>,
): ConnectorType<FileConfig<Stream>> {
  const { type, titleZh, titleEn, spec } = kind;
  return {
    type,
    titleZh,
    titleEn,
    spec,
    capabilities: { canPull: true, canPush: true, receipts: 'none', canQuery: true },
    create: (config, context) => create(kind, config, context),
  };
}

function create<Stream extends FileStream>(
  kind: FileKind<Stream>,
  config: FileConfig<Stream>,
  context: ConnectorContext,
): Connector {
  const settings = (name: string): Stream => streamSettings<Stream>(config, kind.defaults, name);
  const { columns, reader, writer } = kind;
  const batches = new Map<string, KnownBatches>();
  const open = (): Place => openPlace(config.place, context);
  return {
    check: (signal) => closing(open(), (place) => checkAll(place, streamNames(config).map(settings), signal)),
    discover: async (signal) => {
      const place = open();
      try {
        const found: StreamInfo[] = [];
        for (const name of streamNames(config)) found.push(await describe(place, name, settings(name), signal));
        return found;
      } finally {
        await place.close();
      }
    },
    pull: (request, signal) => {
      const stream = settings(request.stream);
      return closing(open(), (place) => pullFiles(context, place, stream, request, reader(stream, request), signal));
    },
    push: async (request, signal) => {
      if (request.records.length === 0) return [];
      const stream = settings(request.stream);
      return await sending(stream, signal, async (sent, write) => await pushFile(sent, write, writer(stream), request));
    },
    query: async (request, signal) =>
      await sending(settings(request.stream), signal, async (sent) => await queryFiles(sent, request)),
    close: async () => {},
  };

  async function sending<Value>(
    stream: Stream,
    signal: AbortSignal,
    work: (sent: SentFiles, write: FileWrite) => Promise<Value>,
  ): Promise<Value> {
    if (!stream.write) throw new GatewayError('CONNECTOR_CONFIG_INVALID', { connector: context.name, missing: 'write' });
    const place = open();
    try {
      const known = batches.get(stream.folder) ?? new Map();
      batches.set(stream.folder, known);
      return await work(new SentFiles(place, stream.folder, known, signal), stream.write);
    } finally {
      await place.close();
    }
  }

  function checkAll(place: Place, streams: readonly Stream[], signal: AbortSignal): AsyncIterable<CheckStep> {
    const steps = streams.flatMap((stream) => fileCheckSteps(place, stream, columns, context.now));
    return runSteps(steps, context.now, signal);
  }

  async function describe(place: Place, name: string, stream: Stream, signal: AbortSignal): Promise<StreamInfo> {
    const newest = (await readyFiles(place, stream, context.now(), signal)).ready.at(-1);
    const names =
      newest && (await withFirstPart(place, stream, newest, signal, async (file) => await columns(file, stream, signal)));
    return { name, columns: (names ?? []).map((column) => ({ name: column, type: 'text', nullable: true })), key: [] };
  }
}

/** Runs through the work's items and closes the place behind them, also where they are left in the middle. */
async function* closing<Item>(place: Place, work: (place: Place) => AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* work(place);
  } finally {
    await place.close();
  }
}
