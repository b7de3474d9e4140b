import { createHash, createHmac } from 'node:crypto';
import { fillTemplate } from './template.js';

export type SignatureAlgorithm = 'sha256' | 'sm3' | 'hmac-sha256' | 'hmac-sm3';

/** How a receiver wants each request signed. */
export interface Signing {
  /** The text that is signed, e.g. `{appId}\n{timestamp}\n{nonce}\n{bodySha256}`. */
  readonly template: string;
  readonly algorithm: SignatureAlgorithm;
  /** Key of the hmac; with a plain digest, put `{secret}` into the template. */
  readonly secret: string;
  readonly secretEncoding: 'text' | 'hex' | 'base64';
  readonly signatureEncoding: 'hex' | 'base64';
  readonly timestampUnit: 's' | 'ms';
  /** Constants that templates may name, e.g. `appId`. */
  readonly parts: Readonly<Record<string, string>>;
  /** Headers to send; their values may name every part and `{signature}`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The request as it will go out: exactly these bytes, exactly this way. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  readonly body: Buffer;
  readonly now: Date;
  /** Fresh for every request. */
  readonly nonce: string;
  readonly token?: string;
}

/**
 * The signing headers of one request. Parts beside the configured ones: `timestamp`, `nonce`, `method`, `target`,
 * `path`, `query`, `body`, `bodySha256`, `bodySm3` (hex), `secret`, `token`.
 * @throws CONNECTOR_CONFIG_INVALID for a part that does not exist
 */
export function signRequest(signing: Signing, request: SignedRequest): Record<string, string> {
  const [path = '', query = ''] = request.target.split('?', 2);
  const milliseconds = request.now.getTime();
  const parts = new Map(Object.entries(signing.parts))
    .set('timestamp', String(signing.timestampUnit === 's' ? Math.floor(milliseconds / 1_000) : milliseconds))
    .set('nonce', request.nonce)
    .set('method', request.method)
    .set('target', request.target)
    .set('path', path)
    .set('query', query)
    .set('body', request.body.toString('utf8'))
    .set('bodySha256', createHash('sha256').update(request.body).digest('hex'))
    .set('bodySm3', createHash('sm3').update(request.body).digest('hex'))
    .set('token', request.token ?? '');
  const signed = fillTemplate(signing.template, new Map(parts).set('secret', signing.secret));
  parts.set('signature', signatureOf(signing, signed));
  return Object.fromEntries(
    Object.entries(signing.headers).map(([name, value]) => [name, fillTemplate(value, parts)]),
  );
}

function signatureOf(signing: Signing, text: string): string {
  const { algorithm, secret, signatureEncoding } = signing;
  if (algorithm === 'sha256' || algorithm === 'sm3')
    return createHash(algorithm).update(text).digest(signatureEncoding);
  const key = Buffer.from(secret, signing.secretEncoding === 'text' ? 'utf8' : signing.secretEncoding);
  return createHmac(algorithm === 'hmac-sm3' ? 'sm3' : 'sha256', key)
    .update(text)
    .digest(signatureEncoding);
}
