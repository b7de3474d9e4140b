import { createHash } from 'node:crypto';

/** RFC 6962 section 2.1 word for word: recursive, slow, and written without a look at ours. */
export function plainLeaf(entry: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.concat([Buffer.of(0), entry])).digest();
}

export function plainRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return createHash('sha256').digest();
  if (leaves.length === 1) return first;
  const k = split(leaves.length);
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), plainRoot(leaves.slice(0, k)), plainRoot(leaves.slice(k))]))
    .digest();
}

export function plainPath(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...plainPath(index, leaves.slice(0, k)), plainRoot(leaves.slice(k))]
    : [...plainPath(index - k, leaves.slice(k)), plainRoot(leaves.slice(0, k))];
}

export function plainProof(older: number, leaves: readonly Buffer[]): Buffer[] {
  return older === 0 ? [] : subproof(older, leaves, true);
}

function subproof(m: number, leaves: readonly Buffer[], isWhole: boolean): Buffer[] {
  if (m === leaves.length) return isWhole ? [] : [plainRoot(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), isWhole), plainRoot(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), plainRoot(leaves.slice(0, k))];
}

function split(count: number): number {
  let k = 1;
  while (k * 2 < count) k *= 2;
  return k;
}
