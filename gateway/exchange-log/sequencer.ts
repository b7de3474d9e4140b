import type { Store } from '../store/store.js';

/** Segments placed in one transaction. */
const segmentsMax = 1000;

/**
 * Gives committed segments their places in the log, contiguous and in the order of their ids. The row lock on the
 * head makes it one sequencer at a time over all processes; a second one finds it locked and leaves the work to it.
 * Returns how many segments were placed; 0 when there is nothing to do or another is at it.
 */
export async function sequenceSegments(store: Store): Promise<number> {
  return store.transaction(async (transaction) => {
    const [head] = await transaction.query<{ next_index: number }>(
      'SELECT next_index FROM log_head FOR UPDATE SKIP LOCKED',
    );
    if (!head) return 0;
    const placed = await transaction.query<{ entry_count: number }>(
      `WITH taken AS (
         DELETE FROM log_unsequenced WHERE segment_id IN
           (SELECT segment_id FROM log_unsequenced ORDER BY segment_id LIMIT $2)
         RETURNING segment_id, month, entry_count)
       INSERT INTO log_sequence (first_index, entry_count, segment_id, month)
       SELECT $1 + (sum(entry_count) OVER (ORDER BY segment_id)) - entry_count, entry_count, segment_id, month
       FROM taken
       RETURNING entry_count`,
      [head.next_index, segmentsMax],
    );
    if (placed.length === 0) return 0;
    const entries = placed.reduce((sum, segment) => sum + segment.entry_count, 0);
    await transaction.query('UPDATE log_head SET next_index = $1', [head.next_index + entries]);
    return placed.length;
  });
}
