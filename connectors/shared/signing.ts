import { createHash } from 'node:crypto';
import type { SignatureRule } from './signature.js';
import { signatureOf } from './signature.js';
import type { TemplateParts } from './template.js';
import { fillTemplate } from './template.js';

/** How a receiver wants each request signed. */
export interface Signing extends SignatureRule {
  /** The text that is signed, e.g. `{appId}\n{timestamp}\n{nonce}\n{bodySha256}`. */
  readonly template: string;
  readonly timestampUnit: 's' | 'ms';
  /** Constants that templates may name, e.g. `appId`. */
  readonly parts: Readonly<Record<string, string>>;
  /** Headers to send; their values may name every part and `{signature}`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parameters that join the query after signing; their values as those of the headers. */
  readonly query: Readonly<Record<string, string>>;
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

/** What signing adds to a request. */
export interface SigningMarks {
  readonly headers: Record<string, string>;
  readonly query: Record<string, string>;
}

/**
 * The signing headers and parameters of one request. Parts beside the configured ones: `timestamp`, `nonce`, `method`,
 * `target`, `path`, `query`, `body`, `bodySha256`, `bodySm3` (hex), `secret`, `token`.
 * @throws CONNECTOR_CONFIG_INVALID for a part that does not exist
 */
export async function signRequest(signing: Signing, request: SignedRequest): Promise<SigningMarks> {
  const [path = '', query = ''] = request.target.split('?', 2);
  const parts = new Map(momentParts(signing, request.now, request.nonce))
    .set('method', request.method)
    .set('target', request.target)
    .set('path', path)
    .set('query', query)
    .set('body', request.body.toString('utf8'))
    .set('bodySha256', createHash('sha256').update(request.body).digest('hex'))
    .set('bodySm3', createHash('sm3').update(request.body).digest('hex'))
    .set('token', request.token ?? '');
  const signed = fillTemplate(signing.template, new Map(parts).set('secret', signing.secret));
  parts.set('signature', await signatureOf(signing, signed));
  return { headers: fillAll(signing.headers, parts), query: fillAll(signing.query, parts) };
}

/** The configured parts with the time and the nonce of one request. */
export function momentParts(
  { parts, timestampUnit }: Pick<Signing, 'parts' | 'timestampUnit'>,
  now: Date,
  nonce: string,
): Map<string, string> {
  const milliseconds = now.getTime();
  const timestamp = timestampUnit === 's' ? Math.floor(milliseconds / 1_000) : milliseconds;
  return new Map(Object.entries(parts)).set('timestamp', String(timestamp)).set('nonce', nonce);
}

function fillAll(texts: Readonly<Record<string, string>>, parts: TemplateParts): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, fillTemplate(value, parts)]));
}
