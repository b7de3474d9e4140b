import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { signatureOf } from '../../../connectors/shared/signature.js';
import { defaultUserId, isSignedSm2, signSm2 } from '../../../connectors/shared/sm2.js';
import { decryptSm4, encryptSm4 } from '../../../connectors/shared/sm4.js';
import { describeWithPrograms } from '../../servers/programs.js';

/** GB/T 32918.5-2017, annex A.2: key and signature of "message digest". */
const standard = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  signature:
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
    'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
};
const options = { userId: defaultUserId, form: 'rs' } as const;
const rule = { secretEncoding: 'text', signatureEncoding: 'hex' } as const;
/** GB/T 32907-2016, annex A: key and plain text are the same. */
const sm4Block = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');

describe('SM2', () => {
  it('takes the signature of GB/T 32918.5-2017, A.2, and none that differs in text, signer or a single digit', async () => {
    const signature = Buffer.from(standard.signature, 'hex');
    const isSigned = async (text: string, bytes: Buffer, userId = defaultUserId): Promise<boolean> =>
      await isSignedSm2(text, bytes, standard.publicKey, { ...options, userId });
    expect(await isSigned('message digest', signature)).toBe(true);
    expect(await isSigned('message digesT', signature)).toBe(false);
    expect(await isSigned('message digest', signature, 'ALICE123@YAHOO.COM')).toBe(false);
    signature[63] = 0xab;
    expect(await isSigned('message digest', signature)).toBe(false);
    expect(await isSigned('message digest', Buffer.alloc(3))).toBe(false);
  });

  it('signs Chinese text in either form so that it verifies with the key of the standard', async () => {
    for (const form of ['der', 'rs'] as const) {
      const signature = await signSm2('州市监罚〔2026〕1号 𠮷', standard.privateKey, { ...options, form });
      expect(await isSignedSm2('州市监罚〔2026〕1号 𠮷', signature, standard.publicKey, { ...options, form })).toBe(true);
    }
    await expect(signSm2('x', 'not a key', options)).rejects.toThrow(
      expect.objectContaining({ code: 'CONNECTOR_CONFIG_INVALID' }),
    );
  });
});

describe('SM4', () => {
  it('encrypts the block of GB/T 32907-2016, annex A', () => {
    expect(encryptSm4('sm4-ecb', sm4Block, sm4Block).subarray(0, 16).toString('hex')).toBe(
      '681edf34d206965e86b3e94f536e4246',
    );
  });

  it('gives back any bytes, and nothing for another key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('sm4-cbc', 'sm4-ecb'), fc.boolean(), (bytes, mode, isAgreed) => {
        const vector = isAgreed ? Buffer.alloc(16, 7) : undefined;
        const sealed = encryptSm4(mode, Buffer.from(bytes), sm4Block, vector);
        expect(decryptSm4(mode, sealed, sm4Block, vector)).toEqual(Buffer.from(bytes));
      }),
    );
    expect(decryptSm4('sm4-cbc', Buffer.alloc(5), sm4Block)).toBeUndefined();
    expect(decryptSm4('sm4-cbc', Buffer.alloc(48), sm4Block)).toBeUndefined();
    expect(() => encryptSm4('sm4-ecb', sm4Block, Buffer.alloc(8))).toThrow(
      expect.objectContaining({ code: 'CONNECTOR_CONFIG_INVALID' }),
    );
  });
});

describeWithPrograms(['openssl'], 'the openssl program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jiantong-sm-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const openssl = (...words: string[]): Buffer => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const text = '州市监罚〔2026〕1号';
  writeFileSync(path('text'), text);

  it('verifies our SM2 signature, and we verify the one that it makes, with a key from its PEM file', async () => {
    openssl('genpkey', '-algorithm', 'SM2', '-out', path('key.pem'));
    openssl('pkey', '-in', path('key.pem'), '-pubout', '-out', path('public.pem'));
    const identity = ['-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${defaultUserId}`];
    writeFileSync(path('ours'), await signSm2(text, readFileSync(path('key.pem'), 'utf8'), { ...options, form: 'der' }));
    const verify = ['pkeyutl', '-verify', '-in', path('text'), '-pubin', '-inkey', path('public.pem')];
    expect(openssl(...verify, '-sigfile', path('ours'), ...identity).toString()).toContain('Verified Successfully');
    openssl('pkeyutl', '-sign', '-in', path('text'), '-inkey', path('key.pem'), '-out', path('theirs'), ...identity);
    const point = openssl('pkey', '-pubin', '-in', path('public.pem'), '-outform', 'DER').subarray(-65).toString('hex');
    expect(await isSignedSm2(text, readFileSync(path('theirs')), point, { ...options, form: 'der' })).toBe(true);
  });

  it('agrees on HMAC-SM3, HMAC-SHA-256, SM3 and MD5', async () => {
    const digestOf = (...words: string[]): string =>
      openssl('dgst', ...words, '-r', path('text')).toString().split(/[ *]/u, 1)[0] ?? '';
    const ours = async (algorithm: 'hmac-sm3' | 'hmac-sha256' | 'sm3' | 'md5'): Promise<string> =>
      await signatureOf({ ...rule, algorithm, secret: 'department-secret' }, text);
    expect(await ours('hmac-sm3')).toBe(digestOf('-sm3', '-hmac', 'department-secret'));
    expect(await ours('hmac-sha256')).toBe(digestOf('-sha256', '-hmac', 'department-secret'));
    expect(await ours('sm3')).toBe(digestOf('-sm3'));
    expect(await ours('md5')).toBe(digestOf('-md5'));
  });

  it('decrypts what we encrypt by SM4-CBC', () => {
    const vector = Buffer.alloc(16, 3);
    writeFileSync(path('sealed'), encryptSm4('sm4-cbc', Buffer.from(text), sm4Block, vector));
    const keys = ['-K', sm4Block.toString('hex'), '-iv', vector.toString('hex')];
    expect(openssl('enc', '-sm4-cbc', '-d', '-in', path('sealed'), ...keys).toString()).toBe(text);
  });
});
