import type { Problem } from '../../schemas/problem.js';
import type { DeliveryKey } from './context.js';

/** What became of one delivery in an attempt, a receipt or an inquiry. */
export type Outcome = DeliveryKey & { readonly sentDigest?: string } & (
    | { readonly state: 'accepted'; readonly code?: string; readonly text?: string }
    /** For good: by the receiver, or by our own check before sending (then with every problem). */
    | { readonly state: 'rejected'; readonly code: string; readonly text: string; readonly problems?: readonly Problem[] }
    /** Handed over, receipt awaited. */
    | { readonly state: 'sent'; readonly token: string }
    /** Certainly not taken, or refused for now: again after a while. */
    | { readonly state: 'pending'; readonly reason: string; readonly retryAfterMs: number }
    | { readonly state: 'unknown'; readonly reason: string; readonly retryAfterMs: number }
    /** Waits for a person. */
    | { readonly state: 'held'; readonly reason: string }
  );
