export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that the bytes hold; undefined when they hold none. */
export function parseRecord(bytes: Buffer): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The list of non-empty texts that stands there; undefined when something else does or it is longer than allowed. */
export function textList(value: unknown, lengthMax: number): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > lengthMax) return undefined;
  return value.every((item): item is string => typeof item === 'string' && item !== '') ? value : undefined;
}
