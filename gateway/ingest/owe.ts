import type { TargetPlan } from '../exchanges/plan.js';


export type Operation = 'upsert' | 'withdraw';

/** What one target has, or may have, of one record. */
export interface AtTarget {
  /** Deliveries that are not settled. */
  readonly open: readonly OpenDelivery[];
  /** Operation of the newest accepted delivery, if any was accepted. */
  readonly accepted: Operation | undefined;
}

export interface OpenDelivery {
  readonly version: number;
  readonly resend: number;
  readonly state: string;
  readonly attempts: number;
}

export interface DeliveryDecision {
  /** The delivery to make; none when the target is owed nothing. */
  readonly create: { readonly operation: Operation; readonly waitsForOlder: boolean } | undefined;
  /** Open deliveries that this version overtakes, and what they become. */
  readonly overtaken: readonly OpenDelivery[];
  readonly overtakenBecome: 'superseded' | 'cancelled';
}

const nothing: AtTarget = { open: [], accepted: undefined };

/**
 * What a new version means for one target. A newer version overtakes older ones that were never handed over and waits
 * for one that is on its way or in doubt. A target that is owed nothing (withdrawn, or out of scope now) gets a
 * withdrawal if it has the record or may have it; what it never saw is cancelled.
 */
export function decideDelivery(operation: Operation, owes: boolean, at: AtTarget = nothing): DeliveryDecision {
  const wanted: Operation = operation === 'upsert' && owes ? 'upsert' : 'withdraw';
  const untouched = at.open.filter((delivery) => !mayHaveArrived(delivery));
  const doubtful = at.open.filter(mayHaveArrived);
  const waitsForOlder = doubtful.some((delivery) => delivery.state !== 'pending');
  // A pending delivery that was tried before is overtaken too, but may have arrived: its withdrawal has to follow.
  const overtaken = [...untouched, ...doubtful.filter((delivery) => delivery.state === 'pending')];
  const hasIt = at.accepted === 'upsert' || doubtful.length > 0;
  if (wanted === 'upsert' || hasIt) {
    return { create: { operation: wanted, waitsForOlder }, overtaken, overtakenBecome: 'superseded' };
  }
  return { create: undefined, overtaken, overtakenBecome: 'cancelled' };
}

/** The targets that a version of this exchange may be owed to: never the system that it came from. */
export function candidateTargets(targets: readonly TargetPlan[], sourceSystem: string): TargetPlan[] {
  return targets.filter((target) => target.system !== sourceSystem);
}


function mayHaveArrived(delivery: OpenDelivery): boolean {
  return delivery.state !== 'pending' && delivery.state !== 'held' ? true : delivery.attempts > 0;
}
