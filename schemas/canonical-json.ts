import { GatewayError } from './errors.js';
import { hasLoneSurrogate } from './poison.js';

/** How deep a value may be nested; far more than any record, far less than the stack. */
const depthMax = 200;
/** Objects with more names are sorted by the runtime. */
const insertionSortMax = 50;
/** Text without any of these stands in JSON as it is. */
// oxlint-disable-next-line no-control-regex
const neverPlain = /[\u0000-\u001f"\\\ud800-\udfff]/;

/**
 * The canonical JSON text of a value (RFC 8785): the same bytes for the same data, whoever writes it,
 * so that hashes and signatures can be made over it. Numbers are written as ECMAScript does, keys stand in
 * the order of their UTF-16 code units, nothing is escaped that need not be. A property that is `undefined`
 * is left out, as JSON.stringify does.
 *
 * Throws GatewayError `RECORD_CANONICAL_FORM_IMPOSSIBLE` for what I-JSON has not: NaN and infinities, lone
 * surrogates in text or keys, functions, big integers, `undefined` inside a list, objects that are no plain
 * data (dates, maps), and more than 200 levels (so also circles).
 *
 * @example canonicalJson({ b: 1, a: [true, '票'] }) // '{"a":[true,"票"],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isFinite(value)) throw impossible(`number ${value}`);
      // String() is what RFC 8785 asks for, but it writes -0 as "0", which is also what it asks for.
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      break;
    default:
      throw impossible(`type ${typeof value}`);
  }
  if (value === null) return 'null';
  if (depth >= depthMax) throw impossible(`nested deeper than ${depthMax} levels`);
  return Array.isArray(value) ? writeList(value, depth + 1) : writeObject(value, depth + 1);
}

function writeList(list: readonly unknown[], depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index++) {
    text += index === 0 ? write(list[index], depth) : `,${write(list[index], depth)}`;
  }
  return `${text}]`;
}

function writeObject(object: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null)
    throw impossible('an object that is no plain data');
  const fields = object as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of sortedNames(Object.keys(fields))) {
    const value = fields[name];
    if (value === undefined) continue;
    text += text === '' ? `${quote(name)}:${write(value, depth)}` : `,${quote(name)}:${write(value, depth)}`;
  }
  return `{${text}}`;
}

/**
 * Names in the order of their UTF-16 code units, sorted in place. A record's few names, mostly in order
 * already, are sorted by insertion, which makes the whole serialisation a tenth to a fifth faster.
 */
function sortedNames(names: string[]): string[] {
  // The default order of sort() is by UTF-16 code units, as is that of the operators of strings.
  // oxlint-disable-next-line unicorn/no-array-sort, typescript/require-array-sort-compare
  if (names.length > insertionSortMax) return names.sort();
  for (let index = 1; index < names.length; index++) {
    const name = names[index] ?? '';
    let place = index;
    for (; place > 0 && (names[place - 1] ?? '') > name; place--) names[place] = names[place - 1] ?? '';
    names[place] = name;
  }
  return names;
}

function quote(text: string): string {
  if (!neverPlain.test(text)) return `"${text}"`;
  if (hasLoneSurrogate(text)) throw impossible('a lone surrogate');
  // For well-formed text JSON.stringify escapes exactly what RFC 8785 escapes, in the same way.
  return JSON.stringify(text);
}

function impossible(reason: string): GatewayError {
  return new GatewayError('RECORD_CANONICAL_FORM_IMPOSSIBLE', { reason });
}
