import type { LogStation } from '../exchange-log/entry.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { Queryable, Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';

/** What everything about people and keys is lent. */
export interface AccessTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
}

export interface AccessEvent {
  readonly station: Extract<LogStation, 'signed-in' | 'sign-in-refused' | 'person-changed' | 'key-changed'>;
  /** Who did it. */
  readonly actor: string;
  readonly department: string;
  /** What was done, and to whom: `added ma-jianguo engineer`. */
  readonly code?: string;
}

/** Writes one event into the exchange log, in the transaction of what it tells of. */
export async function logAccess({ makeId, now }: AccessTools, transaction: Queryable, event: AccessEvent): Promise<void> {
  const segment = new SegmentWriter();
  segment.add({ id: makeId(), at: now().toISOString(), ...event });
  await segment.write(transaction, makeId, now());
}
