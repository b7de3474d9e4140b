import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import { systemErrorCode } from '../system-error.js';

/** What the page holds in place of the mark under which its own script may write styles. */
const nonceMark = '__CSP_NONCE__';

/**
 * What a page of ours may load: its own files and nothing else; nobody may frame it. No script stands in the page itself,
 * so that none that was smuggled in runs.
 */
function policyOf(nonce: string | undefined): string {
  const styles = nonce === undefined ? '' : ` 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Files below it bear a digest of their content in their names and never change. */
const assetsFolder = '/assets/';
const yearSeconds = 365 * 24 * 60 * 60;

/**
 * The files of the web console, which hold no data and need no sign-in. Every address of the console is answered with
 * its one page; what looks like a file and is none, and everything else, is left to others. A folder without a page
 * serves nothing.
 */
export function pageFiles(folder: string): RequestHandler {
  const page = readPage(join(folder, 'index.html'));
  if (page === undefined) return (_request, _response, next) => next();
  const router = Router();
  const isOurs = (path: string): boolean => !/^\/(?:api|log|metrics)(?:\/|$)/.test(path);
  router.use((request, _response, next) => next(isOurs(request.path) ? undefined : 'router'));
  router.use(express.static(folder, { index: false, redirect: false, dotfiles: 'ignore', setHeaders: headersOf(folder) }));
  router.get(/^\/[^.]*$/, (_request, response) => {
    const nonce = randomBytes(16).toString('base64');
    response.set('Content-Security-Policy', policyOf(nonce)).type('html').send(page.replace(nonceMark, nonce));
  });
  return router;
}

/** Once, at the start: the page of the running program stays the one that fits it. */
function readPage(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function headersOf(folder: string): NonNullable<Parameters<typeof express.static>[1]>['setHeaders'] {
  return (response, path) => {
    const isAsset = path.slice(folder.length).replaceAll('\\', '/').startsWith(assetsFolder);
    response.setHeader('Content-Security-Policy', policyOf(undefined));
    response.setHeader('Cache-Control', isAsset ? `public, max-age=${String(yearSeconds)}, immutable` : 'no-cache');
  };
}
