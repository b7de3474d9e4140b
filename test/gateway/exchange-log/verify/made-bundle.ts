import { canonicalJson } from '../../../../schemas/canonical-json.js';
import { makeSignerKey, parseSignerKey, signNote, type NoteSigner } from '../../../../gateway/exchange-log/note-signer.js';
import type { BundledEvent, ProofBundle } from '../../../../gateway/exchange-log/verify/bundle.js';
import { checkpointText } from '../../../../gateway/exchange-log/verify/checkpoint.js';
import { leafHashOf } from '../../../../gateway/exchange-log/verify/merkle.js';
import type { HashName } from '../../../../gateway/exchange-log/verify/primitives.js';
import { proofText } from '../../../../gateway/exchange-log/verify/proof.js';
import { GrownTree } from '../tree/grown-tree.js';

export const origin = 'log.example/jiantong';
const record = '019ab000-0000-7000-8000-000000000001';

export async function makeSigner(name = origin): Promise<NoteSigner> {
  const signer = await parseSignerKey(makeSignerKey(name));
  if (signer === undefined) throw new Error('a key that was just made cannot be read');
  return signer;
}

/** Entries of one record, as the gateway logs them, made up. */
export function makeEntries(count: number): string[] {
  return Array.from({ length: count }, (_, n) =>
    canonicalJson({
      id: `019ab000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
      at: '2026-11-23T04:00:00.000Z',
      station: n % 2 === 0 ? 'received' : 'accepted',
      actor: 'gateway',
      department: 'gannan-housing',
      code: '已受理',
      record,
      v: 1,
      version: n + 1,
    }),
  );
}

/** A log of these entries, with one checkpoint over all of them, and the proof of each. */
export class MadeLog {
  readonly tree: GrownTree;
  readonly entries: readonly string[];
  readonly checkpoint: string;

  constructor(entries: readonly string[], signers: readonly NoteSigner[], hash: HashName = 'sha256') {
    this.entries = entries;
    this.tree = new GrownTree(hash);
    this.tree.append(Buffer.concat(entries.map((entry) => leafHashOf(hash, Buffer.from(entry)))));
    const { size } = this.tree.edge;
    this.checkpoint = signNote(checkpointText({ origin, size, root: this.tree.edge.root(), hash }), signers);
  }

  proof(index: number, change: { readonly index?: number; readonly checkpoint?: string } = {}): string {
    return proofText({ index, path: this.tree.inclusion(index), checkpoint: this.checkpoint, ...change });
  }

  event(index: number): BundledEvent {
    return { entry: Buffer.from(this.entries[index] ?? '').toString('base64'), proof: this.proof(index) };
  }

  bundle(indexes: readonly number[], more: Partial<ProofBundle> = {}): ProofBundle {
    return { record, events: indexes.map((index) => this.event(index)), ...more };
  }
}
