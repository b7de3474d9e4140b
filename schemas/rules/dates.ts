import type { Finding } from './rule.js';

/**
 * The finding for `later` where both days are there and it lies before `earlier`.
 * Legal dates compare as text.
 */
export function reversed(
  earlier: string | undefined,
  later: string | undefined,
  finding: Finding,
): Finding | undefined {
  return earlier !== undefined && later !== undefined && later < earlier ? finding : undefined;
}
