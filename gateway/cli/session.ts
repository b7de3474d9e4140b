import { createLogger, type Logger } from '../logging/logger.js';
import type { GatewayServices } from '../api/services.js';
import { readDoor } from '../api/token.js';
import { readConfig, type Settings } from '../config.js';
import { interruptible } from './interrupts.js';
import { isAlive, remoteServices } from './remote-services.js';
import type { World } from './world.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly data?: string;
  readonly port?: string;
}

export interface Session {
  readonly services: GatewayServices;
  /** Aborted when a person interrupts the command. */
  readonly signal: AbortSignal;
  /** Waits until what was begun here is delivered; of no effect where a running gateway does the work. */
  readonly settle: () => Promise<void>;
}

export function settingsOf(world: World, { data, port }: CommonOptions): Settings {
  return readConfig({
    env: world.env,
    flags: { dataFolder: data, port },
    stderrIsTerminal: world.stderr.isTTY === true,
    workingFolder: world.workingFolder,
  });
}

export function loggerOf(world: World, { logLevel, logFormat }: Settings): Logger {
  const isColoured = world.stderr.isTTY === true && world.env.NO_COLOR === undefined;
  return createLogger({ level: logLevel, format: logFormat, stream: world.stderr, clock: world.clock, isColoured });
}

/**
 * Lends `work` the gateway's services: those of the gateway that runs over the data folder, or else of one opened
 * here for as long as `work` takes. So a command works beside `jiantong start`, which holds the embedded store.
 */
export async function withServices<Result>(
  world: World,
  options: CommonOptions,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const settings = settingsOf(world, options);
  const door = await readDoor(settings.dataFolder);
  if (door !== undefined && (await isAlive(door))) {
    const services = remoteServices(door);
    return interruptible(world, (signal) => work({ services, signal, settle: () => Promise.resolve() }));
  }
  return interruptible(world, async (signal) => {
    const gateway = await world.openGateway({ settings, env: world.env, clock: world.clock, logger: loggerOf(world, settings) });
    try {
      return await work({ services: gateway.services, signal, settle: () => gateway.settle(signal) });
    } finally {
      await gateway.close();
    }
  });
}
