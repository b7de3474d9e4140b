import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { LogEntry } from './entry.js';
import { SegmentWriter } from './segment.js';

export interface GroupedEventsOptions {
  readonly store: Pick<Store, 'transaction'>;
  readonly makeId: MakeId;
  readonly now: () => Date;
}

/** An event that says by itself all but its id and its time. */
export type GroupedEvent = Omit<LogEntry, 'id' | 'at'>;

/** How long the first of a group waits for others to be committed with it. */
const groupMs = 10;

/**
 * Writes events that belong to no other work, such as that somebody looked at a record. Those that come within a few
 * milliseconds share one transaction, so that many readers cost few commits.
 */
export class GroupedEvents {
  readonly #options: GroupedEventsOptions;
  #group: { readonly events: GroupedEvent[]; readonly committed: Promise<void> } | undefined;

  constructor(options: GroupedEventsOptions) {
    this.#options = options;
  }

  /** Resolves once the events are committed; rejects where the store would not have them: then nothing may be shown. */
  async write(events: readonly GroupedEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.#group ??= this.#begin();
    this.#group.events.push(...events);
    await this.#group.committed;
  }

  #begin(): { readonly events: GroupedEvent[]; readonly committed: Promise<void> } {
    const events: GroupedEvent[] = [];
    const committed = wait(groupMs).then(() => {
      this.#group = undefined;
      return this.#commit(events);
    });
    return { events, committed };
  }

  async #commit(events: readonly GroupedEvent[]): Promise<void> {
    const { store, makeId, now } = this.#options;
    await store.transaction(async (transaction) => {
      const segment = new SegmentWriter();
      for (const event of events) segment.add({ id: makeId(), at: now().toISOString(), ...event });
      await segment.write(transaction, makeId, now());
    });
  }
}
