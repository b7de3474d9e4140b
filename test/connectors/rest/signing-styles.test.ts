import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { RestConfig } from '../../../connectors/rest/spec.js';
import { isSignedSm2, signSm2 } from '../../../connectors/shared/sm2.js';
import { decryptSm4, encryptSm4 } from '../../../connectors/shared/sm4.js';
import type { Received, Reply } from './http-server.js';
import { now, records, setUp, signal } from './set-up.js';

const streams = {
  penalties: { push: { path: '/penalties', response: { rows: { results: 'rows', by: 'order', outcome: { path: 'code', accepted: ['0'] } } } } },
} as const satisfies RestConfig['streams'];
const accepted = { json: { rows: [{ code: 0 }] } };
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const sm2 = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
};

describe('the preset x-tif', () => {
  it('signs time, token, nonce and time by SHA-256 in headers, in capitals where the receiver wants them', async () => {
    const { server, push } = await setUp(() => accepted, {
      sign: { preset: 'x-tif', secret: 'platform-token', parts: { appId: 'gannan' }, signatureEncoding: 'hex-upper' },
      streams,
    });
    expect(await push(records(1))).toEqual([expect.objectContaining({ outcome: 'accepted' })]);
    const headers = server.received[0]?.headers ?? {};
    const seconds = String(now.getTime() / 1_000);
    const signed = `${seconds}platform-token${String(headers['x-tif-nonce'])}${seconds}`;
    expect(headers).toMatchObject({
      'x-tif-paasid': 'gannan',
      'x-tif-timestamp': seconds,
      'x-tif-signature': createHash('sha256').update(signed).digest('hex').toUpperCase(),
    });
  });
});

/** Gives out refresh and request secrets like the provincial platform, and takes only requests signed by the last one. */
function secretServer(): { reply: (request: Received) => Reply; asked: string[]; revoke: (step: 'request' | 'refresh') => void } {
  const asked: string[] = [];
  const valid = { refresh: '', request: '' };
  let given = 0;
  const reply = ({ path, query }: Received): Reply => {
    const isSignedBy = (secret: string): boolean =>
      secret !== '' && query.get('sign') === md5(`${query.get('appKey')}${secret}${query.get('requestTime')}`);
    asked.push(path.split('/').at(-1) ?? '');
    given++;
    if (path.endsWith('ByKey.htm')) {
      if (!isSignedBy('first-secret')) return { json: { code: '14' } };
      valid.refresh = `refresh-${given}`;
      return { json: { code: '00', datas: { refreshSecret: valid.refresh } } };
    }
    if (path.endsWith('BySec.htm')) {
      if (!isSignedBy(valid.refresh)) return { json: { code: '14' } };
      valid.request = `request-${given}`;
      valid.refresh = `refresh-${given}`;
      return { json: { code: '00', datas: { requestSecret: valid.request, refreshSecret: valid.refresh } } };
    }
    return isSignedBy(valid.request) ? { json: { code: '00', rows: [{ code: 0 }] } } : { json: { code: '14', msg: 'sign' } };
  };
  return { reply, asked, revoke: (step) => { valid[step] = 'revoked'; } };
}

const exchangeConfig = {
  auth: {
    kind: 'secret-exchange',
    first: { path: '/app/refreshTokenByKey.htm', refreshSecret: 'datas.refreshSecret', lifetimeSeconds: 172_800 },
    second: { path: '/app/refreshTokenBySec.htm', requestSecret: 'datas.requestSecret', lifetimeSeconds: 900 },
  },
  sign: { preset: 'app-key', secret: 'first-secret', parts: { appId: 'app-1' } },
  success: { path: 'code', values: ['00'], text: 'msg', loginCodes: ['14'] },
  streams,
} as const satisfies Partial<RestConfig>;

describe('the preset app-key with a secret got in two steps', () => {
  it('gets both secrets once, signs with the second, and renews only the one that is no longer taken', async () => {
    const { reply, asked, revoke } = secretServer();
    const { push } = await setUp(reply, exchangeConfig);
    const isAccepted = [expect.objectContaining({ outcome: 'accepted' })];
    expect(await push(records(1))).toEqual(isAccepted);
    expect(await push(records(1))).toEqual(isAccepted);
    expect(asked.splice(0)).toEqual(['refreshTokenByKey.htm', 'refreshTokenBySec.htm', 'penalties', 'penalties']);
    revoke('request');
    expect(await push(records(1))).toEqual(isAccepted);
    expect(asked.splice(0)).toEqual(['penalties', 'refreshTokenBySec.htm', 'penalties']);
    revoke('request');
    revoke('refresh');
    expect(await push(records(1))).toEqual(isAccepted);
    expect(asked).toEqual(['penalties', 'refreshTokenBySec.htm', 'refreshTokenByKey.htm', 'refreshTokenBySec.htm', 'penalties']);
  });

  it('tells a wrong first secret from trouble, shows no secret, and marks MD5 as weak in the check', async () => {
    const { reply } = secretServer();
    const wrong = { ...exchangeConfig, sign: { ...exchangeConfig.sign, secret: 'wrong-secret' } };
    const { push } = await setUp(reply, wrong);
    const error: unknown = await push(records(1)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'CONNECTOR_LOGIN_REFUSED' });
    expect(JSON.stringify(error)).not.toContain('wrong-secret');
    const right = await setUp(secretServer().reply, exchangeConfig);
    const steps = [];
    for await (const step of right.connector.check(signal)) steps.push(step);
    expect(steps.find(({ step }) => step === 'sign-in')).toMatchObject({ ok: true, zh: expect.stringContaining('MD5') });
  });
});

describe('a sealed body', () => {
  const key = '0123456789abcdeffedcba9876543210';
  const keyBytes = Buffer.from(key, 'hex');
  const options = { userId: '1234567812345678', form: 'der' } as const;
  const seal = {
    kind: 'sm4-sm2',
    key,
    parts: { appId: 'app-1' },
    sign: { secret: sm2.privateKey },
    answer: { data: 'encData', signature: 'signData', publicKey: sm2.publicKey },
  } as const;
  const sealedStreams = {
    penalties: { push: { ...streams.penalties.push, response: { rows: { ...streams.penalties.push.response.rows, results: 'encData.rows' } } } },
  };
  const answerOf = async (content: unknown, signer = sm2.privateKey) => {
    const plain = JSON.stringify(content);
    return {
      code: 0,
      encData: encryptSm4('sm4-cbc', Buffer.from(plain), keyBytes).toString('hex').toUpperCase(),
      signData: (await signSm2(plain, signer, options)).toString('base64'),
    };
  };

  it('is encrypted by SM4 and signed by SM2 over the plain text, and the answer is opened', async () => {
    const answer = await answerOf({ rows: [{ code: 0 }] });
    const { server, push } = await setUp(() => ({ json: answer }), { seal, streams: sealedStreams });
    expect(await push(records(1))).toEqual([expect.objectContaining({ outcome: 'accepted' })]);
    const body = JSON.parse(server.received[0]?.body.toString() ?? '') as Record<string, string>;
    expect(body).toMatchObject({ appCode: 'app-1', version: '1.0.0', encType: 'SM4', signType: 'SM2', timestamp: String(now.getTime()) });
    expect(server.received[0]?.body.toString()).not.toContain('CF_WSH');
    const plain = decryptSm4('sm4-cbc', Buffer.from(body['encData'] ?? '', 'hex'), keyBytes)?.toString() ?? '';
    expect(JSON.parse(plain)).toEqual([{ CF_WSH: '州市监罚〔2026〕0号' }]);
    const signed = `appCode=app-1&data=${plain}&encType=SM4&signType=SM2&timestamp=${now.getTime()}&version=1.0.0`;
    expect(await isSignedSm2(signed, Buffer.from(body['signData'] ?? '', 'base64'), sm2.publicKey, options)).toBe(true);
  });

  it('leaves a record in doubt whose answer was signed by another, or not by the key agreed', async () => {
    const forged = await answerOf({ rows: [{ code: 0 }] }, '1'.repeat(64));
    const garbled = { ...forged, encData: 'AB'.repeat(32) };
    for (const json of [forged, garbled]) {
      const { push } = await setUp(() => ({ json }), { seal, streams: sealedStreams });
      expect(await push(records(1))).toEqual([
        expect.objectContaining({ outcome: 'unknown', reason: 'the seal of the answer does not hold' }),
      ]);
    }
  });
});

describe('the limit of an endpoint', () => {
  it('keeps its requests apart and lets other endpoints go', async () => {
    const { server, push } = await setUp(() => accepted, {
      streams: {
        penalties: { push: { ...streams.penalties.push, requestsPerMinute: 600 } },
        licences: { push: { ...streams.penalties.push, path: '/licences' } },
      },
    });
    const started = performance.now();
    await Promise.all([push(records(1)), push(records(1)), push(records(1))]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(190);
    const free = performance.now();
    await Promise.all([push(records(1), 'licences'), push(records(1), 'licences'), push(records(1), 'licences')]);
    expect(performance.now() - free).toBeLessThan(190);
    expect(server.received).toHaveLength(6);
  });

  it('ends at once when the push is cancelled while it waits', async () => {
    const { push } = await setUp(() => accepted, {
      streams: { penalties: { push: { ...streams.penalties.push, requestsPerMinute: 1 } } },
    });
    await push(records(1));
    const cancel = new AbortController();
    const waiting = push(records(1), 'penalties', cancel.signal);
    cancel.abort();
    await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
