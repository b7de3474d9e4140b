import { dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';
import { assetPath } from '../../../schemas/assets.js';

/**
 * Lets a page have the verifier: add it to the plugins of the page's build and import `verify/bundle.js`. All of the
 * verifier is the same code as in the gateway, but for the one file that reaches for node:crypto.
 */
export function verifierForBrowsers(): Plugin {
  const ofNode = assetPath('gateway/exchange-log/verify/primitives.js');
  const ofBrowser = assetPath('dist/gateway/exchange-log/verify-page/browser-primitives.js');
  return {
    name: 'verifier-for-browsers',
    resolveId: (source, importer) => (importer !== undefined && join(dirname(importer), source) === ofNode ? ofBrowser : undefined),
  };
}
