import type { JsonObject, JsonValue } from '../schemas/json.js';

/**
 * The contract between the gateway and every system that it reaches. A connector knows nothing of the
 * store, the pipeline or the mappings: it moves rows and says truthfully what became of them.
 */
export interface ConnectorType<Config = unknown> {
  /** The `type` of a Connector manifest, e.g. `postgres`. */
  readonly type: string;
  readonly titleZh: string;
  readonly titleEn: string;
  /** JSON Schema (2020-12) of `spec.config`; secrets are marked `"x-secret": true`. */
  readonly spec: JsonObject;
  readonly capabilities: Capabilities;
  /** Makes a connector of an already validated configuration. Opens no connection yet. */
  create(config: Config, context: ConnectorContext): Connector;
}

export interface Capabilities {
  readonly canPull: boolean;
  readonly canPush: boolean;
  /** `now`: push returns final answers; `polled`: push returns tokens and `receipts` brings the answers. */
  readonly receipts: 'now' | 'polled' | 'none';
  /** True when `query` can ask the receiver what it knows of an idempotency key. */
  readonly canQuery: boolean;
}

/** What the gateway lends a connector. Narrow on purpose: nothing else of the gateway is reachable from it. */
export interface ConnectorContext {
  /** `department/name`, for messages. */
  readonly name: string;
  readonly now: () => Date;
  /** Relative file places are meant from this folder. */
  readonly workspaceFolder: string;
  /** Folders that file places may lie in besides the workspace, absolute; set by whoever runs the gateway. */
  readonly fileRoots?: readonly string[];
  /**
   * What may be connected to: networks (`10.20.0.0/16`), addresses, ports of addresses (`127.0.0.1:5432`), and `*` for
   * all but this machine and its link-local addresses, which is the rule where none is given.
   */
  readonly networks?: readonly string[];
  /** Addresses of a host name; absent: as this machine finds them. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly log: (event: string, facts: Record<string, string | number | boolean>) => void;
  /** What senders pushed to this connector; only a running gateway has it. */
  readonly inbound?: InboundBuffer;
}

/** The gateway's keeping of what was pushed to one connector. */
export interface InboundBuffer {
  /** The first batch of a stream behind this place; undefined where there is none yet. */
  next(stream: string, after: number): Promise<InboundBatch | undefined>;
  /** How many batches of a stream are kept. */
  count(stream: string): Promise<number>;
}

/** At most `pullRowsMax` rows that came in one request. */
export interface InboundBatch {
  /** Grows with every batch of a stream; whoever sees a place sees all before it. */
  readonly place: number;
  /** The sender's name of the batch. */
  readonly name: string;
  readonly rows: readonly JsonValue[];
  /** Rows, or their keys alone, that the sender withdraws. */
  readonly deleted: readonly JsonValue[];
}

export interface Connector {
  /** Changes nothing on the far side; yields one plain step after another and stops at the first that fails. */
  check(signal: AbortSignal): AsyncIterable<CheckStep>;
  discover(signal: AbortSignal): Promise<StreamInfo[]>;
  /** Only where `canPull`. Batches of at most `pullRowsMax` rows or `pullBytesMax` bytes. */
  pull?(request: PullRequest, signal: AbortSignal): AsyncIterable<PullBatch>;
  /**
   * Only where the far side is told what was taken over: says that these changes, as a pull gave them, have been stored.
   * Called once for each stored batch, in order, also while the next is being pulled. Repeating it does no harm.
   */
  taken?(request: TakenRequest, signal: AbortSignal): Promise<void>;
  /**
   * Only where `canPush`. One result per record, in the order given; never throws for one bad record.
   * Throws a GatewayError only when it is certain that nothing of the batch was taken (e.g. connection refused
   * before anything was sent); every other doubt is an `unknown` result.
   */
  push?(request: PushRequest, signal: AbortSignal): Promise<PushResult[]>;
  /** Only where receipts are polled. Yields what has become known of the tokens; unknown ones are left out. */
  receipts?(request: ReceiptRequest, signal: AbortSignal): AsyncIterable<Receipt[]>;
  /** Only where `canQuery`. Same order as the keys. Asks without changing anything. */
  query?(request: QueryRequest, signal: AbortSignal): Promise<QueryResult[]>;
  /** Ends every connection; safe to call twice. */
  close(): Promise<void>;
}

export const pullRowsMax = 500;
export const pullBytesMax = 4 * 1024 * 1024;

export interface CheckStep {
  /** Stable word: `resolve`, `connect`, `sign-in`, `rights`, `read`, `write`. */
  readonly step: string;
  readonly ok: boolean;
  readonly durationMs: number;
  readonly zh: string;
  readonly en: string;
  /** Error code of the table where not ok. */
  readonly code?: string;
}

export interface StreamInfo {
  readonly name: string;
  readonly titleZh?: string;
  readonly columns: readonly ColumnInfo[];
  readonly key: readonly string[];
  readonly rowCount?: number;
}

export interface ColumnInfo {
  readonly name: string;
  /** The far system's own type name. */
  readonly type: string;
  readonly comment?: string;
  readonly nullable: boolean;
}

/**
 * One source row. Numbers wider than a double and all decimals arrive as strings, dates as `YYYY-MM-DD`,
 * instants as UTC ISO strings, empty cells as null, never undefined.
 */
export type SourceRow = Record<string, JsonValue>;

export interface PullRequest {
  readonly stream: string;
  /** Columns of the stream that identify a row; empty: the row's content does. */
  readonly key: readonly string[];
  readonly mode: 'incremental' | 'full' | 'snapshot';
  /** Column(s) that order an incremental pull, e.g. `updated_at`. */
  readonly cursorColumns: readonly string[];
  /** Opaque, as the last stored batch gave it; null at the first run. */
  readonly cursor: string | null;
}

export interface TakenRequest {
  readonly stream: string;
  readonly changes: readonly Change[];
}

export interface PullBatch {
  readonly changes: readonly Change[];
  /** Where to go on after this batch. Stored in the transaction that stores the batch. */
  readonly cursor: string;
  /** True on the last batch of a complete snapshot: whatever was not seen is gone at the source. */
  readonly snapshotComplete?: boolean;
}

export interface Change {
  readonly op: 'upsert' | 'delete';
  readonly sourceKey: string;
  readonly row: SourceRow;
  /** Where the row stands, for a person: `list.csv row 17`, `t_penalty id=42`. */
  readonly position: string;
}

export interface PushRequest {
  readonly stream: string;
  readonly records: readonly PushRecord[];
  /** Gateway's id of this attempt; the receiver's batch number may be derived from it. */
  readonly attemptId: string;
}

export interface PushRecord {
  /** Same for every repetition of one record version at one target; changes with a deliberate resend. */
  readonly idempotencyKey: string;
  /** Key of the record at the receiver: the same for all its versions. */
  readonly recordKey: string;
  readonly version: number;
  readonly op: 'upsert' | 'withdraw';
  readonly row: JsonObject;
}

export type PushResult =
  | { readonly outcome: 'accepted'; readonly code?: string; readonly text?: string }
  | { readonly outcome: 'rejected'; readonly code: string; readonly text: string; readonly permanent: boolean }
  | { readonly outcome: 'pending'; readonly token: string }
  | { readonly outcome: 'unknown'; readonly reason: string; readonly retryAfterMs?: number };

export interface ReceiptRequest {
  readonly stream: string;
  readonly tokens: readonly string[];
}

export interface Receipt {
  readonly token: string;
  readonly outcome: 'accepted' | 'rejected';
  readonly code: string;
  readonly text: string;
  /** Permanent rejections go to quarantine; others are sent again. */
  readonly permanent: boolean;
  /** The receiver's own time of its answer, ISO, where it gives one. */
  readonly receivedAt?: string;
  /** The version that the receipt names, where the receiver names one. */
  readonly version?: number;
}

export interface QueryRequest {
  readonly stream: string;
  readonly keys: readonly { readonly idempotencyKey: string; readonly recordKey: string; readonly version: number }[];
}

/** `notKnown` is a definite no; `unknown` means that the receiver could not tell. */
export type QueryResult =
  | { readonly outcome: 'accepted'; readonly code?: string; readonly text?: string }
  | { readonly outcome: 'rejected'; readonly code: string; readonly text: string; readonly permanent: boolean }
  | { readonly outcome: 'pending'; readonly token: string }
  | { readonly outcome: 'notKnown' }
  | { readonly outcome: 'unknown' };
