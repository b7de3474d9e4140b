import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { Scope } from '../shared/xml-names.js';
import { innerScope, resolveName } from '../shared/xml-names.js';
import type { XmlHandler } from '../shared/xml-scanner.js';
import { attributesOf, XmlScanner } from '../shared/xml-scanner.js';

export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  /** By their names with prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  /** What prefixes stand for here, for names that stand in attributes. */
  readonly scope: Scope;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const depthMax = 100;
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

/** The whole document as a tree. Throws SyntaxError for what is not XML, for document types, and below 100 levels. */
export function parseXml(text: string): XmlElement {
  const builder = new TreeBuilder();
  const scanner = new XmlScanner(builder);
  scanner.write(text.replace(/^\uFEFF/u, ''));
  scanner.end();
  return builder.root();
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

class TreeBuilder implements XmlHandler {
  readonly #open: Growing[] = [];
  #root: Growing | undefined;

  open(_: string, rawAttributes: string, qualified: string): void {
    const parent = this.#open.at(-1);
    if (!parent && this.#root) throw new SyntaxError('a second root element');
    if (this.#open.length === depthMax) throw new SyntaxError('nested too deeply');
    const attributes = attributesOf(rawAttributes);
    const scope = innerScope(parent?.scope ?? new Map(), attributes);
    const element: Growing = { ...resolveName(qualified, scope), attributes, scope, children: [], text: '' };
    if (parent) parent.children.push(element);
    else this.#root = element;
    this.#open.push(element);
  }

  text(text: string): void {
    const element = this.#open.at(-1);
    if (element) element.text += text;
    else if (text.trim() !== '') throw new SyntaxError('text outside the root element');
  }

  close(name: string): void {
    if (this.#open.pop()?.name !== name) throw new SyntaxError(`</${name}> closes nothing`);
  }

  root(): XmlElement {
    if (!this.#root || this.#open.length > 0) throw new SyntaxError('the document ends in the middle');
    return this.#root;
  }
}

/** Elements below this one, at any depth, of a name and namespace. */
export function descendants(element: XmlElement, namespace: string, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name && child.namespace === namespace ? [child] : []),
    ...descendants(child, namespace, name),
  ]);
}

/**
 * What an element says as JSON: children by their names without prefix, several of one name as a list, leaves as texts
 * exactly as written; empty and `xsi:nil` elements are null.
 */
export function jsonOf(element: XmlElement): JsonValue {
  if (element.children.length === 0) return isNil(element) || element.text === '' ? null : element.text;
  const found = new Map<string, JsonValue[]>();
  for (const child of element.children) found.set(child.name, [...(found.get(child.name) ?? []), jsonOf(child)]);
  return Object.fromEntries(Array.from(found, ([name, values]) => [name, values.length === 1 ? (values[0] ?? null) : values]));
}

/** JSON as elements: lists as repeated elements, null as an empty one. `prefix` stands before every name. */
export function xmlOf(content: JsonObject, prefix = ''): string {
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => elementOf(`${prefix}${checkedName(name)}`, one, prefix)))
    .join('');
}

export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"\r]/gu, (character) => `&#${character.charCodeAt(0)};`);
}

function elementOf(name: string, value: JsonValue, prefix: string): string {
  if (value === null) return `<${name}/>`;
  if (Array.isArray(value)) return value.map((one) => elementOf(name, one, prefix)).join('');
  return `<${name}>${typeof value === 'object' ? xmlOf(value, prefix) : escapeXml(String(value))}</${name}>`;
}

/** Throws SyntaxError for a column that cannot be an element. */
function checkedName(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name)) return name;
  throw new SyntaxError(`${name} cannot be the name of an element`);
}

function isNil(element: XmlElement): boolean {
  return [...element.attributes].some(([qualified, value]) => {
    if (!qualified.endsWith(':nil')) return false;
    return resolveName(qualified, element.scope, true).namespace === schemaInstance && ['true', '1'].includes(value);
  });
}
