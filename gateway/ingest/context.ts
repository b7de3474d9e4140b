import type { ObligationPlanner } from '../exchanges/plan.js';
import type { Observe } from '../exchanges/stations.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';

/** What the pipeline is lent by the program; made once in gateway/app.ts. */
export interface IngestContext {
  readonly store: Store;
  readonly now: () => Date;
  readonly makeId: MakeId;
  /** Keyed hashes of texts, 32 bytes: equal texts are found again, but nobody can guess one from its hash. */
  readonly hashes: Hashes;
  readonly sealing: RecordSealing;
  readonly planner: ObligationPlanner;
  readonly observe: Observe;
}

export interface Hashes {
  /** HMAC: stands for a record's content, in the log too. */
  readonly content: (text: string) => Buffer;
  /** The quick one, for looking things up. */
  readonly fingerprint: (text: string) => Buffer;
}

export interface RunningRun {
  readonly id: number;
  /** Holds the exchange's running lock while its rows name it. */
  readonly owner: string;
}

/** Counted in source rows, but for `versions` and `overridden`: rows = unchanged + folded + skipped + mapped + quarantined. */
export interface RunCounts {
  rows: number;
  unchanged: number;
  folded: number;
  skipped: number;
  mapped: number;
  quarantined: number;
  versions: number;
  /** Of the versions those that took the place of what another row of the stream said of the record. */
  overridden: number;
}

export function noCounts(): RunCounts {
  return { rows: 0, unchanged: 0, folded: 0, skipped: 0, mapped: 0, quarantined: 0, versions: 0, overridden: 0 };
}
