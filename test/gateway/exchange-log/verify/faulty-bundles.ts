import type { NoteSigner } from '../../../../gateway/exchange-log/note-signer.js';
import type { ProofBundle } from '../../../../gateway/exchange-log/verify/bundle.js';
import { makeEntries, MadeLog, origin } from './made-bundle.js';

/** Bundles that are tampered with, one of each kind, from a good log of 300 events: what every verifier must refuse. */
export function faultyBundles(log: MadeLog, signer: NoteSigner, other: NoteSigner): Readonly<Record<string, ProofBundle>> {
  const flip = (text: string, at: number): string => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  const otherView = new MadeLog(makeEntries(301).slice(1), [signer]);
  const forged = new MadeLog(makeEntries(300), [other]);
  const event = log.event(7);
  const { proof } = event;
  return {
    'the entry of another event': { events: [{ ...event, entry: log.event(8).entry }] },
    'a changed byte of the entry': { events: [{ ...event, entry: flip(event.entry, 10) }] },
    'a changed byte of the path': { events: [{ ...event, proof: flip(proof, proof.indexOf('\n', 30) + 5) }] },
    'another index': { events: [{ ...event, proof: log.proof(7, { index: 8 }) }] },
    'an index beyond the tree': { events: [{ ...event, proof: log.proof(7, { index: 300 }) }] },
    'a path too short': { events: [{ ...event, proof: proof.replace(/\n[^\n]+\n\n/u, '\n\n') }] },
    'another size': { events: [{ ...event, proof: proof.replace('\n300\n', '\n301\n') }] },
    'a changed signature': { events: [{ ...event, proof: flip(proof, proof.indexOf('— ') + origin.length + 20) }] },
    'a checkpoint of another log': { events: [{ ...event, proof: log.proof(7, { checkpoint: forged.checkpoint }) }] },
    'the same event twice': log.bundle([7, 8, 7]),
    'an event of another record': log.bundle([7], { record: 'another' }),
    'two checkpoints of one size': { events: [log.event(5), otherView.event(6)] },
    'a proof of an unknown form': { events: [{ ...event, proof: proof.replace('@v1', '@v2') }] },
    'a key of the forger’s own': forged.bundle([1, 2], { keys: [other.verifierKey.text] }),
    'a content that the entry does not commit to': { events: [{ ...event, disclosed: { salt: '00'.repeat(32), content: '{}' } }] },
    'no event': { events: [] },
  };
}
