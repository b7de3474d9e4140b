import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSealer } from '../../../gateway/sealing/sealer.js';
import { GatewayError } from '../../../schemas/errors.js';

const masterKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const sealer = createSealer({ masterKey });
const other = createSealer({ masterKey: Buffer.alloc(32, 7) });

const text = fc.string({ unit: 'binary', maxLength: 300 });
const { key, wrapped } = sealer.newDataKey();

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof GatewayError ? error.code : String(error);
  }
}

function changed(bytes: Buffer, at: number, by: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
}

describe('sealer against known answers', () => {
  // Made apart from this code from RFC 5869 (sub-keys), RFC 2104 (hashes) and SP 800-38D (ciphertexts)
  // for the master key 00 01 … 1f.
  const knownKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index + 32));

  it('indexes a subject by HMAC-SHA-256 under its own sub-key', () => {
    expect(sealer.subjectIndex('91623000MA7XXX018E').toString('hex')).toBe(
      'ab97e987860222f155352368cbfdb1395e50f66d9aa68cd5d48166654a6f4ebd',
    );
  });

  it('hashes content by HMAC-SHA-256 under another sub-key, text as UTF-8', () => {
    const content = 'content\n{"名称":"某公司"}';
    const expected = '9bb95e478366697c05ed457e8a6d005903527f28a00fc17219ab7363e1342a42';
    expect(sealer.contentHash(content).toString('hex')).toBe(expected);
  });

  it('unwraps a data key', () => {
    const known =
      '6848e635016465666768696a6b6c6d6e6f88b9f6a6588a8736beff8d5d7dc90165' +
      'e3e8f79d2c0070cd925f207272d612dacd8afe1de2b4671306bdd5393363ab9e';
    expect(sealer.unwrap(Buffer.from(known, 'hex'))).toEqual(knownKey);
  });

  it('opens a sealed text', () => {
    const sealed =
      '016465666768696a6b6c6d6e6fce4fe7b791c499afb926fde2a826af5df8b2d04f07fe577c' +
      'f1735f4f477b7f01131d6653033e186af49bb5eac8ee99ae4f';
    const recordId = '0198f1c2-0000-7000-8000-000000000001';
    expect(sealer.open(knownKey, Buffer.from(sealed, 'hex'), recordId)).toBe(
      '{"idNumber":"11010519491231002X"}',
    );
  });

  it('opens the published AES-256-GCM vector of an all-zero key, nonce and block', () => {
    const vector = `01${'00'.repeat(12)}cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919`;
    expect(sealer.open(Buffer.alloc(32), Buffer.from(vector, 'hex'), '')).toBe('\0'.repeat(16));
  });
});

describe('sealed text', () => {
  it('opens to what was sealed, whatever the text', () => {
    fc.assert(
      fc.property(text, text, (plain, boundTo) => {
        expect(sealer.open(key, sealer.seal(key, plain, boundTo), boundTo)).toBe(plain);
      }),
    );
  });

  it('differs each time, so that equal texts cannot be told from it', () => {
    const sealed = new Set(
      Array.from({ length: 2_000 }, () => sealer.seal(key, '张三', 'r').toString('hex')),
    );
    expect(sealed.size).toBe(2_000);
  });

  it('shows nothing of the text', () => {
    expect(sealer.seal(key, '11010519491231002X', 'r').includes('1101')).toBe(false);
  });

  it('does not open when any byte of it is changed', () => {
    const sealed = sealer.seal(key, '张三，11010519491231002X', 'record-1');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        expect(codeOf(() => sealer.open(key, changed(sealed, at, by), 'record-1'))).toBe(
          'SEALING_TEXT_DAMAGED',
        );
      }),
    );
  });

  it('does not open when it is cut short or lengthened', () => {
    const sealed = sealer.seal(key, '张三', 'record-1');
    for (let length = 0; length < sealed.length; length += 1) {
      const cut = sealed.subarray(0, length);
      expect(codeOf(() => sealer.open(key, cut, 'record-1'))).toBe('SEALING_TEXT_DAMAGED');
    }
    const longer = Buffer.concat([sealed, Buffer.of(0)]);
    expect(codeOf(() => sealer.open(key, longer, 'record-1'))).toBe('SEALING_TEXT_DAMAGED');
  });

  it('does not open with another key or for another record', () => {
    const sealed = sealer.seal(key, '张三', 'record-1');
    const stranger = sealer.newDataKey().key;
    expect(codeOf(() => sealer.open(stranger, sealed, 'record-1'))).toBe('SEALING_TEXT_DAMAGED');
    expect(codeOf(() => sealer.open(key, sealed, 'record-2'))).toBe('SEALING_TEXT_DAMAGED');
  });
});

describe('data keys', () => {
  it('come back from their wrapped form, also in another process with the same master key', () => {
    expect(createSealer({ masterKey }).unwrap(wrapped)).toEqual(key);
  });

  it('are fresh each time and never stand in the wrapped form', () => {
    const second = sealer.newDataKey();
    expect(second.key).toHaveLength(32);
    expect(second.key.equals(key)).toBe(false);
    expect(second.wrapped.includes(second.key)).toBe(false);
  });

  it('do not unwrap under another master key, and say so', () => {
    expect(codeOf(() => other.unwrap(wrapped))).toBe('SEALING_MASTER_KEY_WRONG');
  });

  it('do not unwrap when any byte is changed', () => {
    fc.assert(
      fc.property(fc.nat(wrapped.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const expected = at < 4 ? 'SEALING_MASTER_KEY_WRONG' : 'SEALING_DATA_KEY_DAMAGED';
        expect(codeOf(() => sealer.unwrap(changed(wrapped, at, by)))).toBe(expected);
      }),
    );
  });

  it('do not unwrap when they are cut short', () => {
    for (let length = 0; length < wrapped.length; length += 1) {
      expect(codeOf(() => sealer.unwrap(wrapped.subarray(0, length)))).toBe('SEALING_DATA_KEY_DAMAGED');
    }
  });
});

describe('subject index', () => {
  it.each([
    '９１６２３０００MA7XXX018E',
    '91623000ma7xxx018e',
    ' 91623000 MA7XXX 018E\u3000',
    '91623000MA7XXX018E\n',
  ])('is the same for %p as for the plain identifier', (written) => {
    expect(sealer.subjectIndex(written)).toEqual(sealer.subjectIndex('91623000MA7XXX018E'));
  });

  it('differs between subjects and between master keys', () => {
    const index = sealer.subjectIndex('91623000MA7XXX018E');
    expect(sealer.subjectIndex('91999999MA0TETT03U')).not.toEqual(index);
    expect(other.subjectIndex('91623000MA7XXX018E')).not.toEqual(index);
  });

  it('shares nothing with the content hash of the same text', () => {
    expect(sealer.contentHash('91623000MA7XXX018E')).not.toEqual(sealer.subjectIndex('91623000MA7XXX018E'));
  });

  it.each(['', '   ', '\u3000\n'])('refuses %p: strangers would share one key', (identifier) => {
    expect(codeOf(() => sealer.subjectIndex(identifier))).toBe('SEALING_SUBJECT_EMPTY');
  });
});

describe('master key of a sealer', () => {
  it.each([0, 16, 31, 33])('is refused with %i bytes', (length) => {
    expect(codeOf(() => createSealer({ masterKey: Buffer.alloc(length) }))).toBe(
      'SEALING_MASTER_KEY_MALFORMED',
    );
  });
});
