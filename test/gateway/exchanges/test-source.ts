import type { Change, Connector, PullBatch, PullRequest, SourceRow } from '../../../connectors/connector.js';

/**
 * A source that a test fills batch by batch. Incremental pulls begin after the batch that the cursor names; a snapshot
 * shows the rows that stand now, all in one batch or in several, and goes on where a cursor says.
 */
export class TestSource {
  readonly requests: PullRequest[] = [];
  readonly #batches: Change[][] = [];
  readonly #standing = new Map<string, Change>();
  /** Called after so many batches of a pull; may throw, as a source that breaks off. */
  afterBatch: (count: number) => void = () => undefined;
  /** Rows in a batch of a snapshot. */
  snapshotRows = 1000;

  /** One more batch of changed rows; a row's `id` is its source key. */
  give(...rows: readonly SourceRow[]): void {
    this.#add(rows.map((row) => change('upsert', row['id'] as string, row)));
  }

  /** One more batch, in which these rows are reported as deleted. */
  delete(...ids: readonly string[]): void {
    this.#add(ids.map((id) => change('delete', id, {})));
  }

  /** Rows that stand in the source and come in no batch: behind the cursor of every run to come. */
  behind(...rows: readonly SourceRow[]): void {
    for (const row of rows) this.#standing.set(row['id'] as string, change('upsert', row['id'] as string, row));
  }

  /** Rows that are gone from the source without a word. */
  forget(...ids: readonly string[]): void {
    for (const id of ids) this.#standing.delete(id);
  }

  /** One more batch, made by hand. */
  add(...changes: readonly Change[]): void {
    this.#add(changes);
  }

  #add(changes: readonly Change[]): void {
    this.#batches.push([...changes]);
    for (const one of changes) {
      if (one.op === 'delete') this.#standing.delete(one.sourceKey);
      else this.#standing.set(one.sourceKey, one);
    }
  }

  connect(): Connector {
    return {
      async *check() {},
      discover: () => Promise.resolve([]),
      pull: (request, signal) => this.#pull(request, signal),
      close: () => Promise.resolve(),
    };
  }

  async *#pull(request: PullRequest, signal: AbortSignal): AsyncGenerator<PullBatch> {
    this.requests.push(request);
    if (request.mode === 'snapshot') {
      yield* this.#snapshot(Number(request.cursor ?? 0));
      return;
    }
    const begun = Number(request.cursor ?? 0);
    for (let next = begun; next < this.#batches.length && !signal.aborted; next += 1) {
      yield { changes: this.#batches[next] ?? [], cursor: String(next + 1) };
      this.afterBatch(next + 1 - begun);
    }
  }

  *#snapshot(from: number): Generator<PullBatch> {
    const rows = [...this.#standing.values()];
    for (let next = from; next === from || next < rows.length; next += this.snapshotRows) {
      const end = next + this.snapshotRows;
      const snapshotComplete = end >= rows.length;
      yield { changes: rows.slice(next, end), cursor: snapshotComplete ? '0' : String(end), snapshotComplete };
      this.afterBatch(end - from);
    }
  }
}

export function change(op: 'upsert' | 'delete', sourceKey: string, row: SourceRow): Change {
  return { op, sourceKey, row, position: `row ${sourceKey}` };
}
