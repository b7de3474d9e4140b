import { Router, type RequestHandler, type Response } from 'express';

import { GatewayError } from '../../schemas/errors.js';
import type { LogServices } from '../services/log.js';
import { verifierFile, verifierKinds } from '../exchange-log/verify-page/verifier-files.js';

/** `level/index`, the index in groups of three digits of which all but the last begin with x; `.p/width` for a partial tile. */
const tilePath = /^\/tile\/(0|[1-9]\d?|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const tileWidth = 256;
const levelMax = 63;
/** What is full never changes; what is partial is that of one size of the log, and does not change either. */
const forEver = 'public, max-age=31536000, immutable';

/**
 * The exchange log at the paths that public tools read (C2SP tlog-tiles): `checkpoint` and `tile/<level>/<index>`, which
 * hold hashes and signatures only and need no token. Beside them the verifiers, to be kept and opened as files: `verify.html`,
 * `verify.py`.
 */
export function logRouter(log: LogServices): Router {
  const router = Router();
  router.get('/checkpoint', async (_request, response) => {
    const note = await log.checkpoint();
    if (note === undefined) throw new GatewayError('API_RESOURCE_MISSING', { path: '/log/checkpoint' });
    response.set('Cache-Control', 'no-cache').type('text/plain; charset=utf-8').send(note);
  });
  router.get(/^\/tile\/\d/, tiles(() => log));
  for (const kind of verifierKinds) {
    router.get(`/verify.${kind}`, (_request, response) => {
      response.download(verifierFile(kind));
    });
  }
  return router;
}

/** `tile/entries/<index>`: the entries themselves, for callers who may see every department's; `logFor` knows who asks. */
export function logEntriesRouter(logFor: (response: Response) => LogServices): Router {
  return Router().get(/^\/tile\/entries\//, tiles(logFor));
}

function tiles(logFor: (response: Response) => LogServices): RequestHandler {
  return async (request, response) => {
    const [, level = '', index = '', partial] = tilePath.exec(request.path) ?? [];
    const width = partial === undefined ? tileWidth : Number(partial);
    const place = { level: Number(level), index: Number(index.replaceAll(/[x/]/g, '')) };
    const log = logFor(response);
    const isSound = index !== '' && width <= tileWidth && (partial === undefined || width < tileWidth) && Number.isSafeInteger(place.index);
    const bytes = !isSound
      ? undefined
      : level === 'entries'
        ? await log.entryBundle(place.index, width)
        : place.level <= levelMax
          ? await log.tile(place, width)
          : undefined;
    if (bytes === undefined) throw new GatewayError('API_RESOURCE_MISSING', { path: request.path });
    response.set('Cache-Control', forEver).type('application/octet-stream').send(bytes);
  };
}
