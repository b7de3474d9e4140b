import { PassThrough, Readable } from 'node:stream';

import { runCli } from '../../../gateway/cli/run.js';
import type { OpenGateway } from '../../../gateway/cli/gateway.js';
import type { World } from '../../../gateway/cli/world.js';
import type { Environment } from '../../../gateway/config.js';

export interface TestWorld extends World {
  /** Presses Ctrl-C. */
  interrupt(): void;
  /** Codes of sudden ends. */
  readonly exits: readonly number[];
  printed(): string;
  /** What stands on standard error until now; reading takes it away. */
  complained(): string;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const noGateway: OpenGateway = () => Promise.reject(new Error('this test opens no gateway'));

export function testWorld(env: Environment = {}, openGateway: OpenGateway = noGateway, stdin = ''): TestWorld {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stops = new Set<() => void>();
  const exits: number[] = [];
  return {
    env,
    openGateway,
    stdout,
    stderr,
    exits,
    stdin: Readable.from([stdin]),
    workingFolder: '/nowhere',
    clock: { now: () => new Date('2026-11-23T01:27:02Z') },
    onStopSignal: (stop) => {
      stops.add(stop);
      return () => stops.delete(stop);
    },
    exitNow: (code) => exits.push(code),
    interrupt: () => {
      for (const stop of stops) stop();
    },
    printed: () => String(stdout.read() ?? ''),
    complained: () => String(stderr.read() ?? ''),
  };
}

/** Runs one command line to its end. */
export async function runIn(world: TestWorld, ...args: string[]): Promise<Outcome> {
  const code = await runCli(args, world, '1.2.3');
  return { code, stdout: world.printed(), stderr: world.complained() };
}
