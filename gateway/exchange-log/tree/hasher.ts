import { hash } from 'node:crypto';
import { emptyRoot, hashBytes } from '../verify/merkle.js';
import type { HashName } from '../verify/primitives.js';

/**
 * Hashes of the log's tree by the million. The same hashes as those of `verify/merkle.ts`, at a third of the price:
 * one buffer is used again and again, and digests come as one-byte text, which is cheaper than a buffer for each.
 */
export class TreeHasher {
  readonly name: HashName;
  /** A one, then the two halves. */
  readonly #node = Buffer.alloc(1 + 2 * hashBytes, 1);

  constructor(name: HashName) {
    this.name = name;
  }

  /** Leaf hashes of entries, one after the other. */
  leaves(entries: readonly string[]): Buffer {
    const leaves = Buffer.allocUnsafe(entries.length * hashBytes);
    for (const [at, entry] of entries.entries()) {
      leaves.write(hash(this.name, `\u0000${entry}`, 'binary'), at * hashBytes, 'latin1');
    }
    return leaves;
  }

  pair(left: Buffer, right: Buffer): Buffer {
    left.copy(this.#node, 1);
    right.copy(this.#node, 1 + hashBytes);
    return hash(this.name, this.#node, 'buffer');
  }

  /** Root over the hashes of a whole subtree: 1, 2, 4, … of them, one after the other. */
  wholeRoot(hashes: Buffer): Buffer {
    let level = hashes;
    while (level.length > hashBytes) {
      const above = Buffer.allocUnsafe(level.length / 2);
      for (let at = 0; at < above.length; at += hashBytes) {
        level.copy(this.#node, 1, 2 * at, 2 * at + 2 * hashBytes);
        above.write(hash(this.name, this.#node, 'binary'), at, 'latin1');
      }
      level = above;
    }
    return level;
  }

  /** Root over whole subtrees that stand side by side, the largest first; over none it is that of an empty tree. */
  joined(subtrees: readonly Buffer[]): Buffer {
    return subtrees.length === 0 ? Buffer.from(emptyRoot(this.name)) : subtrees.reduceRight((right, left) => this.pair(left, right));
  }
}
