import type { Change, SourceRow } from '../../connectors/connector.js';
import { withoutColumns } from '../../mappings/withheld.js';
import type { RecordMapping } from '../exchanges/plan.js';

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
 * Fingerprints a batch's rows and folds doubles: of rows with one source key the last counts. Columns that the mapping
 * withholds are gone from here on: nothing that is kept, sent or shown ever sees them.
 * @returns the rows that count, in their order, and how many were folded away
 */
export function identifyRows(
  changes: readonly Change[],
  mapping: Pick<RecordMapping, 'digest' | 'withheld'>,
  fingerprint: (text: string) => Buffer,
): { rows: IdentifiedRow[]; folded: number } {
  const byKey = new Map<string, IdentifiedRow>();
  for (const change of changes) {
    const sourceKey = sourceKeyHash(change.sourceKey, fingerprint);
    const source = withoutColumns(change.row, mapping.withheld);
    const content = change.op === 'delete' ? 'deleted' : JSON.stringify(source);
    const name = sourceKey.toString('latin1');
    byKey.delete(name); // so that the last one also takes the last place
    byKey.set(name, {
      op: change.op,
      sourceKey,
      rowHash: fingerprint(`row\n${mapping.digest}\n${content}`),
      row: source,
      position: change.position,
    });
  }
  return { rows: [...byKey.values()], folded: changes.length - byKey.size };
}

/** What stands for a source's own key wherever it is kept: the key itself may name a person. */
export function sourceKeyHash(sourceKey: string, fingerprint: (text: string) => Buffer): Buffer {
  return fingerprint(`source-key\n${sourceKey}`).subarray(0, sourceKeyBytes);
}
