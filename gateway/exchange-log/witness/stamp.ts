import { createHash, randomBytes } from 'node:crypto';
import { GatewayError } from '../../../schemas/errors.js';
import { membersOf, readDer } from '../verify/der.js';
import { isStampOf, parseTimeStamp } from '../verify/time-stamp.js';
import type { Witnessed } from './witnessed.js';

const answerTimeoutMs = 20_000;
const answerBytesMax = 256 * 1024;
const nonceBytes = 8;

/** A request for a stamp over a SHA-256 digest, with a nonce and the wish for certificates: only these two vary. */
function requestOf(digest: Buffer, nonce: Buffer): Buffer {
  return Buffer.concat([Buffer.from('30430201013031300d060960864801650304020105000420', 'hex'), digest, Buffer.from('0208', 'hex'), nonce, Buffer.from('0101ff', 'hex')]);
}

/**
 * Asks a time stamp authority (RFC 3161 over HTTP) to stamp the text of a checkpoint, and believes the answer only where
 * the authority of the given certificate made it, for this request.
 * Throws LOG_WITNESS_REFUSED for every refusal, LOG_STAMP_WRONG for a stamp that is not what was asked for.
 */
export async function askToStamp(url: string, fingerprint: string, text: string): Promise<Witnessed> {
  const digest = createHash('sha256').update(text).digest();
  const nonce = randomBytes(nonceBytes);
  // A whole number above zero that takes all of its bytes.
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: Uint8Array.from(requestOf(digest, nonce)),
    redirect: 'error',
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  const answer = new Uint8Array(await response.arrayBuffer());
  if (!response.ok || answer.length > answerBytesMax) throw new GatewayError('LOG_WITNESS_REFUSED', { status: response.status, bytes: answer.length });
  const [status, token] = membersOf(readDer(answer)?.[0]);
  const granted = membersOf(status)[0]?.content.at(-1);
  // 0 granted, 1 granted with changes; all else is a refusal.
  if (granted === undefined || granted > 1 || token === undefined) throw new GatewayError('LOG_WITNESS_REFUSED', { status: response.status, granted });
  const stamp = parseTimeStamp(token.raw);
  const isAskedFor = stamp?.imprint === digest.toString('hex') && stamp.nonce === nonce.toString('hex');
  if (stamp === undefined || !isAskedFor || !(await isStampOf(stamp, [fingerprint]))) {
    const certificates = stamp?.certificates.map((one) => one.fingerprint).join(' ') ?? '';
    throw new GatewayError('LOG_STAMP_WRONG', { certificates });
  }
  return { kind: 'time-stamp', at: stamp.at, evidence: Buffer.from(token.raw).toString('base64') };
}
