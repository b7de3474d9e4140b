import { describe, expect, it } from '@jest/globals';

import { hmacSha256, signatureOf, SignatureGate } from '../../../gateway/sandbox/receivers/signature.js';

/** RFC 4231, section 4: cases 1 to 4, 6 and 7 (5 is about cut-off digests). */
const published = [
  {
    key: '0b'.repeat(20),
    data: Buffer.from('Hi There').toString('hex'),
    hmac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    key: Buffer.from('Jefe').toString('hex'),
    data: Buffer.from('what do ya want for nothing?').toString('hex'),
    hmac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    key: 'aa'.repeat(20),
    data: 'dd'.repeat(50),
    hmac: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  },
  {
    key: '0102030405060708090a0b0c0d0e0f10111213141516171819',
    data: 'cd'.repeat(50),
    hmac: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
  {
    key: 'aa'.repeat(131),
    data: Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First').toString('hex'),
    hmac: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
  {
    key: 'aa'.repeat(131),
    data: Buffer.from(
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    ).toString('hex'),
    hmac: '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  },
];

const secret = 'internet-plus-demo-secret';
const body = Buffer.from('{"rows":[]}');

function openGate() {
  const clock = { at: Date.parse('2026-11-23T02:00:00Z') };
  const gate = new SignatureGate({ appId: 'app', secret, now: () => new Date(clock.at) });
  const token = gate.issue('app', secret)?.accessToken ?? '';
  const headersOf = (nonce: string, at = clock.at, signedBody = body) => ({
    authorization: `Bearer ${token}`,
    appid: 'app',
    timestamp: String(at),
    nonce,
    signature: signatureOf(secret, 'app', String(at), nonce, signedBody),
  });
  return { clock, gate, headersOf };
}

describe('the provincial platform’s signature check', () => {
  it.each(published)('computes the published HMAC $hmac', ({ key, data, hmac }) => {
    expect(hmacSha256(Buffer.from(key, 'hex'), Buffer.from(data, 'hex'))).toBe(hmac);
  });

  it('takes a request that is signed over application, time, nonce and body', () => {
    const { gate, headersOf } = openGate();
    expect(gate.refuse(headersOf('nonce-0001'), body)).toBeUndefined();
  });

  it('refuses a body, time or nonce other than the signed one', () => {
    const { gate, headersOf } = openGate();
    expect(gate.refuse(headersOf('nonce-0001'), Buffer.from('{"rows":[1]}'))).toBe('4012');
    expect(gate.refuse({ ...headersOf('nonce-0002'), timestamp: '1' }, body)).toBe('4012');
    expect(gate.refuse({ ...headersOf('nonce-0003'), nonce: 'nonce-0004' }, body)).toBe('4012');
    expect(gate.refuse({ ...headersOf('nonce-0005'), signature: undefined }, body)).toBe('4012');
  });

  it('refuses a time more than five minutes off, either way', () => {
    const { clock, gate, headersOf } = openGate();
    const minute = 60_000;
    expect(gate.refuse(headersOf('nonce-0001', clock.at - 5 * minute), body)).toBeUndefined();
    expect(gate.refuse(headersOf('nonce-0002', clock.at - 5 * minute - 1), body)).toBe('4013');
    expect(gate.refuse(headersOf('nonce-0003', clock.at + 5 * minute + 1), body)).toBe('4013');
  });

  it('refuses a nonce used before for as long as its request could be repeated', () => {
    const { clock, gate, headersOf } = openGate();
    const headers = headersOf('nonce-0001', clock.at + 299_000);
    expect(gate.refuse(headers, body)).toBeUndefined();
    expect(gate.refuse(headers, body)).toBe('4014');
    clock.at += 598_000;
    expect(gate.refuse(headers, body)).toBe('4014');
    clock.at += 3_000;
    expect(gate.refuse(headers, body)).toBe('4013');
  });

  it('gives tokens to the right secret only, and takes them for two hours', () => {
    const { clock, gate, headersOf } = openGate();
    expect(gate.issue('app', 'wrong')).toBeUndefined();
    expect(gate.issue('other', secret)).toBeUndefined();
    clock.at += 7_199_000;
    expect(gate.refuse(headersOf('nonce-0001'), body)).toBeUndefined();
    clock.at += 1_000;
    expect(gate.refuse(headersOf('nonce-0002'), body)).toBe('4011');
  });
});
