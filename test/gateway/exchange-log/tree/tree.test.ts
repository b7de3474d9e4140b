import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TreeEdge } from '../../../../gateway/exchange-log/tree/edge.js';
import { TreeHasher } from '../../../../gateway/exchange-log/tree/hasher.js';
import { widthOf } from '../../../../gateway/exchange-log/tree/tile.js';
import { hashBytes, isExtension, isInclusion, leafHashOf, nodeHashOf } from '../../../../gateway/exchange-log/verify/merkle.js';
import { GrownTree } from './grown-tree.js';
import { plainLeaf, plainPath, plainProof, plainRoot } from './plain-tree.js';

/** The published vectors of Certificate Transparency (RFC 6962): eight entries and the root after each. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = entries.map((entry) => Buffer.from(leafHashOf('sha256', Buffer.from(entry, 'hex'))));

/** Leaves of a tree of any size; equal numbers give equal trees. */
function manyLeaves(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => plainLeaf(Buffer.from(`event ${String(index)}`)));
}

function grown(hashes: readonly Buffer[]): GrownTree {
  const tree = new GrownTree();
  tree.append(Buffer.concat(hashes));
  return tree;
}

describe("Certificate Transparency's published vectors", () => {
  it('give the published root after each entry, and over none', () => {
    expect(new GrownTree().edge.root().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const tree = new GrownTree();
    for (const [at, leaf] of leaves.entries()) {
      tree.append(leaf);
      expect(tree.edge.root().toString('hex')).toBe(roots[at]);
    }
  });

  it('give the published proofs', () => {
    const tree = grown(leaves);
    expect(tree.inclusion(5).map((hash) => hash.toString('hex'))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(tree.consistency(1).map((hash) => hash.toString('hex'))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(tree.consistency(2, 5).map((hash) => hash.toString('hex'))).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });
});

describe('a tree grown in pieces', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 });

  it('has the root that RFC 6962 defines, whatever the pieces, also when it is taken up from its edge', () => {
    fc.assert(
      fc.property(sizes, (pieces) => {
        const all = manyLeaves(pieces.reduce((sum, piece) => sum + piece, 0));
        const hasher = new TreeHasher('sha256');
        let edge = new TreeEdge(hasher);
        for (const piece of pieces) {
          const partial: Buffer[] = [];
          for (const { level, hashes } of edge.partialTiles()) partial[level] = hashes;
          edge = new TreeEdge(hasher, edge.size, Array.from(partial));
          edge.append(Buffer.concat(all.slice(edge.size, edge.size + piece)));
        }
        expect(edge.root().equals(plainRoot(all))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('fills each tile once, in its place, and has partial ones of the width that C2SP gives them', () => {
    const tree = new GrownTree();
    const full = [...tree.append(Buffer.alloc(300 * hashBytes, 7)), ...tree.append(Buffer.alloc(69_700 * hashBytes, 7))];
    const count = (level: number): number[] => full.filter((tile) => tile.level === level).map(({ index }) => index);
    expect(count(0)).toEqual(Array.from({ length: 273 }, (_, index) => index));
    expect(count(1)).toEqual([0]);
    const widths = tree.edge.partialTiles().map(({ level, index, hashes }) => [level, index, hashes.length / hashBytes]);
    expect(widths).toEqual([
      [0, 273, 112],
      [1, 1, 17],
      [2, 0, 1],
    ]);
    for (const [level = 0, index = 0, width] of widths) expect(widthOf({ level, index }, 70_000)).toBe(width);
    expect(widthOf({ level: 0, index: 3 }, 70_000)).toBe(256);
    expect(widthOf({ level: 0, index: 274 }, 70_000)).toBe(0);
  });

  it('has an inclusion proof for every event at every size up to 70', () => {
    const all = manyLeaves(70);
    const tree = grown(all);
    for (let size = 1; size <= all.length; size += 1) {
      const root = plainRoot(all.slice(0, size));
      for (const [index, leaf] of all.slice(0, size).entries()) {
        const path = tree.inclusion(index, size);
        expect(Buffer.concat(path).equals(Buffer.concat(plainPath(index, all.slice(0, size))))).toBe(true);
        expect(isInclusion('sha256', { size, root }, { index, leaf, path })).toBe(true);
      }
    }
  });

  it('has a consistency proof for every pair of sizes up to 40', () => {
    const all = manyLeaves(40);
    const tree = grown(all);
    const headOf = (size: number) => ({ size, root: plainRoot(all.slice(0, size)) });
    for (let newer = 0; newer <= all.length; newer += 1) {
      for (let older = 0; older <= newer; older += 1) {
        const path = tree.consistency(older, newer);
        expect(Buffer.concat(path).equals(Buffer.concat(plainProof(older, all.slice(0, newer))))).toBe(true);
        expect(isExtension('sha256', headOf(older), headOf(newer), path)).toBe(true);
      }
    }
  });

  it('proves events and prefixes over more than one tile', () => {
    const all = manyLeaves(1500);
    const tree = grown(all);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), fc.nat({ max: 1_000_000 }), (size, draw) => {
        const older = draw % (size + 1);
        const index = draw % size;
        const leaf = all[index] ?? Buffer.alloc(0);
        const root = plainRoot(all.slice(0, size));
        expect(isInclusion('sha256', { size, root }, { index, leaf, path: tree.inclusion(index, size) })).toBe(true);
        const head = { size: older, root: plainRoot(all.slice(0, older)) };
        expect(isExtension('sha256', head, { size, root }, tree.consistency(older, size))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a forged proof', () => {
  const all = manyLeaves(300);
  const tree = grown(all);
  const cases = fc.record({ size: fc.integer({ min: 2, max: 300 }), draw: fc.nat({ max: 1_000_000 }), twist: fc.nat() });

  it('of inclusion is refused: wrong index, wrong size, wrong length, swapped hashes, or any changed byte', () => {
    fc.assert(
      fc.property(cases, ({ size, draw, twist }) => {
        const index = draw % size;
        const leaf = all[index] ?? Buffer.alloc(0);
        const path = tree.inclusion(index, size);
        const root = plainRoot(all.slice(0, size));
        const holds = (change: Partial<{ index: number; leaf: Buffer; path: readonly Buffer[]; size: number }>): boolean =>
          isInclusion('sha256', { size, root, ...change }, { index, leaf, path, ...change });
        expect(holds({})).toBe(true);
        expect(holds({ index: (index + 1 + (twist % (size - 1))) % size })).toBe(false);
        expect(holds({ index: index + size })).toBe(false);
        expect(holds({ path: path.slice(1) })).toBe(false);
        expect(holds({ path: path.slice(0, -1) })).toBe(false);
        expect(holds({ path: [...path, root] })).toBe(false);
        expect(holds({ path: [leaf, ...path] })).toBe(false);
        if (path.length > 1) expect(holds({ path: path.toReversed() })).toBe(false);
        const changed = Buffer.concat(path);
        changed[twist % changed.length] = (changed[twist % changed.length] ?? 0) ^ (1 + (draw % 255));
        expect(holds({ path: path.map((_, at) => changed.subarray(at * hashBytes, (at + 1) * hashBytes)) })).toBe(false);
      }),
    );
  });

  it('of a size whose path differs is refused', () => {
    const [leaf = Buffer.alloc(0)] = all;
    const path = tree.inclusion(0, 300);
    const root = plainRoot(all);
    // Sizes from 257 to 512 have paths of one length and shape for the first event: the signed size is what tells them apart.
    for (const size of [1, 2, 128, 256, 513, 600]) {
      expect(isInclusion('sha256', { size, root }, { index: 0, leaf, path })).toBe(false);
    }
  });

  it('that passes an inner node off as an event is refused, because leaves and nodes are hashed apart', () => {
    const [left = Buffer.alloc(0), right = Buffer.alloc(0)] = all;
    const root = plainRoot(all.slice(0, 4));
    const path = tree.inclusion(0, 4).slice(1);
    const inner = Buffer.concat([left, right]);
    const asNode = isInclusion('sha256', { size: 2, root }, { index: 0, leaf: nodeHashOf('sha256', left, right), path });
    expect(asNode).toBe(true); // what an attacker would build on, had leaves no mark of their own
    expect(isInclusion('sha256', { size: 2, root }, { index: 0, leaf: leafHashOf('sha256', inner), path })).toBe(false);
  });

  it('of consistency is refused: another older tree, a wrong length, swapped hashes, or any changed byte', () => {
    fc.assert(
      fc.property(cases, ({ size, draw, twist }) => {
        const olderSize = 1 + (draw % (size - 1));
        const [older, newer] = [
          { size: olderSize, root: plainRoot(all.slice(0, olderSize)) },
          { size, root: plainRoot(all.slice(0, size)) },
        ];
        const path = tree.consistency(olderSize, size);
        expect(isExtension('sha256', older, newer, path)).toBe(true);
        expect(isExtension('sha256', newer, older, path)).toBe(false);
        expect(isExtension('sha256', { ...older, root: plainLeaf(older.root) }, newer, path)).toBe(false);
        expect(isExtension('sha256', older, { ...newer, root: plainLeaf(newer.root) }, path)).toBe(false);
        expect(isExtension('sha256', older, newer, path.slice(1))).toBe(false);
        expect(isExtension('sha256', older, newer, path.slice(0, -1))).toBe(false);
        expect(isExtension('sha256', older, newer, [...path, newer.root])).toBe(false);
        if (path.length > 1) expect(isExtension('sha256', older, newer, path.toReversed())).toBe(false);
        const changed = Buffer.concat(path);
        changed[twist % changed.length] = (changed[twist % changed.length] ?? 0) ^ (1 + (draw % 255));
        const pieces = path.map((_, at) => changed.subarray(at * hashBytes, (at + 1) * hashBytes));
        expect(isExtension('sha256', older, newer, pieces)).toBe(false);
      }),
    );
  });

  it('that an empty or an equal tree is extended takes no hashes', () => {
    const none = { size: 0, root: createHash('sha256').digest() };
    const head = { size: 3, root: plainRoot(all.slice(0, 3)) };
    expect(isExtension('sha256', none, head, [])).toBe(true);
    expect(isExtension('sha256', none, head, [head.root])).toBe(false);
    expect(isExtension('sha256', { ...none, root: head.root }, head, [])).toBe(false);
    expect(isExtension('sha256', head, head, [])).toBe(true);
    expect(isExtension('sha256', head, head, [head.root])).toBe(false);
    expect(isExtension('sha256', head, { ...head, root: none.root }, [])).toBe(false);
  });
});

describe('the hasher of millions', () => {
  it('gives the same hashes as the plain functions of the verifier, with SHA-256 and with SM3', () => {
    for (const name of ['sha256', 'sm3'] as const) {
      const hasher = new TreeHasher(name);
      const texts = ['', '{"at":"2026-11-23"}', '监通'];
      const [a, b, c] = texts.map((text) => leafHashOf(name, Buffer.from(text)));
      expect(hasher.leaves(texts)).toEqual(Buffer.concat([a, b, c].map((leaf) => leaf ?? Buffer.alloc(0))));
      if (a === undefined || b === undefined) throw new Error('no leaves');
      const node = Buffer.from(nodeHashOf(name, a, b));
      expect(hasher.pair(Buffer.from(a), Buffer.from(b))).toEqual(node);
      expect(hasher.wholeRoot(Buffer.concat([a, b]))).toEqual(node);
    }
  });
});
