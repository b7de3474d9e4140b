/**
 * What stands beside the entries of an archive: enough to check them offline against one signed checkpoint. The files
 * are in the same folder: `entries` (gzip; canonical entries, a line each) and `leaves` (their hashes, 32 bytes each).
 */
export interface ArchiveManifest {
  readonly archive: 'jiantong/log-archive/v1';
  /** YYYY-MM, in UTC. */
  readonly month: string;
  /** Index of the first event, and that after the last. */
  readonly first: number;
  readonly until: number;
  readonly entries: string;
  readonly leaves: string;
  /** Tiles of the tree before the first event that were not full, by level, base64; empty text where there is none. */
  readonly edge: readonly string[];
  /** Signed note of a tree that has all of these events, and the proof that it extends the tree up to `until`, base64. */
  readonly checkpoint: string;
  readonly path: readonly string[];
  readonly keys: readonly string[];
}

/** Reads a manifest; undefined where the text is none. */
export function parseManifest(text: string): ArchiveManifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON, so no manifest.
    return undefined;
  }
  const isText = (one: unknown): boolean => typeof one === 'string';
  const areTexts = (one: unknown): boolean => Array.isArray(one) && one.every(isText);
  if (typeof value !== 'object' || value === null) return undefined;
  const manifest = value as Record<keyof ArchiveManifest, unknown>;
  const { archive, month, first, until, entries, leaves, edge, checkpoint, path, keys } = manifest;
  const isRange = Number.isSafeInteger(first) && Number.isSafeInteger(until) && Number(first) >= 0 && Number(first) < Number(until);
  const areFiles = [entries, leaves].every((name) => typeof name === 'string' && /^[\w-][\w.-]*$/.test(name));
  const isSound = archive === 'jiantong/log-archive/v1' && isRange && areFiles && [month, checkpoint].every(isText) && [edge, path, keys].every(areTexts);
  return isSound ? (manifest as unknown as ArchiveManifest) : undefined;
}
