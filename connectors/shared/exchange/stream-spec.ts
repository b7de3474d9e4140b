import type { JsonObject } from '../../../schemas/json.js';

/** Streams by name; what a stream cannot do is left out. */
export type ExchangeStreams = Readonly<Record<string, ExchangeStream>>;

/** A direction of a stream. */
export type PartName = 'pull' | 'push' | 'receipts' | 'query';

export interface ExchangeStream {
  readonly titleZh?: string;
  readonly pull?: PullSpec;
  readonly push?: PushSpec;
  readonly receipts?: ReceiptsSpec;
  readonly query?: QuerySpec;
}

export interface PullSpec {
  readonly path: string;
  readonly requestsPerMinute?: number;
  readonly method?: 'GET' | 'POST';
  /** Parameters; in the query of a GET, in the JSON body of a POST. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** JSON path of the list of rows. */
  readonly rows: string;
  readonly paging?: Paging;
  readonly incremental?: IncrementalSpec;
}

export type Paging =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'page' | 'offset';
      readonly parameter: string;
      readonly sizeParameter?: string;
      readonly size: number;
      /** Number of the first page or row. */
      readonly first?: number;
      /** JSON path of the number of all rows; without it a page with fewer rows than `size` is the last. */
      readonly total?: string;
    }
  | {
      readonly kind: 'cursor';
      readonly parameter: string;
      /** JSON path of the next page's cursor; none, null or empty on the last page. */
      readonly next: string;
      readonly sizeParameter?: string;
      readonly size?: number;
    }
  | {
      readonly kind: 'link';
      /** JSON path of the next page's address; without it the `Link: <…>; rel="next"` header. */
      readonly next?: string;
    };

export interface IncrementalSpec {
  /** Parameter that takes the highest value of the exchange's cursor column seen so far. */
  readonly parameter: string;
  /** Its value at the first pull; without it the parameter is left out then. */
  readonly initial?: string;
  /** Ask again for so many seconds before that value, for rows that were committed late. */
  readonly lookBackSeconds?: number;
}

export interface PushSpec {
  readonly path: string;
  readonly requestsPerMinute?: number;
  readonly method?: 'POST' | 'PUT';
  readonly body?: {
    /** What surrounds the rows; its texts may name `{attemptId}`, `{count}` and `{time}`. */
    readonly envelope?: JsonObject;
    /** JSON path of the list of rows in the envelope; empty: the list is the body. */
    readonly rows?: string;
    /** Puts each mapped row under this name, beside the fields below; without it the fields join the row. */
    readonly rowField?: string;
    /** Names of the fields that carry what the gateway knows of a record. */
    readonly fields?: {
      readonly idempotencyKey?: string;
      readonly recordKey?: string;
      readonly version?: string;
      readonly operation?: string;
    };
    /** Words of the operation field. First versions are `insert`, later ones `update`. */
    readonly operations?: { readonly insert: string; readonly update: string; readonly withdraw: string };
  };
  /** Header that carries the gateway's id of this attempt. */
  readonly batchIdHeader?: string;
  readonly response: {
    /** JSON path of one receipt number for the whole batch: every record becomes pending, `receipts` brings the answers. */
    readonly batchToken?: string;
    /** By which key the receipts of a batch will name its records. */
    readonly batchReceiptsBy?: 'idempotencyKey' | 'recordKey';
    /** Answers per row. Without both, a successful answer means that every row was accepted. */
    readonly rows?: RowAnswers;
  };
}

/** How a list of answers says what became of each record. */
export interface RowAnswers {
  /** JSON path of the list. */
  readonly results: string;
  /** Which record an answer is of: the path of its key within an answer, or the order of the list. */
  readonly by: 'idempotencyKey' | 'recordKey' | 'order';
  readonly key?: string;
  /** In the answer to a push: JSON path of the row's receipt number. A row that has one is pending. */
  readonly token?: string;
  readonly outcome?: {
    readonly path: string;
    /** Values, `*` for any other. A value in no list is `unknown`. */
    readonly accepted: readonly string[];
    readonly rejected?: readonly string[];
    readonly pending?: readonly string[];
    readonly notKnown?: readonly string[];
  };
  /** A field of its own that says that the receiver does not know the record; looked at before `outcome`. */
  readonly notKnownWhen?: { readonly path: string; readonly values: readonly string[] };
  readonly code?: string;
  readonly text?: string;
  /** Codes of rejections that sending again cannot mend, `*` for all (the default). */
  readonly permanentCodes?: readonly string[];
  readonly temporaryCodes?: readonly string[];
}

/** Asks for receipts by row's or batch's receipt numbers, whichever `push.response` gave. */
export interface ReceiptsSpec extends KeyedRequest {
  readonly rows: RowAnswers & {
    /** JSON path of the receipt number that an answer belongs to; needed unless one is asked for at a time. */
    readonly of?: string;
    readonly receivedAt?: string;
    readonly version?: string;
  };
}

export interface QuerySpec extends KeyedRequest {
  readonly rows: RowAnswers;
  /** Which key to ask by. */
  readonly by?: 'idempotencyKey' | 'recordKey';
  /** What it means that a key is not in the answer. */
  readonly absent?: 'notKnown' | 'unknown';
}

/** A request that asks about keys: in the query, in a JSON body, or (`{keys}`, one at a time) in the path. */
export interface KeyedRequest {
  readonly path: string;
  readonly requestsPerMinute?: number;
  readonly method?: 'GET' | 'POST';
  /** Query parameter, or JSON path in the body, of the keys. Not needed with `{keys}` in the path. */
  readonly parameter?: string;
  readonly keysPerRequest?: number;
}
