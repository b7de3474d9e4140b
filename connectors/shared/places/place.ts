import type { PlannedStep } from '../check-steps.js';

/** A plain file as its place lists it; folders and links are never listed. */
export interface PlacedFile {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970; to the second or the minute where the server knows no better. */
  readonly modifiedMs: number;
}

/** A file that can be opened on this machine, as it was when it was listed. */
export interface HeldFile {
  /** Absolute. */
  readonly path: string;
  /** Gives up the copy, where there is one; called once. */
  readonly release: () => Promise<void>;
}

/**
 * One way to reach files, opened for one run and closed by whoever opened it. Connects when it is first needed, and
 * is used by one call at a time. `folder` is always the configured one and never leads out of the place's root; names
 * are bare, or `<subfolder>/<name>` for what is written and moved.
 */
export interface Place {
  /** What `check` looks at before the files: each step finds one thing out about the way there. */
  readonly steps: (folder: string) => readonly PlannedStep[];
  /**
   * The files whose names are wanted, in any order: others cost nothing.
   * @throws FILE_PLACE_OUTSIDE_WORKSPACE, FILE_FOLDER_MISSING, FILE_NOT_READABLE, and what the way there throws
   */
  readonly list: (
    folder: string,
    isWanted: (name: string) => boolean,
    signal: AbortSignal,
  ) => Promise<readonly PlacedFile[]>;
  /** Undefined where the file has gone or changed since it was listed: a later run finds it. @throws FILE_NOT_READABLE */
  readonly hold: (folder: string, file: PlacedFile, signal: AbortSignal) => Promise<HeldFile | undefined>;
  /** Writes a small file over whatever has the name; makes the subfolder of the name where there is none. */
  readonly write: (folder: string, name: string, content: Buffer, signal: AbortSignal) => Promise<void>;
  /** Renames within the folder, over whatever has the new name; makes the subfolder of `to` where there is none. */
  readonly move: (folder: string, from: string, to: string, signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}
