import { ensurePartitions } from './partitions.js';
import type { Store } from './store.js';

/** Tables whose rows come and go; a server's autovacuum clears them, the embedded store has none. */
const restless = ['outbox', 'attempt_lease', 'target_state', 'exchange_state', 'log_unsequenced', 'log_head', 'log_tile_edge', 'log_checkpoint', 'log_projection', 'log_block', 'obligation'];

/** What a store needs from time to time: the partitions of the months to come, and its dead rows cleared away. */
export async function keepUp(store: Store, now: Date): Promise<void> {
  await ensurePartitions(store, now);
  if (store.kind !== 'embedded') return;
  for (const table of restless) await store.execute(`VACUUM (ANALYZE) ${table}`);
}
