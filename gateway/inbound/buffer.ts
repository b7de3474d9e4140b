import type { InboundBatch, InboundBuffer } from '../../connectors/connector.js';
import type { JsonValue } from '../../schemas/json.js';
import { GatewayError } from '../../schemas/errors.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import type { Queryable } from '../store/store.js';

/** What reading the kept batches needs. */
export interface BufferTools {
  readonly store: Queryable;
  readonly sealing: Pick<RecordSealing, 'keysById' | 'open'>;
}

export interface SealedBatch {
  readonly id: string;
  readonly place: number;
  readonly name: string;
  readonly sealed: Buffer;
  readonly data_key_id: string;
}

/** The buffer of one connector (`department/name`), as its type reads it. */
export function inboundBuffer(tools: BufferTools, connector: string): InboundBuffer {
  return {
    async next(stream, after) {
      const [row] = await tools.store.query<SealedBatch>(
        `SELECT b.id, b.place, b.name, b.sealed, b.data_key_id FROM inbound_batch b
         JOIN connector c ON c.id = b.connector_id
         WHERE c.reference = $1 AND b.stream = $2 AND b.place > $3 ORDER BY b.place LIMIT 1`,
        [connector, stream, after],
      );
      return row && (await openBatch(tools, row));
    },
    async count(stream) {
      const [row] = await tools.store.query<{ batches: number }>(
        `SELECT count(*) AS batches FROM inbound_batch b JOIN connector c ON c.id = b.connector_id
         WHERE c.reference = $1 AND b.stream = $2`,
        [connector, stream],
      );
      return row?.batches ?? 0;
    },
  };
}

/** A kept batch as it came. Throws SEALING_TEXT_DAMAGED where its key is gone. */
export async function openBatch({ store, sealing }: BufferTools, row: SealedBatch): Promise<InboundBatch> {
  const key = (await sealing.keysById(store, [row.data_key_id])).get(row.data_key_id);
  if (!key) throw new GatewayError('SEALING_TEXT_DAMAGED', { batch: row.name });
  const { rows, deleted } = sealing.open(key, row.id, row.sealed);
  return { place: row.place, name: row.name, rows: listOf(rows), deleted: listOf(deleted) };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
