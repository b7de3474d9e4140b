import type { LogEntry, LogStation } from '../../../gateway/exchange-log/entry.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import type { Store } from '../../../gateway/store/store.js';
import { createIdMaker, type MakeId } from '../../../gateway/store/uuid.js';

export const now = new Date('2026-11-23T04:00:00Z');

const stations: readonly LogStation[] = ['received', 'handed-over', 'accepted'];

/** Writes segments of events of made-up records into a store, and seals them. */
export class LogMaker {
  readonly makeId: MakeId = createIdMaker(() => now);
  readonly entries: LogEntry[] = [];
  readonly #store: Store;
  readonly #seal: LogSeal;

  constructor(store: Store, seal: LogSeal) {
    this.#store = store;
    this.#seal = seal;
  }

  /** `segments` of `size` events each; three events in a row are of one record. `at`: in whose month they are written. */
  async write(segments: number, size: number, at = now): Promise<void> {
    for (let n = 0; n < segments; n += 1) {
      const segment = new SegmentWriter();
      for (let i = 0; i < size; i += 1) {
        const entry = this.#entry();
        this.entries.push(entry);
        segment.add(entry);
      }
      await this.#store.transaction((transaction) => segment.write(transaction, this.makeId, at));
    }
  }

  async seal(): Promise<void> {
    while ((await sequenceSegments(this.#store, this.#seal)).state === 'sealed');
    // Of one minute only the last checkpoint is kept; a test's are all made in one.
    await this.#store.execute("UPDATE log_checkpoint SET signed_at = signed_at - interval '1 hour'");
  }

  #entry(): LogEntry {
    const count = this.entries.length;
    const record = count % stations.length === 0 ? this.makeId() : (this.entries[count - 1]?.record ?? '');
    return {
      id: this.makeId(),
      at: now.toISOString(),
      station: stations[count % stations.length] ?? 'received',
      actor: 'gateway',
      department: 'gannan-housing',
      dataset: 'administrative-penalty',
      record,
      version: 1,
      ...(count % stations.length === 0 ? { run: 1 } : { target: 'data-office/credit-china', code: '0' }),
    };
  }
}
