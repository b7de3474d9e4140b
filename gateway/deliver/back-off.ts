import type { DeliverySpec } from '../workspace/resources.js';

const secondMs = 1000;

/**
 * How long to wait before the next attempt, in milliseconds: doubling from the first wait to the longest, with full
 * jitter in its upper half, and never less than the receiver asked for.
 */
export function backOffMs(spec: DeliverySpec, attempts: number, random: () => number, askedMs = 0): number {
  const doubled = spec.backOffFirstSeconds * secondMs * 2 ** Math.min(attempts - 1, 30);
  const longest = Math.min(doubled, spec.backOffMaxSeconds * secondMs);
  return Math.max(askedMs, Math.round(longest * (0.5 + random() / 2)));
}
