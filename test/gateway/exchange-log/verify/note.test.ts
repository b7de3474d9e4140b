import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSm2Signer, makeSignerKey, parseSignerKey, signNote } from '../../../../gateway/exchange-log/note-signer.js';
import { checkpointText, parseCheckpoint } from '../../../../gateway/exchange-log/verify/checkpoint.js';
import { parseNote, signatureLine, signersOf } from '../../../../gateway/exchange-log/verify/note.js';
import { cosignedText, parseVerifierKey, verifierKeyText, type VerifierKey } from '../../../../gateway/exchange-log/verify/verifier-key.js';

/** The published example of Go's note package: key, text and signature. */
const vector = {
  verifier: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  signer: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
};
const note = `${vector.text}\n${vector.line}\n`;

async function key(text: string): Promise<VerifierKey> {
  const parsed = await parseVerifierKey(text);
  if (parsed === undefined) throw new Error(`no key: ${text}`);
  return parsed;
}

function signers(text: string, ...keys: readonly VerifierKey[]): ReturnType<typeof signersOf> | undefined {
  const parsed = parseNote(text);
  return parsed && signersOf(parsed, keys);
}

describe("the published example of Go's note package", () => {
  it('is signed byte for byte alike and accepted', async () => {
    const signer = await parseSignerKey(vector.signer);
    expect(signer?.verifierKey.text).toBe(vector.verifier);
    expect(signer && signNote(vector.text, [signer])).toBe(note);
    const peter = await key(vector.verifier);
    expect(signers(note, peter)).toEqual([peter]);
  });

  it('is refused with any character of it changed', async () => {
    const peter = await key(vector.verifier);
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
        const letter = String.fromCodePoint(code);
        fc.pre(note[at] !== letter);
        const verdict = signers(note.slice(0, at) + letter + note.slice(at + 1), peter);
        expect(verdict === undefined || verdict === 'forged' || verdict.length === 0).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('has a key of which no part and no change is taken for a key', async () => {
    for (let from = 0; from < vector.verifier.length; from += 1) {
      expect(await parseVerifierKey(vector.verifier.slice(from + 1))).toBeUndefined();
      expect(await parseVerifierKey(vector.verifier.slice(0, from))).toBeUndefined();
      const changed = String.fromCodePoint((vector.verifier.codePointAt(from) ?? 0) + 1);
      expect(await parseVerifierKey(vector.verifier.slice(0, from) + changed + vector.verifier.slice(from + 1))).toBeUndefined();
    }
  });
});

describe('a signed note', () => {
  it('has a text that ends before the last empty line, and at least one signature', () => {
    expect(parseNote(`a\n\nb\n\n${vector.line}\n`)?.text).toBe('a\n\nb\n');
    for (const broken of ['', 'a', 'a\n', 'a\n\n', `a\n${vector.line}\n`, `a\n\n${vector.line}`, `a\n\n${vector.line}\nx\n`, `a\u0007\n\n${vector.line}\n`]) {
      expect(parseNote(broken)).toBeUndefined();
    }
  });

  it('is believed by a known signature among unknown ones, and by none otherwise', async () => {
    const peter = await key(vector.verifier);
    const other = await parseSignerKey(makeSignerKey('example.com/other'));
    const both = `${vector.text}\n${other?.signatureOver(vector.text) ?? ''}\n${vector.line}\n`;
    expect(signers(both, peter)).toEqual([peter]);
    expect(signers(both)).toEqual([]);
  });

  it('is refused whole where a known key has a wrong signature beside a right one', async () => {
    const peter = await key(vector.verifier);
    const forged = vector.line.replace('x08go/ZJ', 'x08go/ZK');
    expect(signers(`${vector.text}\n${vector.line}\n${forged}\n`, peter)).toBe('forged');
  });
});

describe('a signature', () => {
  it('with SM2 over SM3 stands beside the first one, and each is refused over another text', async () => {
    const ed25519 = await parseSignerKey(makeSignerKey('gannan/log'));
    const sm2 = await createSm2Signer('gannan/log', '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
    if (ed25519 === undefined || sm2 === undefined) throw new Error('no signer');
    const keys = [await key(ed25519.verifierKey.text), await key(sm2.verifierKey.text)];
    const signed = signNote('gannan/log\n1\n', [ed25519, sm2]);
    expect(signers(signed, ...keys)).toEqual(keys);
    expect(signers(signed.replace('1\n', '2\n'), ...keys)).toBe('forged');
    expect(signers(signNote('another\n', [sm2]).replace('another', 'one'), ...keys)).toBe('forged');
  });

  it('with SM2 is read as GB/T 32918.5 gives it in its example', async () => {
    const publicKey =
      '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
    const signature =
      'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';
    const sm2 = await key(verifierKeyText('example', 'sm2', Buffer.from(publicKey, 'hex')));
    expect(sm2.verify(Buffer.from('message digest'), Buffer.from(signature, 'hex'))).toBe(true);
    expect(sm2.verify(Buffer.from('message Digest'), Buffer.from(signature, 'hex'))).toBe(false);
  });

  it('of a witness is over the note and its time', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const witness = await key(verifierKeyText('witness.example/w1', 'cosignature', spki.subarray(-32)));
    const lineAt = (seconds: bigint, signedSeconds: bigint): string => {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(seconds);
      const bytes = Buffer.concat([time, sign(null, cosignedText(Buffer.from('text\n'), signedSeconds), privateKey)]);
      return `text\n\n${signatureLine({ name: witness.name, id: witness.id, bytes })}\n`;
    };
    expect(signers(lineAt(1_764_000_000n, 1_764_000_000n), witness)).toEqual([witness]);
    expect(signers(lineAt(1_764_000_001n, 1_764_000_000n), witness)).toBe('forged');
  });
});

describe('the text of a checkpoint', () => {
  const root = Buffer.alloc(32, 5);

  it('is read as it was written', () => {
    for (const hash of ['sha256', 'sm3'] as const) {
      const checkpoint = { origin: 'gannan/log', size: 20_852_163, root, hash };
      expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
    }
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const read = parseCheckpoint(text);
    expect(read && checkpointText(read)).toBe(text);
  });

  it('is refused without a part, with a size that is no count, or with a root of another length', () => {
    const [origin, size, base64] = ['gannan/log', '3', root.toString('base64')];
    for (const lines of [
      [],
      [origin, size],
      ['', size, base64],
      [origin, '03', base64],
      [origin, '-3', base64],
      [origin, '9007199254740993', base64],
      [origin, size, 'AAAA'],
      [origin, size, base64.replace('=', '')],
      [origin, size, base64, ''],
    ]) {
      expect(parseCheckpoint(`${lines.join('\n')}\n`)).toBeUndefined();
    }
    expect(parseCheckpoint(`${origin}\n${size}\n${base64}`)).toBeUndefined();
  });
});
