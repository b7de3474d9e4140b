/** A file that a reader may open: one that lies on this machine, or was copied or unpacked there for this run. */
export interface FoundFile {
  /** What people know it by; for what came out of an archive, `<archive>/<entry>`. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}
