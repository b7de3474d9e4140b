import type { Environment } from '../../gateway/config.js';
import type { Station } from '../../gateway/exchanges/stations.js';

/** What a test asks of one life of the gateway, in a process of its own. */
export interface GatewayLife {
  readonly dataFolder: string;
  readonly workspaceFolder: string;
  /** The folder that the sandbox's files lie in. */
  readonly fileRoot: string;
  /** Addresses of the sandbox. */
  readonly env: Environment;
  /** Absent: the embedded store in the data folder. */
  readonly databaseUrl?: string;
  /** Absent: it ends by itself when everything has settled. */
  readonly death?: Death;
  /** How long everything may take to settle. */
  readonly patienceMs?: number;
}

/** SIGKILL at the n-th passing of a station; passings that carry no rows count only where a station never carries any. */
export interface Death {
  /** Absent: counted from the process's first moment. */
  readonly station?: Station;
  /** Only passings on the way to this receiver (`department/name`). */
  readonly target?: string;
  readonly passing?: number;
  /** So long after it, instead of at it. */
  readonly afterMs?: number;
}

/** Exit code of a life that ended well, but before everything had settled. */
export const unsettledCode = 3;
