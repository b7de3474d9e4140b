import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../store/store.js';

const lookEveryMs = 100;
/** A retry, or a question for receipts, further off than this is not waited for. */
const nearSeconds = 60;

/**
 * Resolves when everything that can be delivered by now has its receipt. What waits for a person, for a paused or closed target,
 * for a record that is not on its way, or for a retry or a receipt far off does not count.
 */
export async function allSettled(store: Store, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const [row] = await store.query<{ open: boolean }>(
      `SELECT EXISTS (
         SELECT 1 FROM outbox o JOIN target_state s ON s.target_id = o.target_id
         WHERE NOT s.paused AND COALESCE(GREATEST(s.open_until, s.closed_until) < now() + make_interval(secs => $1), true)
           AND (o.state IN ('sending', 'unknown') OR (o.state = 'sent' AND o.token IS NOT NULL AND o.next_at < now() + make_interval(secs => $1))
             OR (o.state = 'pending' AND o.wait IS NULL AND o.next_at < now() + make_interval(secs => $1)))) AS open`,
      [nearSeconds],
    );
    if (!row?.open) return;
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
