import type {
  Connector,
  PushRecord,
  PushRequest,
  PushResult,
  QueryRequest,
  QueryResult,
  Receipt,
  ReceiptRequest,
} from '../../../connectors/connector.js';

export const accepted: PushResult = { outcome: 'accepted', code: '0000', text: '成功' };

/**
 * A receiver that does what a test tells it to and remembers what it was asked. Without a word it accepts everything.
 * It keeps what it accepted by idempotency key, so that a doubling would show.
 */
export class TestReceiver {
  readonly pushes: PushRequest[] = [];
  readonly queries: QueryRequest[] = [];
  readonly polls: ReceiptRequest[] = [];
  /** How often each idempotency key was accepted. */
  readonly taken = new Map<string, number>();
  /** Answers a batch; may throw. */
  onPush: (request: PushRequest, signal: AbortSignal) => PushResult[] | Promise<PushResult[]> = ({ records }) =>
    records.map(() => accepted);
  /** Where it is not set, the receiver cannot be asked. */
  onQuery: ((request: QueryRequest) => QueryResult[]) | undefined;
  /** Where it is not set, the receiver gives no receipts later. */
  onPoll: ((request: ReceiptRequest) => Receipt[]) | undefined;

  /** Answers each record by itself. */
  answer(each: (record: PushRecord) => PushResult): void {
    this.onPush = ({ records }) => records.map(each);
  }

  /** What was handed over, batch by batch, each record by what `name` calls it. */
  named(name: (record: PushRecord) => string = nameOf): string[][] {
    return this.pushes.map(({ records }) => records.map(name));
  }

  connect(): Connector {
    const { onQuery, onPoll, polls } = this;
    return {
      async *check() {},
      discover: () => Promise.resolve([]),
      push: async (request, signal) => {
        this.pushes.push(request);
        const results = await this.onPush(request, signal);
        for (const [i, { idempotencyKey }] of request.records.entries()) {
          if (results[i]?.outcome === 'accepted') this.taken.set(idempotencyKey, (this.taken.get(idempotencyKey) ?? 0) + 1);
        }
        return results;
      },
      ...(onQuery && {
        query: (request: QueryRequest) => {
          this.queries.push(request);
          return Promise.resolve(onQuery(request));
        },
      }),
      ...(onPoll && {
        receipts: async function* (this: void, request: ReceiptRequest) {
          polls.push(request);
          yield onPoll(request);
        },
      }),
      close: () => Promise.resolve(),
    };
  }
}

/** `12 v2`, with `-` in front of a withdrawal and the number of the resend behind it where there is one. */
function nameOf({ op, row, version, idempotencyKey }: PushRecord): string {
  const resend = idempotencyKey.split('.').at(-1);
  return `${op === 'withdraw' ? '-' : ''}${row['number'] as string} v${String(version)}${resend === '0' ? '' : ` again ${String(resend)}`}`;
}
