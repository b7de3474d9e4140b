import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { systemErrorCode } from '../system-error.js';

/** What a command needs to reach the gateway that runs over the same data folder. */
export interface ApiDoor {
  readonly address: string;
  readonly token: string;
}

/** A token that cannot be guessed; new with every start. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether two tokens are the same; takes the same time for every wrong one. */
export function isToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

/** Leaves token (readable by the owner alone) and address in the data folder. */
export async function openDoor(dataFolder: string, { address, token }: ApiDoor): Promise<void> {
  await replaceFile(join(dataFolder, tokenFile), token);
  await replaceFile(join(dataFolder, addressFile), address);
}

/** The door that a running gateway has left, or undefined. Whether somebody still stands behind it is not known. */
export async function readDoor(dataFolder: string): Promise<ApiDoor | undefined> {
  try {
    const [token, address] = await Promise.all([
      readFile(join(dataFolder, tokenFile), 'utf8'),
      readFile(join(dataFolder, addressFile), 'utf8'),
    ]);
    return { token: token.trim(), address: address.trim() };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Takes the files away again. */
export async function closeDoor(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, addressFile), { force: true });
  await rm(join(dataFolder, tokenFile), { force: true });
}

const tokenFile = 'api-token';
const addressFile = 'api-address';

/** Written beside and renamed, so that an old file's wider rights never hold for the new content. */
async function replaceFile(path: string, content: string): Promise<void> {
  const beside = `${path}.${process.pid}`;
  await rm(beside, { force: true });
  await writeFile(beside, `${content}\n`, { mode: 0o600, flag: 'wx' });
  await rename(beside, path);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
