import type { GatewayServices } from '../services/services.js';
import type { Clock } from '../clock.js';
import type { Environment, Settings } from '../config.js';
import type { Logger } from '../logging/logger.js';
import type { RunReport } from '../summary.js';

/** The program opened in this process, as its command line uses it. Made in gateway/app.ts. */
export interface Gateway {
  readonly services: GatewayServices;
  /**
   * Runs every exchange once; what they store is delivered meanwhile. Returns the runs' ids in order. A run that
   * fails does not keep the others from running; its report says why.
   */
  runAll(options: RunAllOptions): Promise<readonly number[]>;
  /** Resolves when everything that can be delivered by now has its receipt: what waits for a person or a retry far off does not count. */
  settle(signal: AbortSignal): Promise<void>;
  /** How these runs stand at this moment. */
  report(runs: readonly number[]): Promise<readonly RunReport[]>;
  /** Serves the API and keeps the schedules until `close`. Throws SERVICE_PORT_TAKEN. */
  serve(): Promise<{ readonly address: string }>;
  /** Finishes or hands back what is in hand and lets go of everything, the sandbox included. Safe to call twice. */
  close(): Promise<void>;
}

export interface RunAllOptions {
  readonly signal: AbortSignal;
  /** Told of each exchange when its run begins and when it ends. */
  readonly onProgress: (progress: RunProgress) => void;
}

export type RunProgress =
  | { readonly event: 'begun'; readonly exchange: string }
  | {
      readonly event: 'ended';
      readonly exchange: string;
      readonly rows: number;
      readonly versions: number;
      readonly quarantined: number;
      readonly durationMs: number;
      readonly failure: { readonly code: string; readonly text: string } | null;
    };

export interface OpenGatewayOptions {
  readonly settings: Settings;
  /** For `{ env: NAME }` in manifests. */
  readonly env: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Applied when given; otherwise the configuration that the store holds is used. */
  readonly workspaceFolder?: string;
  /** Records that the sandbox of the workspace generates, where it has one. */
  readonly sandboxRecords?: number;
  /** Hands over in a thread of its own; without meaning on the embedded store, which serves one thread only. */
  readonly deliversApart?: boolean;
}

/** Opens the store and applies the workspace; runs nothing yet and opens no port of its own. */
export type OpenGateway = (options: OpenGatewayOptions) => Promise<Gateway>;
