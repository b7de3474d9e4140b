import { pullBytesMax, pullRowsMax, type Change } from '../../connector.js';

/**
 * Gathers the changes of messages into batches within the limits. A message of many rows may be spread over several
 * batches: it is complete with the last of them.
 */
export class MessageBatch<Place> {
  #changes: Change[] = [];
  #bytes = 0;
  #completed: Place[] = [];

  /** True when there is nothing to take, not even a message without rows. */
  get isEmpty(): boolean {
    return this.#changes.length === 0 && this.#completed.length === 0;
  }

  /** How many messages are complete with what has come together. */
  get completedCount(): number {
    return this.#completed.length;
  }

  /** Adds a message's changes and gives the batches that are full with it. */
  *add(changes: readonly Change[], bytes: number, place: Place): Generator<FullBatch<Place>> {
    const each = bytes / Math.max(1, changes.length);
    for (const change of changes) {
      if (this.#changes.length > 0 && this.#bytes + each > pullBytesMax) yield this.take();
      this.#changes.push(change);
      this.#bytes += each;
      if (this.#changes.length === pullRowsMax && change !== changes.at(-1)) yield this.take();
    }
    this.#completed.push(place);
    if (this.#changes.length >= pullRowsMax || this.#bytes >= pullBytesMax) yield this.take();
  }

  /** What has come together. */
  take(): FullBatch<Place> {
    const full = { changes: this.#changes, completed: this.#completed };
    this.#changes = [];
    this.#bytes = 0;
    this.#completed = [];
    return full;
  }
}

export interface FullBatch<Place> {
  readonly changes: readonly Change[];
  /** The messages whose last change is in this batch, in their order. */
  readonly completed: readonly Place[];
}
