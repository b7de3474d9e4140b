import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Addresses, Ports } from './addresses.js';
import type { ChildAnswer } from './child.js';
import { PortTakenError } from './listen.js';
import type { SandboxOptions } from './start.js';

/** Options that can be handed to another process; its clock is the computer's. */
export type LaunchOptions = Omit<SandboxOptions, 'now'> & { readonly ports?: 'fixed' | 'free' | Ports };

export interface LaunchedSandbox {
  readonly addresses: Addresses;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const endWithinMs = 10_000;

/** Starts the sandbox as a child process. It ends with this process, however this process ends. */
export async function launchSandbox(options: LaunchOptions): Promise<LaunchedSandbox> {
  const child = fork(fileURLToPath(new URL('child.js', import.meta.url)), {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.send(options);
  const answer = await Promise.race([
    once(child, 'message').then(([message]) => message as ChildAnswer),
    ended.then((): ChildAnswer => ({ ok: false, message: 'the sandbox ended before it answered' })),
  ]);
  if (!answer.ok) {
    await ended;
    throw answer.port === undefined ? new Error(answer.message) : new PortTakenError(answer.port);
  }
  return {
    addresses: answer.addresses,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      const lastResort = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(lastResort);
    },
  };
}
