import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { Writable } from 'node:stream';
import { callbackify } from 'node:util';
import { GatewayError } from '../../../schemas/errors.js';
import type { PlannedStep } from '../check-steps.js';
import { hostSteps } from '../host-steps.js';
import { allowedAddress, type Reach } from '../networks.js';
import type { HeldFile, Place, PlacedFile } from './place.js';
import type { RemoteProtocol, RemoteSession } from './remote-session.js';

/** How often one file's transfer is taken up again where the line was cut; each time more must have come. */
const resumptionsMax = 20;
/** Rights of a copied file: its bytes may be personal. */
const ownerOnly = 0o600;

/**
 * Files of a server. A file that is held is copied into a folder of this run alone that only our user may enter, and
 * what a cut line left undone is fetched from where it stopped. A call that is aborted, or hears nothing for the time
 * limit, breaks the line off; the next call makes a new one.
 */
export class RemotePlace implements Place {
  readonly #protocol: RemoteProtocol;
  readonly #context: Reach;
  #session: RemoteSession | undefined;
  #copies: string | undefined;
  #copyCount = 0;

  constructor(protocol: RemoteProtocol, context: Reach) {
    this.#protocol = protocol;
    this.#context = context;
  }

  readonly steps = (folder: string): readonly PlannedStep[] => [
    ...hostSteps(this.#protocol, this.#context),
    {
      step: 'sign-in',
      run: async (signal) => {
        const title = await this.#during(signal, async (session) => session.title);
        const { user } = this.#protocol;
        return { zh: `${user} 已登录（${title}）`, en: `${user} is signed in (${title})` };
      },
    },
    {
      step: 'rights',
      run: async (signal) => {
        const path = await this.#during(signal, async (session) => await session.enter(folder));
        return { zh: `文件夹 ${path} 存在`, en: `The folder ${path} is there` };
      },
    },
  ];

  readonly list = async (
    folder: string,
    isWanted: (name: string) => boolean,
    signal: AbortSignal,
  ): Promise<readonly PlacedFile[]> =>
    await this.#during(signal, async (session) => await session.list(await session.enter(folder), isWanted));

  readonly hold = async (folder: string, file: PlacedFile, signal: AbortSignal): Promise<HeldFile | undefined> => {
    this.#copies ??= await mkdtemp(join(tmpdir(), 'jiantong-'));
    const path = join(this.#copies, String(this.#copyCount++));
    const copy = await open(path, 'wx', ownerOnly);
    let isWhole = false;
    try {
      isWhole = await this.#fetch(folder, file, copy, signal);
    } finally {
      await copy.close();
      if (!isWhole) await rm(path);
    }
    return isWhole ? { path, release: async () => await rm(path) } : undefined;
  };

  readonly write = async (folder: string, name: string, content: Buffer, signal: AbortSignal): Promise<void> =>
    await this.#during(signal, async (session) => await session.upload(await pathOf(session, folder, name), content));

  readonly move = async (folder: string, from: string, to: string, signal: AbortSignal): Promise<void> =>
    await this.#during(signal, async (session) => {
      const target = await pathOf(session, folder, to);
      await session.rename(`${await session.enter(folder)}/${from}`, target);
    });

  readonly close = async (): Promise<void> => {
    this.#session?.end();
    this.#session = undefined;
    if (this.#copies !== undefined) await rm(this.#copies, { recursive: true, force: true });
    this.#copies = undefined;
  };

  /** Copies the file; false where it is no longer the one that was listed. */
  async #fetch(folder: string, file: PlacedFile, copy: FileHandle, signal: AbortSignal): Promise<boolean> {
    let bytes = 0;
    for (let resumptions = 0; ; resumptions++) {
      const before = bytes;
      try {
        return await this.#during(signal, async (session, heard) => {
          const path = `${await session.enter(folder)}/${file.name}`;
          const keep = callbackify(async (chunk: Buffer) => {
            heard();
            await copy.appendFile(chunk);
            bytes += chunk.length;
            if (bytes > file.bytes) throw new GatewayError('FILE_CHANGED_WHILE_READ', { file: file.name });
          });
          const sink = new Writable({ write: (chunk: Buffer, _, done) => keep(chunk, done) });
          const isSame = before === 0 || isAsListed(file, await session.look(path));
          if (isSame && bytes < file.bytes) await session.download(path, before, sink);
          return isSame && bytes === file.bytes && isAsListed(file, await session.look(path));
        });
      } catch (error) {
        const code = error instanceof GatewayError ? error.code : undefined;
        if (code === 'FILE_CHANGED_WHILE_READ' || code === 'FILE_FOLDER_MISSING') return false;
        // Cut again before anything came, it is left to the run to try once more.
        if (code !== 'CONNECTOR_CONNECTION_LOST' || bytes === before || resumptions === resumptionsMax) throw error;
      }
    }
  }

  async #connect(signal: AbortSignal): Promise<RemoteSession> {
    const { host, timeoutMs } = this.#protocol;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await this.#protocol.connect(await this.#address(), AbortSignal.any([signal, timeout]));
    } catch (error) {
      signal.throwIfAborted();
      throw timeout.aborted ? new GatewayError('CONNECTOR_TIMED_OUT', { host }, error) : error;
    }
  }

  async #address(): Promise<string> {
    const { host, port } = this.#protocol;
    return await allowedAddress(host, port, this.#context);
  }

  /** Does the work on a session that is open, and breaks it off when it is aborted or silent for too long. */
  async #during<Value>(
    signal: AbortSignal,
    work: (session: RemoteSession, heard: () => void) => Promise<Value>,
  ): Promise<Value> {
    signal.throwIfAborted();
    const { host, timeoutMs } = this.#protocol;
    if (this.#session === undefined || this.#session.isEnded()) this.#session = await this.#connect(signal);
    const session = this.#session;
    let isSilent = false;
    const silence = setTimeout(() => {
      isSilent = true;
      session.end();
    }, timeoutMs);
    const end = (): void => session.end();
    signal.addEventListener('abort', end, { once: true });
    try {
      return await work(session, () => silence.refresh());
    } catch (error) {
      signal.throwIfAborted();
      throw isSilent ? new GatewayError('CONNECTOR_TIMED_OUT', { host }, error) : error;
    } finally {
      clearTimeout(silence);
      signal.removeEventListener('abort', end);
    }
  }
}

/** Where a file is to stand; the subfolder that its name gives is there then. */
async function pathOf(session: RemoteSession, folder: string, name: string): Promise<string> {
  const path = await session.enter(folder);
  const subfolder = posix.dirname(name);
  if (subfolder !== '.') await session.makeFolder(`${path}/${subfolder}`);
  return `${path}/${name}`;
}

function isAsListed(listed: PlacedFile, found: PlacedFile | undefined): boolean {
  return found?.bytes === listed.bytes && found.modifiedMs === listed.modifiedMs;
}
