import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SignerOptions {
  readonly appId: string;
  readonly secret: string;
  readonly now: () => Date;
}

const windowMs = 5 * 60 * 1000;
const tokenLifeSeconds = 7200;
const noncesMax = 1_000_000;

/** Lower-case hex of HMAC-SHA-256 over application, time, nonce and digest of the body, a line each. */
export function signatureOf(
  secret: string,
  appId: string,
  timestamp: string,
  nonce: string,
  body: Buffer,
): string {
  const digest = createHash('sha256').update(body).digest('hex');
  return hmacSha256(Buffer.from(secret), Buffer.from([appId, timestamp, nonce, digest].join('\n')));
}

/** Lower-case hex. @law RFC 2104, RFC 4231 */
export function hmacSha256(key: Buffer, data: Buffer): string {
  return createHmac('sha256', key).update(data).digest('hex');
}

/** The gate of the provincial platform: tokens with an end, signed requests, no request twice. */
export class SignatureGate {
  private readonly tokens = new Map<string, number>();
  /** When each nonce was used; in order of use, so that the old ones stand first. */
  private readonly nonces = new Map<string, number>();

  constructor(private readonly options: SignerOptions) {}

  issue(appId: unknown, secret: unknown): { accessToken: string; expiresIn: number } | undefined {
    if (appId !== this.options.appId || typeof secret !== 'string' || !isSame(secret, this.options.secret))
      return undefined;
    const nowMs = this.options.now().getTime();
    for (const [token, endsMs] of this.tokens) {
      if (endsMs <= nowMs) this.tokens.delete(token);
    }
    const accessToken = randomBytes(24).toString('hex');
    this.tokens.set(accessToken, nowMs + tokenLifeSeconds * 1000);
    return { accessToken, expiresIn: tokenLifeSeconds };
  }

  /** The code that refuses a request; undefined for a good one, whose nonce is then used up. */
  refuse(headers: IncomingHttpHeaders, body: Buffer): '4011' | '4012' | '4013' | '4014' | undefined {
    const nowMs = this.options.now().getTime();
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if ((this.tokens.get(token) ?? 0) <= nowMs) return '4011';
    const [appId, timestamp, nonce, signature] = ['appid', 'timestamp', 'nonce', 'signature'].map((name) =>
      String(headers[name] ?? ''),
    );
    if (appId === undefined || timestamp === undefined || nonce === undefined || signature === undefined)
      return '4012';
    if (appId !== this.options.appId || !/^[A-Za-z0-9-]{8,64}$/.test(nonce)) return '4012';
    if (!isSame(signature, signatureOf(this.options.secret, appId, timestamp, nonce, body))) return '4012';
    if (!/^\d{13}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > windowMs) return '4013';
    this.forgetOldNonces(nowMs);
    if (this.nonces.has(nonce) || this.nonces.size >= noncesMax) return '4014';
    this.nonces.set(nonce, nowMs);
    return undefined;
  }

  /** A request older than twice the window cannot be repeated: its time would be refused. */
  private forgetOldNonces(nowMs: number): void {
    for (const [nonce, usedMs] of this.nonces) {
      if (nowMs - usedMs <= 2 * windowMs) return;
      this.nonces.delete(nonce);
    }
  }
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
