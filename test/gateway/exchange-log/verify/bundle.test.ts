import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NoteSigner } from '../../../../gateway/exchange-log/note-signer.js';
import { verifyBundle, type ProofBundle } from '../../../../gateway/exchange-log/verify/bundle.js';
import { parseProof } from '../../../../gateway/exchange-log/verify/proof.js';
import { makeEntries, MadeLog, makeSigner, origin } from './made-bundle.js';

let signer: NoteSigner;
let log: MadeLog;
beforeAll(async () => {
  signer = await makeSigner();
  log = new MadeLog(makeEntries(300), [signer]);
});

async function faultsOf(bundle: ProofBundle | string, keys = [signer.verifierKey.text]): Promise<string[]> {
  const { faults } = await verifyBundle(typeof bundle === 'string' ? bundle : JSON.stringify(bundle), keys);
  return faults.map(({ code, event }) => (event === undefined ? code : `${code} ${String(event)}`));
}

describe('a bundle', () => {
  it('is accepted with the public key that the auditor has, and gives the entries as logged', async () => {
    const bundle = log.bundle([0, 7, 299]);
    const verdict = await verifyBundle(JSON.stringify(bundle), [signer.verifierKey.text]);
    expect(verdict.faults).toEqual([]);
    expect(verdict.proven.map(({ index, treeSize, origin: name, entry }) => [index, treeSize, name, entry['version']])).toEqual([
      [0, 300, origin, 1],
      [7, 300, origin, 8],
      [299, 300, origin, 300],
    ]);
    expect(verdict.signers).toEqual([signer.verifierKey.text]);
  });

  it('is accepted with the fingerprint of a key that it offers, however it is spaced, and with no other', async () => {
    const bundle = log.bundle([3], { keys: [signer.verifierKey.text] });
    const { fingerprint } = signer.verifierKey;
    expect(await faultsOf(bundle, [fingerprint])).toEqual([]);
    expect(await faultsOf(bundle, [fingerprint.toUpperCase().replaceAll(/(..)/gu, '$1:').slice(0, -1)])).toEqual([]);
    const other = await makeSigner();
    expect(await faultsOf(bundle, [other.verifierKey.fingerprint])).toEqual(['key-absent', 'checkpoint-unsigned 1']);
    expect(await faultsOf(bundle, [])).toEqual(['checkpoint-unsigned 1']);
    expect(await faultsOf(bundle, ['trust me'])).toEqual(['key-unreadable', 'checkpoint-unsigned 1']);
  });

  it('of a forger with a key of his own under the same name is refused, though the bundle offers that key', async () => {
    const forger = await makeSigner();
    const forged = new MadeLog(makeEntries(300), [forger]).bundle([5], { keys: [forger.verifierKey.text] });
    expect(await faultsOf(forged)).toEqual(['checkpoint-unsigned 1']);
  });

  it('signed by another log, whose key the auditor trusts for that one, is refused', async () => {
    const other = await makeSigner('other.example/log');
    const bundle = new MadeLog(makeEntries(3), [other]).bundle([1]);
    expect(await faultsOf(bundle, [other.verifierKey.text])).toEqual(['checkpoint-unsigned 1']);
  });

  it('has every fault told, each with its event', async () => {
    const smaller = new MadeLog(makeEntries(200), [signer]);
    const bundle: ProofBundle = {
      ...log.bundle([0, 1, 2, 3, 4, 5, 0]),
      events: [
        { ...log.event(0), entry: log.event(1).entry },
        { ...log.event(1), entry: 'not base64!' },
        { ...log.event(2), proof: 'index 2' },
        { ...log.event(3), proof: log.proof(3, { index: 4 }) },
        { ...log.event(4), proof: log.proof(4, { checkpoint: smaller.checkpoint }) },
        { ...log.event(5), proof: log.proof(5, { checkpoint: log.checkpoint.replace('\n300\n', '\n301\n') }) },
        log.event(6),
        log.event(6),
      ],
    };
    expect(await faultsOf(bundle)).toEqual([
      'event-not-included 1',
      'entry-unreadable 2',
      'proof-unreadable 3',
      'event-not-included 4',
      'event-not-included 5',
      'checkpoint-forged 6',
      'event-twice 8',
    ]);
  });

  it('with an event of another record says so, and without events proves nothing', async () => {
    expect(await faultsOf(log.bundle([1], { record: 'another' }))).toEqual(['event-of-other-record 1']);
    expect(await faultsOf({ events: [] })).toEqual(['bundle-empty']);
    for (const text of ['', '[]', '{"events":{}}', '{"events":[{}]}', '{"events":[],"keys":[1]}', '{"events":[],"record":1}']) {
      expect(await faultsOf(text)).toEqual(['bundle-unreadable']);
    }
  });

  it('with two signed checkpoints of one size that differ shows a split view', async () => {
    const otherView = new MadeLog(makeEntries(301).slice(1), [signer]);
    const bundle = { ...log.bundle([5]), events: [log.event(5), otherView.event(6)] };
    expect(await faultsOf(bundle)).toEqual(['split-view 2']);
  });

  it('is refused after any change of one byte of an entry or of a proof', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 299 }), fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (index, inEntry, draw, change) => {
        const event = log.event(index);
        const text = inEntry ? Buffer.from(event.entry, 'base64') : Buffer.from(event.proof);
        const at = draw % text.length;
        text[at] = (text[at] ?? 0) ^ change;
        const changed = inEntry ? { ...event, entry: text.toString('base64') } : { ...event, proof: text.toString('latin1') };
        expect(await faultsOf({ events: [changed] })).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a tlog-proof', () => {
  it('is read with or without extra data, and refused in any other form', () => {
    const text = log.proof(9);
    const proof = parseProof(text);
    expect(proof).toMatchObject({ index: 9, checkpoint: log.checkpoint });
    expect(parseProof(text.replace('\n', '\nextra bm90aGluZw==\n'))).toEqual(proof);
    for (const broken of [
      text.replace('@v1', '@v2'),
      text.replace('index 9', 'index 09'),
      text.replace('index 9', 'index -9'),
      text.replace('index 9\n', ''),
      text.replace('index 9', 'index 9\nAAAA'),
      text.slice(0, text.indexOf('\n\n')),
    ]) {
      expect(parseProof(broken)).toBeUndefined();
    }
  });
});
