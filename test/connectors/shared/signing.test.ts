import { describe, expect, it } from '@jest/globals';
import type { Signing } from '../../../connectors/shared/signing.js';
import { signRequest } from '../../../connectors/shared/signing.js';

const request = {
  method: 'POST',
  target: '/api?b=2',
  body: Buffer.from('abc'),
  now: new Date('2026-11-23T02:00:00.500Z'),
  nonce: 'n1',
};

async function sign(change: Partial<Signing>): Promise<Record<string, string>> {
  const signing: Signing = {
    template: '{body}',
    algorithm: 'hmac-sha256',
    secret: 'key',
    secretEncoding: 'text',
    signatureEncoding: 'hex',
    timestampUnit: 'ms',
    parts: {},
    headers: { s: '{signature}' },
    query: {},
    ...change,
  };
  const { headers } = await signRequest(signing, {
    ...request,
    body: Buffer.from(change.template === undefined ? 'Hi There' : 'abc'),
  });
  return headers;
}

describe('a signature', () => {
  it('by HMAC-SHA-256 agrees with RFC 4231, test cases 1 and 2', async () => {
    expect((await sign({ secret: '0b'.repeat(20), secretEncoding: 'hex' }))['s']).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect((await sign({ secret: 'Jefe', template: 'what do ya want for nothing?' }))['s']).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('by SM3 agrees with GB/T 32905-2016, example 1, and by SHA-256 with FIPS 180-2', async () => {
    expect((await sign({ template: '{body}', algorithm: 'sm3' }))['s']).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    expect((await sign({ template: '{body}', algorithm: 'sha256' }))['s']).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('covers the parts that its template names, and headers name any of them but the secret', async () => {
    const template = '{appId}|{timestamp}|{nonce}|{method}|{target}|{path}|{query}|{bodySha256}|{secret}';
    const headers = { all: '{appId} {timestamp} {nonce}' };
    expect(await sign({ template, timestampUnit: 's', parts: { appId: 'a1' }, headers })).toEqual({
      all: 'a1 1795399200 n1',
    });
    await expect(sign({ template, parts: { appId: 'a1' }, headers: { s: '{secret}' } })).rejects.toThrow(
      expect.objectContaining({ code: 'CONNECTOR_CONFIG_INVALID' }),
    );
    await expect(sign({ template: '{nothing}' })).rejects.toThrow(
      expect.objectContaining({ code: 'CONNECTOR_CONFIG_INVALID' }),
    );
  });
});
