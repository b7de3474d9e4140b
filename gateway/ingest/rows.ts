import type { Change, SourceRow } from '../../connectors/connector.js';

/** One source row with its two fingerprints. */
export interface IdentifiedRow {
  readonly op: 'upsert' | 'delete';
  /** First 16 bytes of the keyed hash of the source's key: the key itself may name a person. */
  readonly sourceKey: Buffer;
  /**
   * Keyed hash of the row and of the mapping that reads it: equal to the stored one means nothing to do. Over plain
   * JSON, which is quick: columns in another order only cost a second look at the record.
   */
  readonly rowHash: Buffer;
  readonly row: SourceRow;
  readonly position: string;
}

const sourceKeyBytes = 16;

/**
 * Fingerprints a batch's rows and folds doubles: of rows with one source key the last counts.
 * @returns the rows that count, in their order, and how many were folded away
 */
export function identifyRows(
  changes: readonly Change[],
  mappingDigest: string,
  fingerprint: (text: string) => Buffer,
): { rows: IdentifiedRow[]; folded: number } {
  const byKey = new Map<string, IdentifiedRow>();
  for (const change of changes) {
    const sourceKey = fingerprint(`source-key\n${change.sourceKey}`).subarray(0, sourceKeyBytes);
    const content = change.op === 'delete' ? 'deleted' : JSON.stringify(change.row);
    const name = sourceKey.toString('latin1');
    byKey.delete(name); // so that the last one also takes the last place
    byKey.set(name, {
      op: change.op,
      sourceKey,
      rowHash: fingerprint(`row\n${mappingDigest}\n${content}`),
      row: change.row,
      position: change.position,
    });
  }
  return { rows: [...byKey.values()], folded: changes.length - byKey.size };
}
