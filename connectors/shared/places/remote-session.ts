import type { Writable } from 'node:stream';
import type { PlacedFile } from './place.js';

/** One signed-in connection to a server of files. Paths are absolute on the server, as `enter` gives them. */
export interface RemoteSession {
  /** What the server calls itself or speaks, for `check`. */
  readonly title: string;
  readonly isEnded: () => boolean;
  /** Breaks off whatever is under way, which then fails; safe to call twice. */
  readonly end: () => void;
  /**
   * The folder's absolute path.
   * @throws FILE_PLACE_OUTSIDE_WORKSPACE when it leads out of the root, FILE_FOLDER_MISSING, FILE_NOT_READABLE
   */
  readonly enter: (folder: string) => Promise<string>;
  readonly list: (path: string, isWanted: (name: string) => boolean) => Promise<PlacedFile[]>;
  /** One file as `list` would give it; undefined where there is none of this name. */
  readonly look: (path: string) => Promise<PlacedFile | undefined>;
  /** Writes the bytes from place `from` on into the sink and ends it. */
  readonly download: (path: string, from: number, sink: Writable) => Promise<void>;
  readonly upload: (path: string, content: Buffer) => Promise<void>;
  /** Replaces what has the new name. */
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Does nothing where the folder is there. */
  readonly makeFolder: (path: string) => Promise<void>;
}

/** How a session is made: one protocol with its settings. */
export interface RemoteProtocol {
  readonly kind: 'sftp' | 'ftp';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly timeoutMs: number;
  /**
   * Connects to an address that the host's name was found to have, and signs in; an abort breaks it off.
   * @throws CONNECTOR_DRIVER_MISSING, CONNECTOR_CONNECTION_REFUSED, CONNECTOR_LOGIN_REFUSED, FILE_HOST_KEY_WRONG,
   *   CONNECTOR_BUSY, CONNECTOR_CONNECTION_LOST
   */
  readonly connect: (address: string, signal: AbortSignal) => Promise<RemoteSession>;
}

/** Joins a configured folder to the root as text; undefined when it leads out. Both are paths with slashes. */
export function folderBelow(root: string, folder: string): string | undefined {
  const steps: string[] = [];
  for (const step of folder.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..') return undefined;
    steps.push(step);
  }
  return [root === '/' ? '' : root.replace(/\/+$/u, ''), ...steps].join('/') || '/';
}
