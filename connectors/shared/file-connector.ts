import type { JsonObject } from '../../schemas/json.js';
import type { Connector, ConnectorContext, ConnectorType, PullRequest, StreamInfo } from '../connector.js';
import { checkFiles } from './file-check.js';
import type { FilePlace, FoundFile } from './file-place.js';
import { listFiles } from './file-place.js';
import type { ReadFile } from './file-pull.js';
import { pullFiles } from './file-pull.js';
import type { FileConfig } from './file-streams.js';
import { streamNames, streamSettings } from './file-streams.js';

/** Settings that every stream of files has. */
export interface FileStream extends FilePlace {
  readonly archive: 'none' | 'move';
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
}

/** A connector type that pulls files of one kind from folders of the workspace. */
export function fileConnector<Stream extends FileStream>(
  kind: FileKind<Stream>,
): ConnectorType<FileConfig<Stream>> {
  const { type, titleZh, titleEn, spec } = kind;
  return {
    type,
    titleZh,
    titleEn,
    spec,
    capabilities: { canPull: true, canPush: false, receipts: 'none', canQuery: false },
    create: (config, context) => create(kind, config, context),
  };
}

function create<Stream extends FileStream>(
  kind: FileKind<Stream>,
  config: FileConfig<Stream>,
  context: ConnectorContext,
): Connector {
  const settings = (name: string): Stream => streamSettings<Stream>(config, kind.defaults, name);
  return {
    check: (signal) => checkFiles(streamNames(config).map(settings), kind.columns, context, signal),
    discover: async (signal) => {
      const found: StreamInfo[] = [];
      for (const name of streamNames(config)) {
        const stream = settings(name);
        const newest = (await listFiles(context, stream, context.now())).ready.at(-1);
        const names = newest ? await kind.columns(newest, stream, signal) : [];
        found.push({
          name,
          columns: names.map((column) => ({ name: column, type: 'text', nullable: true })),
          key: [],
        });
      }
      return found;
    },
    pull: (request, signal) => {
      const stream = settings(request.stream);
      return pullFiles(context, stream, request, kind.reader(stream, request), signal);
    },
    close: async () => {},
  };
}
