import type { Problem } from '../../schemas/problem.js';
import type { MakeId } from '../store/uuid.js';
import { keyTakenProblem, sourcesDifferProblem } from './problems.js';
import type { PreparedRow } from './prepare.js';
import type { IdentifiedRow } from './rows.js';

/** A source row's memory: which record it became and how it looked. */
export interface SourceRef {
  readonly recordId: string;
  readonly rowHash: Buffer;
  readonly quarantined: boolean;
}

/** A stored record, locked by this transaction. */
export interface StoredRecord {
  readonly id: string;
  readonly keyHash: Buffer;
  readonly version: number;
  readonly month: string;
  readonly contentHash: Buffer;
  readonly originStream: number;
  /** Connector and stream that made it, for people; undefined where it is the stream in hand. */
  readonly otherSource?: string;
  readonly withdrawn: boolean;
  /** Several rows of its stream were seen to speak for it. */
  readonly shared: boolean;
}

/** What the store knows of a batch's rows. */
export interface Known {
  readonly streamId: number;
  /** Its rows have a key of their own, so that another key is another row; else a changed row has another, too. */
  readonly isKeyed: boolean;
  ref(sourceKey: Buffer): SourceRef | undefined;
  recordById(id: string): StoredRecord | undefined;
  recordByKey(keyHash: Buffer): StoredRecord | undefined;
}

export type Decision =
  /** The record is as it was; only the row's memory is refreshed. */
  | {
      readonly kind: 'unchanged';
      readonly row: IdentifiedRow;
      readonly recordId: string;
      readonly mended: boolean;
      /** Another row of the stream speaks for the record already. */
      readonly joins: boolean;
    }
  /** Another row of the batch speaks for the same record. */
  | { readonly kind: 'folded'; readonly row: IdentifiedRow; readonly recordId: string }
  /** A deletion that withdraws nothing: never seen, withdrawn already, another source's, or still spoken for. */
  | { readonly kind: 'skipped'; readonly row: IdentifiedRow }
  /** A row in quarantine that is gone at its source, and with it whatever was to be mended; withdraws nothing. */
  | { readonly kind: 'dismissed'; readonly row: IdentifiedRow; readonly recordId: string }
  | {
      readonly kind: 'version';
      readonly prepared: Extract<PreparedRow, { kind: 'good' }>;
      readonly recordId: string;
      readonly before: StoredRecord | undefined;
      readonly mended: boolean;
      readonly joins: boolean;
      /** What another row of the stream said, or may have said, counts no longer. */
      readonly overrides: boolean;
    }
  | { readonly kind: 'withdrawal'; readonly row: IdentifiedRow; readonly before: StoredRecord }
  | {
      readonly kind: 'quarantine';
      readonly row: IdentifiedRow;
      readonly recordId: string;
      readonly problems: readonly Problem[];
      readonly eventDate: string | undefined;
    };

/**
 * Decides what becomes of each prepared row. Pure: everything it needs was read before.
 *
 * - A row that was seen before keeps its record, also when its key was mended (the record is re-keyed).
 * - A new row whose key is stored already speaks for that record, unless another source made it and says otherwise:
 *   two sources that differ on one key are a conflict for people, not for the last one to win.
 * - Of several rows of a batch with one key the last counts; rows of one record that now differ in key are two records.
 * - Of several rows of one stream with one key, over batches, the last counts too, and says that it overrides another.
 * - A deletion withdraws what its own source gave, and only where no other row of the batch speaks for the record: a
 *   source that enters a row anew under another number deletes the old one in the same breath.
 */
export function decide(prepared: readonly PreparedRow[], known: Known, makeId: MakeId): Decision[] {
  const speaking = speakersOf(prepared, known, makeId);
  const left = new Set(prepared.flatMap((item) => (item.kind === 'gone' ? (known.ref(item.row.sourceKey)?.recordId ?? []) : [])));
  const decisions = prepared.map((item): Decision | GoneRow => {
    if (item.kind === 'gone') return item;
    const ref = known.ref(item.row.sourceKey);
    const byKey = item.keyHash && known.recordByKey(item.keyHash);
    if (item.kind === 'bad') {
      const recordId = ref?.recordId ?? byKey?.id ?? makeId();
      return { kind: 'quarantine', row: item.row, recordId, problems: item.problems, eventDate: item.eventDate };
    }
    const speaker = speaking.get(nameOf(item));
    if (!speaker) throw new Error('every key of a batch has its speaker');
    return speaker.row === item
      ? decideGood(speaker, ref, byKey, known, left)
      : { kind: 'folded', row: item.row, recordId: speaker.recordId };
  });
  const spokenFor = new Set(decisions.flatMap((one) => (one.kind === 'gone' ? [] : (recordOf(one) ?? []))));
  return decisions.map((one) => (one.kind === 'gone' ? decideGone(one, spokenFor, known) : one));
}

type GoodRow = Extract<PreparedRow, { kind: 'good' }>;
type GoneRow = Extract<PreparedRow, { kind: 'gone' }>;

interface Speaker {
  readonly row: GoodRow;
  readonly recordId: string;
  /** One of the rows with this key was in quarantine, so that the record has obligations already. */
  readonly mended: boolean;
}

/** For each key of the batch the row that counts and the record that it speaks for: no record has two speakers. */
function speakersOf(prepared: readonly PreparedRow[], known: Known, makeId: MakeId): Map<string, Speaker> {
  const rowsOfKey = new Map<string, GoodRow[]>();
  for (const item of prepared) {
    if (item.kind === 'good') rowsOfKey.set(nameOf(item), [item, ...(rowsOfKey.get(nameOf(item)) ?? [])]);
  }
  const speakers = new Map<string, Speaker>();
  const taken = new Set<string>();
  const give = (name: string, row: GoodRow, recordId: string): void => {
    const mended = rowsOfKey.get(name)?.some((one) => known.ref(one.row.sourceKey)?.quarantined) ?? false;
    speakers.set(name, { row, recordId, mended });
    taken.add(recordId);
  };
  const others: { name: string; row: GoodRow; wanted: string | undefined; byKey: StoredRecord | undefined }[] = [];
  for (const [name, [row, ...folded]] of rowsOfKey) {
    if (!row) continue;
    const byKey = known.recordByKey(row.keyHash);
    let wanted = recordIdOf(row, byKey, known);
    for (const one of folded) wanted ??= recordIdOf(one, byKey, known);
    // A record stays with the row that bears its key, if there is one; the others take what is left.
    if (byKey && wanted === byKey.id) give(name, row, wanted);
    else others.push({ name, row, wanted, byKey });
  }
  for (const { name, row, wanted, byKey } of others) {
    const isFree = wanted !== undefined && (byKey !== undefined || !taken.has(wanted));
    give(name, row, isFree ? wanted : makeId());
  }
  return speakers;
}

function nameOf(item: GoodRow): string {
  return item.keyHash.toString('latin1');
}

/** A row stays with the record that it made; a quarantined row's reserved id gives way to a record stored meanwhile. */
function recordIdOf({ row }: GoodRow, byKey: StoredRecord | undefined, known: Known): string | undefined {
  const ref = known.ref(row.sourceKey);
  if (ref && known.recordById(ref.recordId)) return ref.recordId;
  return byKey?.id ?? ref?.recordId;
}

/** The record that a decision is about; undefined where it touches none. */
function recordOf(decision: Decision): string | undefined {
  if (decision.kind === 'skipped' || decision.kind === 'dismissed') return undefined;
  return decision.kind === 'withdrawal' ? decision.before.id : decision.recordId;
}

function decideGone({ row, keepsRecord }: GoneRow, spokenFor: Set<string>, known: Known): Decision {
  const ref = known.ref(row.sourceKey);
  const before = ref && known.recordById(ref.recordId);
  const isOurs = before && !before.withdrawn && before.originStream === known.streamId;
  if (!isOurs || keepsRecord === true || spokenFor.has(before.id)) {
    return ref?.quarantined ? { kind: 'dismissed', row, recordId: ref.recordId } : { kind: 'skipped', row };
  }
  spokenFor.add(before.id);
  return { kind: 'withdrawal', row, before };
}

function decideGood(
  { row: item, recordId, mended }: Speaker,
  ref: SourceRef | undefined,
  byKey: StoredRecord | undefined,
  known: Known,
  left: ReadonlySet<string>,
): Decision {
  const quarantine = (problem: Problem): Decision => ({
    kind: 'quarantine',
    row: item.row,
    recordId: ref?.recordId ?? recordId,
    problems: [problem],
    eventDate: item.eventDate,
  });
  const before = known.recordById(recordId) ?? (byKey?.id === recordId ? byKey : undefined);
  if (byKey && byKey.id !== recordId) return quarantine(keyTakenProblem(item.row.position));
  const isSame = before !== undefined && !before.withdrawn && before.contentHash.equals(item.contentHash);
  if (before && before.originStream !== known.streamId && !isSame) {
    return quarantine(sourcesDifferProblem(before.otherSource ?? ''));
  }
  const standsHere = before !== undefined && !before.withdrawn && before.originStream === known.streamId;
  const joins = standsHere && known.isKeyed && ref === undefined && !left.has(recordId);
  if (isSame) return { kind: 'unchanged', row: item.row, recordId, mended, joins };
  const overrides = joins || (standsHere && before.shared);
  return { kind: 'version', prepared: item, recordId, before, mended, joins, overrides };
}
