import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { InboundConfig, InboundSignature } from '../../connectors/inbound/spec.js';
import { GatewayError } from '../../schemas/errors.js';
import type { Caller } from '../access/rights.js';
import type { Queryable } from '../store/store.js';

/** A signed request as far as its head says. */
export interface SignedHead {
  /** `department/name`. */
  readonly connector: string;
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  /** Seconds since 1970, as text. */
  readonly timestamp: string;
  readonly nonce: string;
  /** Hex. */
  readonly signature: string;
}

export interface SignatureTools {
  readonly store: Queryable;
  readonly now: () => Date;
  /** The configuration of an inbound connector that is in force; undefined for any other name. */
  readonly inboundConfig: (connector: string) => InboundConfig | undefined;
}

export interface SignedRequests {
  /** What can be refused before the body is read. Throws INBOUND_SIGNATURE_REFUSED. */
  checkHead(head: SignedHead): void;
  /** Whom the request stands for. Throws INBOUND_SIGNATURE_REFUSED, INBOUND_REQUEST_REPLAYED. */
  callerOf(head: SignedHead, body: Buffer): Promise<Caller>;
}

/** How far the sender's clock may be off: the customary 5 minutes. */
const toleranceSeconds = 300;
const noncePattern = /^[\w-]{16,64}$/;

/** Recognises senders by the signatures of their requests, each of which counts once. */
export function signedRequests({ store, now, inboundConfig }: SignatureTools): SignedRequests {
  const checked = (head: SignedHead): InboundSignature => {
    const rule = inboundConfig(head.connector)?.signature;
    const offSeconds = Math.abs(Number(head.timestamp) - now().getTime() / 1000);
    const isSound = /^\d{10}$/.test(head.timestamp) && noncePattern.test(head.nonce) && offSeconds <= toleranceSeconds;
    // Which of them it was is not told: nobody learns here what connectors there are.
    if (!rule || !isSound) throw new GatewayError('INBOUND_SIGNATURE_REFUSED');
    return rule;
  };
  return {
    checkHead: (head) => void checked(head),
    async callerOf(head, body) {
      const expected = signatureOf(checked(head), head, body);
      const given = Buffer.from(head.signature, 'hex');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new GatewayError('INBOUND_SIGNATURE_REFUSED');
      const fresh = await store.query(
        'INSERT INTO inbound_nonce (connector, nonce) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING nonce',
        [head.connector, head.nonce],
      );
      if (fresh.length === 0) throw new GatewayError('INBOUND_REQUEST_REPLAYED', { nonce: head.nonce });
      return { kind: 'key', name: `signature ${head.connector}`, role: 'sender', department: head.connector.split('/')[0] };
    },
  };
}

/** HMAC over timestamp, nonce, method, target and the body's SHA-256 in hex, with newlines between them. */
export function signatureOf({ algorithm, secret }: InboundSignature, head: Omit<SignedHead, 'signature' | 'connector'>, body: Buffer): Buffer {
  const { timestamp, nonce, method, target } = head;
  const text = [timestamp, nonce, method, target, createHash('sha256').update(body).digest('hex')].join('\n');
  return createHmac(algorithm === 'hmac-sm3' ? 'sm3' : 'sha256', secret).update(text).digest();
}
