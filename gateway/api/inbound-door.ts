import express, { type Request, type RequestHandler, type Response } from 'express';
import { parseLosslessJson } from '../../connectors/shared/lossless-json.js';
import { GatewayError } from '../../schemas/errors.js';
import type { SignedHead, SignedRequests } from '../inbound/signature.js';
import type { Identity } from './authenticate.js';

const timestampHeader = 'X-Jiantong-Timestamp';
const nonceHeader = 'X-Jiantong-Nonce';
const signatureHeader = 'X-Jiantong-Signature';
/** A batch of 500 rows of 8 KiB. */
const inboundBodyBytesMax = 4 * 1024 * 1024;

/**
 * Stands before the routes below `/inbound`: their bodies are larger, keep every digit of a number, and may be signed
 * instead of sent with a key. Nobody's body is read who has not shown at least a head that could be right.
 * @param identify who sent a request that is not signed; throws where that is nobody
 */
export function inboundDoor(
  signed: SignedRequests,
  identify: (request: Request) => Promise<Identity>,
  keep: (response: Response, identity: Identity) => void,
): RequestHandler {
  const read = express.raw({ type: 'application/json', limit: inboundBodyBytesMax });
  return async (request, response, next) => {
    const head = headOf(request);
    if (head) signed.checkHead(head);
    else keep(response, await identify(request));
    await new Promise<void>((resolve, reject) => {
      read(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(toError(error))));
    });
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (head) keep(response, { caller: await signed.callerOf(head, body) });
    request.body = body.length === 0 ? undefined : parse(body);
    next();
  };
}

/** Undefined for a request that is not signed. */
function headOf(request: Request): SignedHead | undefined {
  const signature = request.get(signatureHeader);
  if (signature === undefined) return undefined;
  const [, department = '', name = ''] = request.path.split('/');
  return {
    connector: `${department}/${name}`,
    method: request.method,
    target: request.originalUrl,
    timestamp: request.get(timestampHeader) ?? '',
    nonce: request.get(nonceHeader) ?? '',
    signature,
  };
}

function parse(body: Buffer): unknown {
  try {
    return parseLosslessJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new GatewayError('API_BODY_WRONG', { mistakes: 'not JSON in UTF-8' }, error);
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('the body could not be read', { cause: error });
}
