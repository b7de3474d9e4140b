import { GatewayError } from '../../schemas/errors.js';
import type { Signing } from '../shared/signing.js';
import type { RestConfig, RestSign } from './spec.js';

type PresetParts = Pick<Signing, 'template' | 'algorithm' | 'timestampUnit' | 'headers' | 'query'>;

/** Customary styles of signing, so that nobody has to write them down again. Both want the part `appId`. */
const presets: Readonly<Record<'x-tif' | 'app-key', PresetParts>> = {
  /** Headers x-tif-*, seen with provincial and national platforms: SHA-256 over time, token, nonce, time, in seconds. */
  'x-tif': {
    template: '{timestamp}{secret}{nonce}{timestamp}',
    algorithm: 'sha256',
    timestampUnit: 's',
    headers: {
      'x-tif-paasid': '{appId}',
      'x-tif-timestamp': '{timestamp}',
      'x-tif-nonce': '{nonce}',
      'x-tif-signature': '{signature}',
    },
    query: {},
  },
  /** Provincial data sharing (Zhejiang): MD5 over key, secret and time; weak, but what the receiver asks for. */
  'app-key': {
    template: '{appId}{secret}{timestamp}',
    algorithm: 'md5',
    timestampUnit: 'ms',
    headers: {},
    query: { appKey: '{appId}', requestTime: '{timestamp}', sign: '{signature}' },
  },
};

/**
 * The whole rule of signing: what the manifest says, over its preset, over the defaults.
 * @throws CONNECTOR_CONFIG_INVALID without a template or an algorithm
 */
export function signingOf(sign: RestSign): Signing {
  const { preset, ...own } = sign;
  const { template, algorithm, ...rest } = { ...(preset && presets[preset]), ...own };
  if (template === undefined || algorithm === undefined)
    throw new GatewayError('CONNECTOR_CONFIG_INVALID', { field: 'sign', expected: 'preset, or template and algorithm' });
  return {
    secretEncoding: 'text',
    signatureEncoding: 'hex',
    timestampUnit: 'ms',
    parts: {},
    headers: {},
    query: {},
    ...rest,
    template,
    algorithm,
  };
}

/** What is weak in the signing and sealing of a configuration, for whoever checks the connection. */
export function weaknesses({ sign, seal }: RestConfig): { zh: string; en: string }[] {
  const found: { zh: string; en: string }[] = [];
  const algorithms = [sign && signingOf(sign).algorithm, seal?.sign?.algorithm];
  if (algorithms.includes('md5'))
    found.push({ zh: '签名用 MD5，强度弱，仅在对方要求时使用', en: 'signed by MD5, which is weak: only where the receiver asks for it' });
  if (seal?.algorithm === 'sm4-ecb')
    found.push({ zh: '加密用 SM4-ECB，会暴露相同的内容，仅在对方要求时使用', en: 'sealed by SM4-ECB, which shows equal blocks: only where the receiver asks for it' });
  return found;
}
