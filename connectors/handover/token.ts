const separator = '/';

/** What finds a delivery again: its batch and its key. */
export function joinToken(batch: string, idempotencyKey: string): string {
  return `${batch}${separator}${idempotencyKey}`;
}

/** The parts of what `joinToken` made; a batch's name holds no separator. */
export function splitToken(token: string): { readonly batch: string; readonly idempotencyKey: string } {
  const at = token.indexOf(separator);
  return { batch: token.slice(0, Math.max(at, 0)), idempotencyKey: token.slice(at + 1) };
}
