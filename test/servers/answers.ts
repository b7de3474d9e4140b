import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const quickStartMs = 20_000;
const askEveryMs = 20;

/** Waits until a started program answers on a port of 127.0.0.1; throws when it ends instead. */
export async function answers(port: number, program: ChildProcess, startMs = quickStartMs): Promise<void> {
  for (const end = Date.now() + startMs; Date.now() < end; await pause(askEveryMs)) {
    if (program.exitCode !== null) throw new Error(`${program.spawnfile} ended with ${program.exitCode} before it answered`);
    if (await isListening(port)) return;
  }
  throw new Error(`${program.spawnfile} does not answer on port ${port}`);
}

/** Waits until nobody listens on a port of 127.0.0.1 any more. */
export async function silent(port: number): Promise<void> {
  for (const end = Date.now() + quickStartMs; Date.now() < end; await pause(askEveryMs)) {
    if (!(await isListening(port))) return;
  }
  throw new Error(`somebody still listens on port ${port}`);
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Ends a program and waits until it has gone. */
export async function stopProgram(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const gone = once(program, 'exit');
  program.kill('SIGKILL');
  await gone;
}
