import type { RecordErrorCode } from './identifiers/identifier.js';

const anySurrogate = /[\ud800-\udfff]/;
/** With the flag u a pair is one character outside this class, so only a lone surrogate matches. */
const loneSurrogate = /\p{Surrogate}/u;
const nul = '\u0000';
const depthMax = 100;

/** What a store cannot hold, found before it is asked to. */
export interface Poison {
  readonly code: Extract<
    RecordErrorCode,
    'RECORD_TEXT_HAS_NUL' | 'RECORD_TEXT_LONE_SURROGATE' | 'RECORD_CELL_TOO_LONG' | 'RECORD_NESTED_TOO_DEEP'
  >;
  /** JSON pointer to the cell, or to the object whose key it is. */
  readonly path: string;
}

/**
 * Everything in a row or record that PostgreSQL refuses or that would harm it: U+0000 and lone surrogates in
 * text or keys, cells of more than `cellCharactersMax` UTF-16 units, nesting beyond 100 levels. One finding a
 * cell. An empty list means that the value can be stored.
 */
export function findPoison(value: unknown, cellCharactersMax: number): Poison[] {
  const found: Poison[] = [];
  search(value, '', 0, cellCharactersMax, found);
  return found;
}

/** True where half of a surrogate pair stands alone: text that UTF-8 cannot hold. */
export function hasLoneSurrogate(text: string): boolean {
  // Most text has no surrogates at all, and the first pattern is much the faster to say so.
  return anySurrogate.test(text) && loneSurrogate.test(text);
}

function search(
  value: unknown,
  path: string,
  depth: number,
  cellCharactersMax: number,
  found: Poison[],
): void {
  if (typeof value === 'string') {
    const code = poisonOf(value, cellCharactersMax);
    if (code !== undefined) found.push({ code, path });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= depthMax) {
    found.push({ code: 'RECORD_NESTED_TOO_DEEP', path });
    return;
  }
  const entries = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(entries)) {
    const code = poisonOf(name, cellCharactersMax);
    if (code !== undefined) found.push({ code, path });
    const inner = entries[name];
    if (mayHoldPoison(inner, cellCharactersMax)) {
      search(inner, `${path}/${pointerPart(name)}`, depth + 1, cellCharactersMax, found);
    }
  }
}

/** Keeps the paths of harmless cells, which are nearly all, from being written. */
function mayHoldPoison(value: unknown, cellCharactersMax: number): boolean {
  if (typeof value === 'string') return poisonOf(value, cellCharactersMax) !== undefined;
  return typeof value === 'object' && value !== null;
}

function poisonOf(text: string, cellCharactersMax: number): Poison['code'] | undefined {
  if (text.length > cellCharactersMax) return 'RECORD_CELL_TOO_LONG';
  if (text.includes(nul)) return 'RECORD_TEXT_HAS_NUL';
  return hasLoneSurrogate(text) ? 'RECORD_TEXT_LONE_SURROGATE' : undefined;
}

function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
