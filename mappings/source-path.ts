import type { JsonValue } from '../schemas/json.js';

/** One station of a dotted path: a name, then perhaps one item of a list, or every item. */
export interface PathSegment {
  readonly name: string;
  /** `every`: `officers[]`; a number: `officers[0]`. */
  readonly item?: 'every' | number;
}

/** What a path found; `misshapen` marks a value of another kind where an object or a list had to be. */
export const misshapen = Symbol('misshapen');
export type Found = JsonValue | undefined | typeof misshapen;

const segmentsMax = 16;
const itemIndexMax = 999;

/**
 * Reads `party.name`, `officers[].name`, `phones[0]`. A backslash takes the next character as it is
 * (`No\.` is the column `No.`). `.` alone is the whole value. Undefined when the text is no path.
 */
export function parsePath(text: string): readonly PathSegment[] | undefined {
  if (text === '.') return [];
  const segments: PathSegment[] = [];
  let name = '';
  let item: PathSegment['item'];
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === '\\' && at + 1 < text.length) {
      if (item !== undefined) return undefined;
      name += text[++at] ?? '';
    } else if (character === undefined || character === '.') {
      if (name === '' || segments.length >= segmentsMax) return undefined;
      segments.push(item === undefined ? { name } : { name, item });
      name = '';
      item = undefined;
    } else if (character === '[' && isItem(text, at)) {
      const end = text.indexOf(']', at);
      const digits = text.slice(at + 1, end);
      if (item !== undefined || Number(digits) > itemIndexMax) return undefined;
      item = digits === '' ? 'every' : Number(digits);
      at = end;
    } else {
      if (item !== undefined) return undefined;
      name += character;
    }
  }
  return segments;
}

/** Makes a reader of a path. Reads own properties only, so a column called `constructor` is just a column. */
export function compilePath(segments: readonly PathSegment[]): (scope: JsonValue) => Found {
  const [only] = segments;
  if (only !== undefined && segments.length === 1 && only.item === undefined) return ownReader(only.name);
  if (segments.length > 1 && segments.every(({ item }) => item === undefined)) {
    return nestedReader(segments.map(({ name }) => ownReader(name)));
  }
  return (scope) => walk(segments, 0, scope);
}

/** `[]` and `[3]` mean items only where nothing or a dot follows; `金额[万元]` is a plain column name. */
function isItem(text: string, at: number): boolean {
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end++;
  return text[end] === ']' && (end + 1 === text.length || text[end + 1] === '.');
}

function ownReader(name: string): (scope: JsonValue) => Found {
  const inherited = name in Object.prototype;
  return (scope) => {
    if (scope === null || typeof scope !== 'object' || Array.isArray(scope)) return misshapen;
    return !inherited || Object.hasOwn(scope, name) ? scope[name] : undefined;
  };
}

/** For paths of names alone, which are most of those into a record. */
function nestedReader(readers: readonly ((scope: JsonValue) => Found)[]): (scope: JsonValue) => Found {
  return (scope) => {
    let value: Found = scope;
    for (const read of readers) {
      value = read(value);
      if (value === undefined || value === null || value === misshapen) return value ?? undefined;
    }
    return value;
  };
}

function walk(segments: readonly PathSegment[], from: number, scope: JsonValue): Found {
  let value: JsonValue = scope;
  for (let at = from; at < segments.length; at++) {
    const segment = segments[at];
    if (segment === undefined) return undefined;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return misshapen;
    let next: JsonValue | undefined = Object.hasOwn(value, segment.name) ? value[segment.name] : undefined;
    if (next === undefined || next === null) return undefined;
    if (segment.item !== undefined) {
      if (!Array.isArray(next)) return misshapen;
      if (segment.item === 'every') return walkItems(segments, at + 1, next);
      next = next[segment.item];
      if (next === undefined || next === null) return undefined;
    }
    value = next;
  }
  return value;
}

function walkItems(segments: readonly PathSegment[], from: number, items: readonly JsonValue[]): Found {
  const found: JsonValue[] = [];
  for (const item of items) {
    const value = walk(segments, from, item);
    if (value === misshapen) return misshapen;
    // A second `[]` further on gives lists within the list: they are laid end to end.
    if (Array.isArray(value) && segments.slice(from).some((segment) => segment.item === 'every')) found.push(...value);
    else if (value !== undefined) found.push(value);
  }
  return found;
}
