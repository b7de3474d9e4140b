import { TreeEdge } from '../../../../gateway/exchange-log/tree/edge.js';
import { TreeHasher } from '../../../../gateway/exchange-log/tree/hasher.js';
import { hashesOf, planConsistency, planInclusion, tilesOf, type ProofPlan } from '../../../../gateway/exchange-log/tree/proofs.js';
import { widthOf, type Tile } from '../../../../gateway/exchange-log/tree/tile.js';
import { hashBytes } from '../../../../gateway/exchange-log/verify/merkle.js';
import type { HashName } from '../../../../gateway/exchange-log/verify/primitives.js';

/** A tree grown in memory, piece by piece, with every tile that it has come to. */
export class GrownTree {
  readonly hasher: TreeHasher;
  readonly edge: TreeEdge;
  readonly #full = new Map<string, Buffer>();

  constructor(hash: HashName = 'sha256') {
    this.hasher = new TreeHasher(hash);
    this.edge = new TreeEdge(this.hasher);
  }

  append(leaves: Buffer): Tile[] {
    const full = this.edge.append(leaves);
    for (const tile of full) this.#full.set(nameOf(tile), tile.hashes);
    return full;
  }

  inclusion(index: number, size = this.edge.size): Buffer[] {
    return this.#prove(planInclusion(index, size), size);
  }

  consistency(older: number, newer = this.edge.size): Buffer[] {
    return this.#prove(planConsistency(older, newer), newer);
  }

  /** Only what a tree of that size has of its tiles may be needed. */
  #prove(plan: ProofPlan, size: number): Buffer[] {
    const known = new Map(this.#full);
    for (const tile of this.edge.partialTiles()) known.set(nameOf(tile), tile.hashes);
    const wanted = new Set(tilesOf([plan]).map(nameOf));
    return hashesOf(plan, this.hasher, (place) => {
      if (!wanted.has(nameOf(place))) throw new Error(`${nameOf(place)} was not asked for`);
      const tile = known.get(nameOf(place));
      if (tile === undefined) throw new Error(`there is no tile ${nameOf(place)}`);
      return tile.subarray(0, widthOf(place, size) * hashBytes);
    });
  }
}

function nameOf({ level, index }: { readonly level: number; readonly index: number }): string {
  return `${String(level)}/${String(index)}`;
}
