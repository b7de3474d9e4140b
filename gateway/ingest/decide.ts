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
  readonly withdrawn: boolean;
}

/** What the store knows of a batch's rows. */
export interface Known {
  readonly streamId: number;
  ref(sourceKey: Buffer): SourceRef | undefined;
  recordById(id: string): StoredRecord | undefined;
  recordByKey(keyHash: Buffer): StoredRecord | undefined;
}

export type Decision =
  /** The record is as it was; only the row's memory is refreshed. */
  | { readonly kind: 'unchanged'; readonly row: IdentifiedRow; readonly recordId: string; readonly mended: boolean }
  /** Another row of the batch speaks for the same record. */
  | { readonly kind: 'folded'; readonly row: IdentifiedRow; readonly recordId: string }
  /** A deletion of something never seen. */
  | { readonly kind: 'skipped'; readonly row: IdentifiedRow }
  | {
      readonly kind: 'version';
      readonly prepared: Extract<PreparedRow, { kind: 'good' }>;
      readonly recordId: string;
      readonly before: StoredRecord | undefined;
      readonly mended: boolean;
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
 * - Of several rows of a batch with one key the last counts.
 */
export function decide(prepared: readonly PreparedRow[], known: Known, makeId: MakeId): Decision[] {
  const lastOfKey = new Map<string, PreparedRow>();
  for (const item of prepared) if (item.kind === 'good') lastOfKey.set(item.keyHash.toString('latin1'), item);
  const idOfKey = new Map<string, string>();
  const decisions: Decision[] = [];
  for (const item of prepared) {
    const ref = known.ref(item.row.sourceKey);
    if (item.kind === 'gone') {
      const before = ref && known.recordById(ref.recordId);
      decisions.push(
        before && !before.withdrawn ? { kind: 'withdrawal', row: item.row, before } : { kind: 'skipped', row: item.row },
      );
      continue;
    }
    const byKey = item.keyHash && known.recordByKey(item.keyHash);
    if (item.kind === 'bad') {
      const recordId = ref?.recordId ?? byKey?.id ?? makeId();
      decisions.push({ kind: 'quarantine', row: item.row, recordId, problems: item.problems, eventDate: item.eventDate });
      continue;
    }
    const name = item.keyHash.toString('latin1');
    const recordId = recordIdOf(ref, byKey, known) ?? idOfKey.get(name) ?? makeId();
    idOfKey.set(name, recordId);
    decisions.push(
      lastOfKey.get(name) === item
        ? decideGood(item, ref, byKey, recordId, known)
        : { kind: 'folded', row: item.row, recordId },
    );
  }
  return decisions;
}

/** A row stays with the record that it made; a quarantined row's reserved id gives way to a record stored meanwhile. */
function recordIdOf(ref: SourceRef | undefined, byKey: StoredRecord | undefined, known: Known): string | undefined {
  if (ref && known.recordById(ref.recordId)) return ref.recordId;
  return byKey?.id ?? ref?.recordId;
}

function decideGood(
  item: Extract<PreparedRow, { kind: 'good' }>,
  ref: SourceRef | undefined,
  byKey: StoredRecord | undefined,
  recordId: string,
  known: Known,
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
    return quarantine(sourcesDifferProblem(item.row.position));
  }
  const mended = ref?.quarantined ?? false;
  if (isSame) return { kind: 'unchanged', row: item.row, recordId, mended };
  return { kind: 'version', prepared: item, recordId, before, mended };
}
