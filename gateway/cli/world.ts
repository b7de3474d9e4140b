import type { Clock } from '../clock.js';
import type { Environment } from '../config.js';
import type { OpenGateway } from './gateway.js';

/** Everything outside that the command line touches. One is made of the process in main.ts, others in tests. */
export interface World {
  readonly env: Environment;
  readonly workingFolder: string;
  readonly clock: Clock;
  /** Read only where a command is told so. */
  readonly stdin: NodeJS.ReadableStream;
  /** Results, for people or machines. */
  readonly stdout: Output;
  /** Progress, log lines and failures. */
  readonly stderr: Output;
  readonly openGateway: OpenGateway;
  /** Calls `stop` at every SIGINT and SIGTERM until the returned function is called. */
  readonly onStopSignal: (stop: () => void) => () => void;
  /** Ends the process at once. */
  readonly exitNow: (code: number) => void;
}

export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
}
