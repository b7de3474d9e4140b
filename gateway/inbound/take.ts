import { GatewayError } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { IngestContext } from '../ingest/context.js';
import type { Queryable } from '../store/store.js';

/** A batch as a sender pushed it. */
export interface PushedBatch {
  /** `department/name`. */
  readonly connector: string;
  readonly stream: string;
  /** The sender's own name of the batch. */
  readonly batch: string;
  readonly rows: readonly JsonValue[];
  readonly deleted: readonly JsonValue[];
  /** Who pushed it, as the exchange log names it. */
  readonly sender: string;
}

export interface InboundTaken {
  readonly batch: string;
  readonly rows: number;
  readonly deleted: number;
  readonly takenAt: string;
  readonly isRepeated: boolean;
}

export type TakeTools = Pick<IngestContext, 'store' | 'now' | 'makeId' | 'hashes' | 'sealing'>;

/**
 * Stores a pushed batch behind those that came before, in one transaction with its log event. The same batch again is
 * answered and not stored twice. Throws INBOUND_BATCH_DIFFERS for other content under a name that is taken, and
 * API_RESOURCE_MISSING for a connector that is not in force.
 */
export async function takeBatch(tools: TakeTools, pushed: PushedBatch): Promise<InboundTaken> {
  const { connector, stream, batch, rows, deleted } = pushed;
  const department = connector.split('/')[0] ?? '';
  const contentHash = tools.hashes.content(JSON.stringify({ rows, deleted }));
  const counts = { batch, rows: rows.length, deleted: deleted.length };
  return tools.store.transaction(async (transaction) => {
    const { connectorId, place } = await nextPlace(transaction, connector, stream);
    const [known] = await transaction.query<{ content_hash: Buffer; taken_at: Date }>(
      'SELECT content_hash, taken_at FROM inbound_batch WHERE (connector_id, stream, name) = ($1, $2, $3)',
      [connectorId, stream, batch],
    );
    if (known) {
      if (!known.content_hash.equals(contentHash)) throw new GatewayError('INBOUND_BATCH_DIFFERS', { connector, stream, batch });
      return { ...counts, takenAt: known.taken_at.toISOString(), isRepeated: true };
    }
    const id = tools.makeId();
    const now = tools.now();
    // A key of its own for each batch: what is inside may be of many people, and goes with the batch.
    const key = (await tools.sealing.keysFor(transaction, [id])).get(id);
    if (!key) throw new Error('the data key that was asked for is missing');
    const sealed = tools.sealing.seal(key, id, { rows: [...rows], deleted: [...deleted] });
    await transaction.query(
      `INSERT INTO inbound_batch (id, connector_id, stream, place, name, department_id, content_hash, row_count, sender,
         sealed, data_key_id, taken_at)
       SELECT $1, $2, $3, $4, $5, d.id, $7, $8, $9, $10, $11, $12 FROM department d WHERE d.name = $6`,
      [id, connectorId, stream, place, batch, department, contentHash, rows.length + deleted.length, pushed.sender, sealed, key.id, now.toISOString()],
    );
    const segment = new SegmentWriter();
    segment.add({
      id: tools.makeId(),
      at: now.toISOString(),
      station: 'pushed-to-us',
      actor: pushed.sender,
      department,
      code: `${connector} ${stream} ${batch}`,
      digests: { content: contentHash.toString('hex') },
    });
    await segment.write(transaction, tools.makeId, now);
    return { ...counts, takenAt: now.toISOString(), isRepeated: false };
  });
}

/** Pushes of one stream go one after the other, so that a reader who sees a place has seen all before it. */
async function nextPlace(
  transaction: Queryable,
  connector: string,
  stream: string,
): Promise<{ connectorId: number; place: number }> {
  const [found] = await transaction.query<{ id: number }>('SELECT id FROM connector WHERE reference = $1', [connector]);
  if (!found) throw new GatewayError('API_RESOURCE_MISSING', { connector });
  await transaction.query('INSERT INTO inbound_stream (connector_id, stream) VALUES ($1, $2) ON CONFLICT DO NOTHING', [found.id, stream]);
  const [next] = await transaction.query<{ last_place: number }>(
    'UPDATE inbound_stream SET last_place = last_place + 1 WHERE (connector_id, stream) = ($1, $2) RETURNING last_place',
    [found.id, stream],
  );
  if (!next) throw new Error(`the stream ${stream} of ${connector} has no place`);
  return { connectorId: found.id, place: next.last_place };
}
