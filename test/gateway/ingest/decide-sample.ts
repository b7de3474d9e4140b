import { createHash } from 'node:crypto';
import type { Known, SourceRef, StoredRecord } from '../../../gateway/ingest/decide.js';
import type { PreparedRow } from '../../../gateway/ingest/prepare.js';
import { tableProblem } from '../../../gateway/ingest/problems.js';
import type { IdentifiedRow } from '../../../gateway/ingest/rows.js';

const thisStream = 1;
export const otherStream = 2;

/** Stands for the keyed hashes: equal for equal texts. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, 16);
}

function identified(source: string, op: 'upsert' | 'delete'): IdentifiedRow {
  return { op, sourceKey: hashOf(`source ${source}`), rowHash: hashOf(`row ${source}`), row: {}, position: source };
}

/** A sound row: `source` names the row at its source, `key` its record, `content` what the record says. */
export function good(source: string, key: string, content: string): Extract<PreparedRow, { kind: 'good' }> {
  return {
    kind: 'good',
    row: identified(source, 'upsert'),
    record: { key, content },
    keyHash: hashOf(`key ${key}`),
    contentHash: hashOf(`content ${key} ${content}`),
    contentText: '{}',
    eventDate: '2024-03-01',
    references: [],
    warnings: [],
  };
}

export function bad(source: string, key?: string): PreparedRow {
  const problems = [tableProblem('INGEST_ROW_NOT_STORABLE')];
  const keyHash = key === undefined ? undefined : hashOf(`key ${key}`);
  return { kind: 'bad', row: identified(source, 'upsert'), problems, keyHash, eventDate: undefined };
}

export function gone(source: string): PreparedRow {
  return { kind: 'gone', row: identified(source, 'delete') };
}

/** What the store is said to know: rows by name, records by name. */
export interface Memory {
  readonly isKeyed?: boolean;
  readonly refs?: Readonly<Record<string, { readonly record: string; readonly quarantined?: boolean }>>;
  readonly records?: Readonly<
    Record<string, { readonly key: string; readonly content: string; readonly stream?: number; readonly withdrawn?: boolean; readonly shared?: boolean }>
  >;
}

export function knownOf({ refs = {}, records = {}, isKeyed = true }: Memory): Known {
  const byId = new Map<string, StoredRecord>();
  const byKey = new Map<string, StoredRecord>();
  for (const [id, { key, content, stream = thisStream, withdrawn = false, shared = false }] of Object.entries(records)) {
    const record: StoredRecord = {
      id,
      keyHash: hashOf(`key ${key}`),
      version: 1,
      month: '2024-03-01',
      contentHash: hashOf(`content ${key} ${content}`),
      originStream: stream,
      withdrawn,
      shared,
    };
    byId.set(id, record);
    byKey.set(record.keyHash.toString('hex'), record);
  }
  const byRow = new Map<string, SourceRef>();
  for (const [source, { record, quarantined = false }] of Object.entries(refs)) {
    byRow.set(hashOf(`source ${source}`).toString('hex'), { recordId: record, rowHash: hashOf('as it was'), quarantined });
  }
  return {
    streamId: thisStream,
    isKeyed,
    ref: (sourceKey) => byRow.get(sourceKey.toString('hex')),
    recordById: (id) => byId.get(id),
    recordByKey: (keyHash) => byKey.get(keyHash.toString('hex')),
  };
}
