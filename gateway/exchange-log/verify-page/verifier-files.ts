import { assetPath } from '../../../schemas/assets.js';

/** The verifiers that are handed to auditors: a page that any browser opens, and a script in plain Python. */
export const verifierKinds = ['html', 'py'] as const;
export type VerifierKind = (typeof verifierKinds)[number];

/** Where the file is in this installation. */
export function verifierFile(kind: VerifierKind): string {
  return assetPath(kind === 'py' ? 'gateway/exchange-log/verify/verify.py' : 'dist/gateway/exchange-log/verify-page/verify.html');
}
