import { canonicalJson } from '../../schemas/canonical-json.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Problem } from '../../schemas/problem.js';
import type { DatasetPlan, RecordMapping, RecordReference } from '../exchanges/plan.js';
import type { Hashes } from './context.js';
import { rowTrouble } from './poison.js';
import type { IdentifiedRow } from './rows.js';

/** A source row after mapping and validation: a record to store, a row to put aside, or a row that is gone. */
export type PreparedRow =
  | {
      readonly kind: 'good';
      readonly row: IdentifiedRow;
      readonly record: JsonObject;
      readonly keyHash: Buffer;
      readonly contentHash: Buffer;
      /** The record as canonical JSON (RFC 8785), personal fields and all. */
      readonly contentText: string;
      readonly eventDate: string | undefined;
      readonly references: readonly HashedReference[];
      /** What is odd about it without being wrong. */
      readonly warnings: readonly Problem[];
    }
  | {
      readonly kind: 'bad';
      readonly row: IdentifiedRow;
      readonly problems: readonly Problem[];
      /** What could be read of it: a bad row keeps its record's identity and its deadline where it shows them. */
      readonly keyHash: Buffer | undefined;
      readonly eventDate: string | undefined;
    }
  | {
      readonly kind: 'gone';
      readonly row: IdentifiedRow;
      /** Other rows are known to speak for its record still: only the row's own place in quarantine goes. */
      readonly keepsRecord?: boolean;
    };

export interface HashedReference extends RecordReference {
  readonly keyHash: Buffer;
}

export interface PrepareTools {
  readonly dataset: DatasetPlan;
  readonly mapping: Pick<RecordMapping, 'run'>;
  readonly hashes: Hashes;
  /** Today in Asia/Shanghai, YYYY-MM-DD. */
  readonly today: string;
}

const keyHashBytes = 16;

/** Maps and validates one row; pure, and the hot path of every run. */
export function prepareRow(row: IdentifiedRow, tools: PrepareTools): PreparedRow {
  if (row.op === 'delete') return { kind: 'gone', row };
  const trouble = rowTrouble(row.row);
  if (trouble) return { kind: 'bad', row, problems: trouble, keyHash: undefined, eventDate: undefined };
  const mapped = tools.mapping.run(row.row);
  if (!mapped.ok) return bad(row, mapped.problems, mapped.partial, tools);
  const problems = tools.dataset.validate(mapped.record, tools.today);
  if (problems.length > 0) return bad(row, problems, mapped.record, tools);
  const keyHash = hashOf(mapped.record, tools);
  if (!keyHash) throw new Error(`a valid ${tools.dataset.name} has no key`);
  const contentText = canonicalJson(mapped.record);
  return {
    kind: 'good',
    row,
    record: mapped.record,
    keyHash,
    contentHash: tools.hashes.content(`content\n${contentText}`),
    contentText,
    eventDate: tools.dataset.eventDate(mapped.record),
    warnings: tools.dataset.warnings(mapped.record),
    references: tools.dataset.references(mapped.record).map((reference) => ({
      ...reference,
      keyHash: recordKeyHash(reference.dataset, reference.key, tools.hashes.fingerprint),
    })),
  };
}

/** The keyed hash under which a record is found by its natural key. */
function recordKeyHash(dataset: string, key: readonly string[], fingerprint: (text: string) => Buffer): Buffer {
  return fingerprint(`key\n${dataset}\n${canonicalJson([...key])}`).subarray(0, keyHashBytes);
}

function bad(row: IdentifiedRow, problems: readonly Problem[], partial: JsonObject, tools: PrepareTools): PreparedRow {
  return { kind: 'bad', row, problems, keyHash: hashOf(partial, tools), eventDate: tools.dataset.eventDate(partial) };
}

function hashOf(record: JsonObject, tools: PrepareTools): Buffer | undefined {
  const key = tools.dataset.key(record);
  return key && recordKeyHash(tools.dataset.name, key, tools.hashes.fingerprint);
}
