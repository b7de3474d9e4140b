import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { AgentOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import { GatewayError } from '../../../schemas/errors.js';
import { errnoOf } from '../errno.js';
import type { FileRoots } from '../places/local-place.js';
import { fileError, resolveFolder } from '../places/local-place.js';

/** Certificates in PEM: as text (by reference to a secret or the environment), or in a file of the workspace. */
export interface TlsSpec {
  readonly certificate?: string;
  readonly certificateFile?: string;
  readonly privateKey?: string;
  readonly privateKeyFile?: string;
  readonly passphrase?: string;
  /** Who vouches for the far system, in place of the authorities that Node knows. */
  readonly authority?: string;
  readonly authorityFile?: string;
}

/**
 * What a TLS connection is opened with.
 * @throws CONNECTOR_CONFIG_INVALID for what is no certificate, no key, or a key of another certificate
 * @throws FILE_PLACE_OUTSIDE_WORKSPACE, FILE_FOLDER_MISSING, FILE_NOT_READABLE
 */
export async function readTls(tls: TlsSpec, roots: FileRoots): Promise<AgentOptions> {
  const [cert, key, ca] = await Promise.all([
    pem(tls.certificate, tls.certificateFile, roots),
    pem(tls.privateKey, tls.privateKeyFile, roots),
    pem(tls.authority, tls.authorityFile, roots),
  ]);
  const options = { cert, key, ca, passphrase: tls.passphrase };
  try {
    createSecureContext(options);
  } catch (error) {
    // Not passed on as cause: OpenSSL's words may hold parts of what it could not read.
    throw new GatewayError('CONNECTOR_CONFIG_INVALID', { field: 'tls', errno: errnoOf(error) });
  }
  return options;
}

async function pem(text: string | undefined, file: string | undefined, roots: FileRoots): Promise<string | undefined> {
  if (text !== undefined || file === undefined) return text;
  const folder = await resolveFolder(roots, dirname(file));
  return await readFile(join(folder, basename(file)), 'utf8').catch((error: unknown) => {
    throw fileError(error, file);
  });
}
