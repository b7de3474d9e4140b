import type { Problem } from '../../schemas/problem.js';
import type { DeliverySpec } from '../workspace/resources.js';
import type { DeliveryKey } from './context.js';

/** What became of one delivery in an attempt, a receipt or an inquiry, or what a person found out about it. */
export type Outcome = DeliveryKey & { readonly sentDigest?: string } & (
    | {
        readonly state: 'accepted';
        readonly code?: string;
        readonly text?: string;
        /** The receiver's own time of its answer, ISO. */
        readonly receiverAt?: string;
        /** SHA-256 of the file that proves it, hex, where a person handed one in. */
        readonly proofDigest?: string;
        /** When it was seen at the receiver itself: meets what has to be seen published. */
        readonly seenAt?: Date;
      }
    /** For good: by the receiver, or by our own check before sending (then with every problem). */
    | {
        readonly state: 'rejected';
        readonly code: string;
        readonly text: string;
        readonly receiverAt?: string;
        readonly problems?: readonly Problem[];
      }
    /** Handed over; a receipt for the token is awaited or, without one, a person's word. */
    | { readonly state: 'sent'; readonly token?: string }
    /** Certainly not taken, or refused for now: again after a while. */
    | { readonly state: 'pending'; readonly reason: string; readonly retryAfterMs: number }
    | { readonly state: 'unknown'; readonly reason: string; readonly retryAfterMs: number }
    /** Waits for a person. */
    | { readonly state: 'held'; readonly reason: string }
  );

/** What the receiver itself said in favour of a delivery. */
interface Approval {
  readonly code?: string;
  readonly text?: string;
  readonly receiverAt?: string;
}

/** In place of a receipt's token: the receiver itself is looked at for the record. */
export const lookToken = 'look';

/**
 * The outcome of a delivery that its receiver says it has: accepted, unless the target's `acceptance` asks for more than
 * the receiver's word; then it stays sent, and counts for nothing until it was found there or somebody has confirmed it.
 */
export function taken(
  spec: Pick<DeliverySpec, 'acceptance'>,
  key: DeliveryKey & { readonly sentDigest?: string },
  { code, text, receiverAt }: Approval,
): Outcome {
  if (spec.acceptance === 'read-back') return { ...key, state: 'sent', token: lookToken };
  return needsPerson(spec) ? { ...key, state: 'sent' } : { ...key, state: 'accepted', code: code ?? spec.acceptance, text, receiverAt };
}

/** Whether only a reconciliation or people can say that a record has arrived at the target. */
export function needsPerson({ acceptance }: Pick<DeliverySpec, 'acceptance'>): boolean {
  return acceptance === 'confirmation' || acceptance === 'reconciliation';
}
