import type { PushResult } from '../../connectors/connector.js';
import { GatewayError } from '../../schemas/errors.js';
import type { DeliverySpec } from '../workspace/resources.js';
import { backOffMs } from './back-off.js';
import type { Attempt } from './claim.js';
import { compose, keyOf, type ComposedDelivery } from './compose.js';
import type { DeliverContext } from './context.js';
import { needsPerson, taken, type Outcome } from './outcome.js';

export interface PushReport {
  readonly outcomes: readonly Outcome[];
  /** True when the receiver failed as a whole (not reachable, refusing, silent): counts for its breaker. */
  readonly failed: boolean;
  readonly error?: GatewayError;
}

const secondMs = 1000;

/**
 * Composes an attempt's rows and hands them over, with no transaction and no row lock open. Never throws. However many
 * requests it takes, all end within the target's time-out, and so within the attempt's lease.
 */
export async function push(context: DeliverContext, attempt: Attempt, signal: AbortSignal): Promise<PushReport> {
  const { composed, stopped } = await compose(context, attempt);
  const outcomes: Outcome[] = [...stopped];
  let failed = false;
  let error: GatewayError | undefined;
  const deadline = AbortSignal.timeout(attempt.target.spec.pushTimeoutSeconds * secondMs);
  const calls: CallSignals = { deadline, abort: signal };
  for (const batch of batches(composed, attempt.target.spec.batchBytesMax)) {
    const report = await pushBatch(context, attempt, batch, calls);
    outcomes.push(...report.outcomes);
    failed ||= report.failed;
    error ??= report.error;
  }
  context.observe('deliver.answered', { target: attempt.target.connector, rows: outcomes.length });
  return { outcomes, failed, error };
}

interface CallSignals {
  readonly deadline: AbortSignal;
  readonly abort: AbortSignal;
}

/** Pushes a batch; one that the receiver refuses as a whole is halved until the guilty rows stand alone. */
async function pushBatch(
  context: DeliverContext,
  attempt: Attempt,
  batch: readonly ComposedDelivery[],
  calls: CallSignals,
): Promise<PushReport> {
  const { connection, spec } = attempt.target;
  const again = (one: ComposedDelivery, askedMs = 0): number =>
    backOffMs(spec, one.delivery.attempts, context.random, askedMs);
  if (!connection.push) throw new Error(`${attempt.target.connector} cannot push`);
  try {
    if (calls.deadline.aborted) throw new GatewayError('DELIVERY_PUSH_TIMED_OUT', { target: attempt.target.connector });
    const request = { stream: attempt.plan.target.stream, records: batch.map((one) => one.push), attemptId: attempt.id };
    const results = await connection.push(request, AbortSignal.any([calls.abort, calls.deadline]));
    const outcomes = batch.map((one, i) => outcomeOf(one, results[i], spec, again));
    return { outcomes, failed: results.every((result) => result.outcome === 'unknown') };
  } catch (cause) {
    if (cause instanceof GatewayError && cause.entry.recovery === 'skipRecord') {
      return refused(context, attempt, batch, cause, calls);
    }
    // A GatewayError promises that nothing was taken; whatever else was thrown promises nothing.
    const certain = cause instanceof GatewayError;
    const code = certain ? cause.code : calls.deadline.aborted ? 'DELIVERY_PUSH_TIMED_OUT' : 'DELIVERY_OUTCOME_UNKNOWN';
    const error = certain ? cause : new GatewayError(code, { target: attempt.target.connector }, cause);
    const asked = Number(error.facts['retryAfterMs'] ?? 0);
    const outcomes = batch.map((one): Outcome => {
      const retryAfterMs = again(one, asked);
      const state = certain ? 'pending' : 'unknown';
      return { ...keyOf(one.delivery), sentDigest: one.sentDigest, state, reason: code, retryAfterMs };
    });
    return { outcomes, failed: true, error };
  }
}

async function refused(
  context: DeliverContext,
  attempt: Attempt,
  batch: readonly ComposedDelivery[],
  refusal: GatewayError,
  calls: CallSignals,
): Promise<PushReport> {
  const [only] = batch;
  if (batch.length === 1 && only) {
    const { delivery, sentDigest } = only;
    const outcome: Outcome = { ...keyOf(delivery), sentDigest, state: 'rejected', code: refusal.code, text: refusal.message };
    return { outcomes: [outcome], failed: false, error: refusal };
  }
  const middle = Math.ceil(batch.length / 2);
  const first = await pushBatch(context, attempt, batch.slice(0, middle), calls);
  const second = await pushBatch(context, attempt, batch.slice(middle), calls);
  return {
    outcomes: [...first.outcomes, ...second.outcomes],
    failed: first.failed || second.failed,
    error: first.error ?? second.error,
  };
}

function outcomeOf(
  one: ComposedDelivery,
  result: PushResult | undefined,
  spec: DeliverySpec,
  again: (one: ComposedDelivery, askedMs?: number) => number,
): Outcome {
  const base = { ...keyOf(one.delivery), sentDigest: one.sentDigest };
  if (!result) return { ...base, state: 'unknown', reason: 'DELIVERY_OUTCOME_UNKNOWN', retryAfterMs: again(one) };
  switch (result.outcome) {
    case 'accepted':
      return taken(spec, base, result);
    case 'rejected':
      if (result.permanent) return { ...base, state: 'rejected', code: result.code, text: result.text };
      // Only the receiver's own answers use up attempts: an outage, however long, leaves nothing held.
      return one.delivery.attempts >= spec.attemptsMax
        ? { ...base, state: 'held', reason: 'DELIVERY_ATTEMPTS_USED_UP' }
        : { ...base, state: 'pending', reason: result.code, retryAfterMs: again(one) };
    case 'pending':
      return needsPerson(spec) ? { ...base, state: 'sent' } : { ...base, state: 'sent', token: result.token };
    case 'unknown':
      return { ...base, state: 'unknown', reason: result.reason, retryAfterMs: again(one, result.retryAfterMs) };
  }
}

/** Splits rows so that no push carries more bytes than the receiver takes; a single larger row goes alone. */
function batches(composed: readonly ComposedDelivery[], bytesMax: number): ComposedDelivery[][] {
  const all: ComposedDelivery[][] = [];
  let current: ComposedDelivery[] = [];
  let bytes = 0;
  for (const one of composed) {
    if (current.length > 0 && bytes + one.bytes > bytesMax) {
      all.push(current);
      current = [];
      bytes = 0;
    }
    current.push(one);
    bytes += one.bytes;
  }
  if (current.length > 0) all.push(current);
  return all;
}
