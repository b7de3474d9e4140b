import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const startMs = 20_000;
const askEveryMs = 20;

/** Waits until a started program answers on a port of 127.0.0.1; throws when it ends instead. */
export async function answers(port: number, program: ChildProcess): Promise<void> {
  for (const end = Date.now() + startMs; Date.now() < end; await pause(askEveryMs)) {
    if (program.exitCode !== null) throw new Error(`${program.spawnfile} ended with ${program.exitCode} before it answered`);
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      // Not listening yet: asked again until the time is up.
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`${program.spawnfile} does not answer on port ${port}`);
}

/** Ends a program and waits until it has gone. */
export async function stopProgram(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const gone = once(program, 'exit');
  program.kill('SIGKILL');
  await gone;
}
