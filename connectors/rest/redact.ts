import type { RestConfig } from './spec.js';

/** Every secret of a configuration, longest first, so that one inside another is covered whole. */
export function secretsOf({ auth, sign, seal, tls }: RestConfig): string[] {
  const found: string[] = [];
  if (sign) found.push(sign.secret);
  if (seal) found.push(seal.key, ...(seal.sign ? [seal.sign.secret] : []), ...Object.values(seal.secretParts ?? {}));
  if (tls?.passphrase !== undefined) found.push(tls.passphrase);
  if (auth?.kind === 'token') found.push(auth.token);
  if (auth?.kind === 'basic') found.push(auth.password);
  if (auth?.kind === 'token-endpoint') {
    found.push(...Object.values(auth.body).filter((value): value is string => typeof value === 'string'));
  }
  return found.filter((secret) => secret.length >= 4).toSorted((a, b) => b.length - a.length);
}

/** The text with every secret replaced by `***`. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
