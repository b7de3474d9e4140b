import type { Checkpoint } from '../verify/checkpoint.js';

/** The newest checkpoint, and how the log came to it. */
export interface LogHistory {
  /** As signed. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
  /** Proof that the log of this size is the beginning of the checkpoint's. */
  readonly prove: (size: number) => Promise<readonly Buffer[]>;
}
