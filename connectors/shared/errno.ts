/**
 * The `code` of a system or library error (`ENOENT`, `ECONNREFUSED`, …). Looks at the property alone: errors of
 * Node.js itself may come from another realm, where `instanceof Error` does not hold.
 */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
