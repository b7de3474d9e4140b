import { appendFileSync, createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { isRecord } from '../json.js';

export const targets = ['gansu-internet-plus', 'credit-china', 'gsxt-gansu', 'record-desks'] as const;
export type Target = (typeof targets)[number];

/** One row of one request, and what the receiver made of it. */
export interface Entry {
  readonly at: string;
  readonly target: Target;
  readonly stream: string;
  /** Idempotency key. */
  readonly key: string;
  readonly recordKey: string;
  readonly version?: number;
  readonly operation: 'upsert' | 'withdraw';
  /** `repeated`: a receiver that dedupes knew the key and handled nothing. */
  readonly outcome: 'accepted' | 'rejected' | 'repeated';
  readonly code: string;
  readonly text: string;
  readonly receiptNo?: string;
  /** How often the receipt is given: lost receipts 0, duplicate ones 2. */
  readonly receiptCopies?: number;
  /** What other rows may refer to this one by. */
  readonly reference?: string;
  /** Data as received, where the receiver's tables are filled again from the books after a restart. */
  readonly row?: Readonly<Record<string, unknown>>;
}

export interface KeyState {
  /** The last entry that was handled. */
  readonly entry: Entry;
  readonly timesAccepted: number;
}

export interface BookCounts {
  requests: number;
  refusedBatches: number;
  arrivals: number;
  accepted: number;
  rejected: number;
  duplicatesAccepted: number;
  withdrawn: number;
  records: number;
}

export type EntryList = 'arrivals' | 'accepted' | 'duplicates';

/**
 * What one receiver counted. Raw arrivals stand apart from acceptances, so that a doubled delivery shows
 * even where the receiver dedupes. Everything handled is written to a journal before it is answered.
 */
export class Books {
  private readonly keys = new Map<string, KeyState>();
  private readonly heldRecords = new Set<string>();
  private readonly counted = {
    requests: 0,
    refusedBatches: 0,
    arrivals: 0,
    accepted: 0,
    rejected: 0,
    duplicatesAccepted: 0,
    withdrawn: 0,
  };

  constructor(
    readonly target: Target,
    private readonly journal: string,
  ) {}

  get counts(): BookCounts {
    return { ...this.counted, records: this.heldRecords.size };
  }

  /** One request that was understood, with all its rows. */
  write(entries: readonly Entry[]): void {
    this.counted.requests += 1;
    if (entries.length === 0) return;
    appendFileSync(this.journal, `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`);
    for (const entry of entries) this.apply(entry);
  }

  refuseBatch(): void {
    this.counted.requests += 1;
    this.counted.refusedBatches += 1;
  }

  ofKey(key: string): KeyState | undefined {
    return this.keys.get(key);
  }

  /** Whether a stream holds a record: the same record may lie at several desks, and be withdrawn from each by itself. */
  holds(stream: string, recordKey: string): boolean {
    return this.heldRecords.has(placeOf({ stream, recordKey }));
  }

  /** Counts an entry in; also called for those that an earlier run left in the journal. */
  apply(entry: Entry): void {
    this.counted.arrivals += 1;
    if (entry.outcome === 'repeated') return;
    const timesBefore = this.keys.get(entry.key)?.timesAccepted ?? 0;
    const isAccepted = entry.outcome === 'accepted';
    const { row: _row, ...slim } = entry;
    this.keys.set(entry.key, { entry: slim, timesAccepted: timesBefore + (isAccepted ? 1 : 0) });
    if (!isAccepted) {
      this.counted.rejected += 1;
      return;
    }
    this.counted.accepted += 1;
    if (timesBefore > 0) this.counted.duplicatesAccepted += 1;
    if (entry.operation === 'withdraw') {
      this.counted.withdrawn += 1;
      this.heldRecords.delete(placeOf(entry));
    } else {
      this.heldRecords.add(placeOf(entry));
    }
  }

  /** A page of single entries, read from the journal; `duplicates` names keys accepted more than once. */
  async list(kind: EntryList, offset: number, limit: number): Promise<{ total: number; rows: unknown[] }> {
    const rows: unknown[] = [];
    let total = 0;
    const add = (row: unknown): void => {
      if (total >= offset && rows.length < limit) rows.push(row);
      total += 1;
    };
    if (kind === 'duplicates') {
      for (const [key, { timesAccepted }] of this.keys) {
        if (timesAccepted > 1) add({ key, times: timesAccepted });
      }
      return { total, rows };
    }
    for await (const { row: _row, ...entry } of readJournal(this.journal)) {
      if (entry.target === this.target && (kind === 'arrivals' || entry.outcome === 'accepted')) add(entry);
    }
    return { total, rows };
  }
}

function placeOf({ stream, recordKey }: Pick<Entry, 'stream' | 'recordKey'>): string {
  return `${stream}\n${recordKey}`;
}

/** Entries of an earlier run; a last line that was cut off by a crash is left out. */
export async function* readJournal(path: string): AsyncGenerator<Entry> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    const entry = parseEntry(line);
    if (entry !== undefined) yield entry;
  }
}

function parseEntry(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // Only this program writes the journal; anything else in it is passed over.
    return isRecord(value) && targets.includes(value['target'] as Target)
      ? (value as unknown as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}
