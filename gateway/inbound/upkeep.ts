import type { Queryable } from '../store/store.js';

/** Longer than any exchange goes without reading, and than a new mapping needs to look back. */
const batchesKeptDays = 400;
/** More than twice the tolerance of timestamps: a request that old is refused for its time. */
const noncesKeptMinutes = 15;

/** Lets go of batches that nobody will read again, and of nonces whose requests are too old to count. */
export async function keepInboundUp(store: Queryable): Promise<void> {
  await store.query(`WITH gone AS (DELETE FROM inbound_batch WHERE taken_at < now() - make_interval(days => $1) RETURNING data_key_id)
    DELETE FROM data_key WHERE id IN (SELECT data_key_id FROM gone)`, [batchesKeptDays]);
  await store.query('DELETE FROM inbound_nonce WHERE seen_at < now() - make_interval(mins => $1)', [noncesKeptMinutes]);
}
